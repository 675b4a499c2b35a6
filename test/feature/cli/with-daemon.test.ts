import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { StatusResponse } from '../../../src/api/model.ts';
import { daemonClient } from '../../../src/cli/daemon-client.ts';
import { catalogCopy, type CatalogCopy } from '../../support/catalog-copy.ts';
import { runHere } from '../../support/cli.ts';
import { served } from '../../support/served.ts';

const root = join(import.meta.dirname, '..', '..', '..');

async function start(t: TestContext): Promise<{ readonly catalog: CatalogCopy; readonly url: string }> {
  const catalog = await catalogCopy(t);
  const words = [join(root, 'src', 'main.ts'), 'serve', '--catalog', catalog.directory];
  const { url } = await served(t, { program: process.execPath, words, cwd: root, env: process.env });
  return { catalog, url };
}

/** The first status that fits, of those that the daemon tells from now on. */
async function statusThat(url: string, fits: (status: StatusResponse) => boolean): Promise<StatusResponse> {
  const stop = new AbortController();
  try {
    for await (const status of daemonClient(url).follow(stop.signal)) if (fits(status)) return status;
  } finally {
    stop.abort();
  }
  return assert.fail('the daemon has gone');
}

describe('the commands and a real daemon', () => {
  it('status and diff agree with what is served', async (t) => {
    const { catalog, url } = await start(t);
    const env = { MONIKER_CP_SERVER: url, MONIKER_CP_CATALOG: catalog.directory };
    const status = await runHere(['status'], { env });
    assert.match(status.stdout, /^OK {2}snapshot [0-9a-f]{16}, .*\n\d+ keys, \d+ bound keys, 7 services, /);
    assert.match(status.stdout, /no sidecar is connected/);
    assert.match(
      (await runHere(['status', '--wait', '1m'], { env })).stdout,
      /^SYNCED 0 sidecars at [0-9a-f]{16}\n$/,
    );
    assert.equal((await runHere(['diff', '--exit-code'], { env })).stdout, 'no difference\n');
    const next = await catalogCopy(t);
    await next.edit('mesh.yaml', '0.0.0.0:8000', '0.0.0.0:8001');
    const diff = await runHere(['diff', '--catalog', next.directory, '--exit-code'], { env });
    assert.equal(diff.code, 1);
    assert.match(diff.stdout, /^gateway\n {2}~ lds edge {2}drains its connections\n/);
    assert.match(diff.stdout, /0 connected sidecars touched\na listener would drain its connections\n$/);
  });

  it('a bad edit fails status --wait and says why', async (t) => {
    const { catalog, url } = await start(t);
    await catalog.write('mesh.yaml', 'mesh: [\n');
    await statusThat(url, ({ degraded }) => degraded);
    const { code, stderr } = await runHere(['status', '--wait', '1m', '--server', url]);
    assert.equal(code, 1);
    assert.match(stderr, /mesh\.yaml is refused: MCP10/);
    assert.match(
      (await runHere(['status', '--server', url])).stdout,
      /^DEGRADED .*\n.*\nrefused mesh\.yaml for \d+s: MCP10/,
    );
  });

  it('accept publishes what is held', async (t) => {
    const { catalog, url } = await start(t);
    const before = (await daemonClient(url).status()).version;
    await catalog.write('sample_catalog.yaml', 'risk.cvar:\n  source_binding: {type: oracle}\n');
    await statusThat(url, ({ inputs }) => inputs.some(({ state }) => state === 'held'));
    assert.match(
      (await runHere(['status', '--server', url])).stdout,
      /^held sample_catalog\.yaml for \d+s: /m,
    );
    const { code, stdout } = await runHere(['accept', '--server', url]);
    assert.deepEqual([code, stdout], [0, 'accepted sample_catalog.yaml\n']);
    const after = await statusThat(url, ({ version }) => version !== before);
    assert.deepEqual([after.degraded, after.counts['keys']], [false, 1]);
  });
});
