import assert from 'node:assert/strict';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { StatusResponse } from '../../src/api/model.ts';
import { StartError } from '../../src/daemon/start-error.ts';
import { catalogCopy, emptyDirectory } from '../support/catalog-copy.ts';
import { startDaemon } from '../support/daemon.ts';

const TAKES = `echo "configuration '$4' OK"`;

/** A program that behaves like `envoy --mode validate` with a word for what is wrong. */
async function wordEnvoy(t: TestContext, word: string): Promise<string> {
  const path = join(await emptyDirectory(t), 'envoy');
  const script = [
    '#!/bin/sh',
    `if grep -q '${word}' "$4"; then`,
    `  echo "error initializing configuration '$4': it has ${word}" >&2`,
    '  exit 1',
    'fi',
    TAKES,
  ];
  await writeFile(path, `${script.join('\n')}\n`, { mode: 0o700 });
  return path;
}

const runningChildren = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;

const ADAPTERS = '\n  oracle: {';
const FORBIDDEN = 'forbidden-adapter';
const ADDED = `\n  ${FORBIDDEN}: {sourceTypes: [forbidden]}${ADAPTERS}`;
const KEY = 'forbidden.key:\n  domain: reference\n  source_binding:\n    type: forbidden\n    config: {}\n';
const MOVED = '10.20.16.99';
const done = ({ delivery }: StatusResponse): boolean => delivery.checking === 0;

describe('serve --validate-with-envoy', () => {
  it('does not start without that Envoy, and says which it looked for', async (t) => {
    const catalog = await catalogCopy(t);
    await assert.rejects(
      startDaemon(t, catalog.directory, ['--validate-with-envoy', '/nowhere/envoy']),
      (error) =>
        error instanceof StartError && /MCP1806/.test(error.message) && /nowhere\/envoy/.test(error.message),
    );
  });

  it('does not start with a program that is no Envoy, though it never fails', async (t) => {
    const catalog = await catalogCopy(t);
    const program = join(await emptyDirectory(t), 'true');
    await writeFile(program, '#!/bin/sh\nexit 0\n', { mode: 0o700 });
    await assert.rejects(
      startDaemon(t, catalog.directory, ['--validate-with-envoy', program]),
      (error) => error instanceof StartError && /MCP1806 .*true is no Envoy/.test(error.message),
    );
  });

  it('does not start with what Envoy rejects, and names the place', async (t) => {
    const catalog = await catalogCopy(t);
    await catalog.edit('mesh.yaml', ADAPTERS, ADDED);
    await catalog.append('sample_catalog.yaml', KEY);
    const envoy = await wordEnvoy(t, FORBIDDEN);
    await assert.rejects(
      startDaemon(t, catalog.directory, ['--validate-with-envoy', envoy]),
      (error) =>
        error instanceof StartError && /mesh\.yaml:\d+:\d+: error MCP1905 .*it has/.test(error.message),
    );
  });

  it('ends without waiting for an Envoy that does not end', { timeout: 25_000 }, async (t) => {
    const catalog = await catalogCopy(t);
    const envoy = await wordEnvoy(t, FORBIDDEN);
    const daemon = await startDaemon(t, catalog.directory, ['--validate-with-envoy', envoy]);
    const children = runningChildren();
    const script = join(await emptyDirectory(t), 'envoy');
    await writeFile(script, '#!/bin/sh\nexec sleep 600\n', { mode: 0o700 });
    await rename(script, envoy);
    await catalog.edit('mesh.yaml', ADAPTERS, ADDED);
    await catalog.append('sample_catalog.yaml', KEY);
    await daemon.until('the question', ({ delivery }) => (delivery.checking ?? 0) > 0);
    await daemon.daemon.close();
    // It is killed; left alone it would run into its own limit of 30 s, and keep the process that long.
    while (runningChildren() > children) await new Promise((next) => setImmediate(next));
  });

  it('starts with it where it may be isolated, and a release asks again', async (t) => {
    const catalog = await catalogCopy(t);
    await catalog.edit('mesh.yaml', ADAPTERS, ADDED);
    await catalog.append('mesh.yaml', 'onRejected: isolate\n');
    await catalog.append('sample_catalog.yaml', KEY);
    const envoy = await wordEnvoy(t, FORBIDDEN);
    const daemon = await startDaemon(t, catalog.directory, ['--validate-with-envoy', envoy]);
    const status = await daemon.status();
    assert.equal(status.degraded, false);
    const isolated = status.delivery.isolated ?? [];
    assert.ok(isolated.some(({ type, serves }) => type === 'cds' && serves === '503'));
    assert.ok(isolated.some(({ type, entries }) => type === 'rds' && entries.includes('forbidden.key')));
    assert.ok(isolated.every(({ origins }) => origins.length > 0));
    const metrics = await (await fetch(daemon.url('/metrics'))).text();
    assert.match(metrics, /^moniker_cp_isolated_resources\{service="gateway",type="cds"\} 1$/m);

    // The same program takes it by now.
    await writeFile(envoy, `#!/bin/sh\n${TAKES}\n`);
    const answer = await fetch(daemon.url('/release'), { method: 'POST' });
    assert.ok(((await answer.json()) as { released: string[] }).released.includes('gateway'));
    const released = await daemon.until(
      'the release',
      (now) => now.delivery.isolated?.length === 0 && done(now),
    );
    assert.deepEqual(
      released.diagnostics.filter(({ code }) => code.startsWith('MCP19')),
      [],
    );
  });

  it('keeps in the last-good file what Envoy has taken, and begins with it where it rejects the catalog', async (t) => {
    const catalog = await catalogCopy(t);
    const lastGood = join(await emptyDirectory(t), 'last-good');
    const envoy = await wordEnvoy(t, FORBIDDEN);
    const args = ['--validate-with-envoy', envoy, '--last-good', lastGood];
    const isHeld = ({ delivery }: StatusResponse): boolean =>
      delivery.held.some(({ reason }) => reason === 'invalid');
    const first = await startDaemon(t, catalog.directory, args);
    await catalog.edit('mesh.yaml', ADAPTERS, ADDED);
    await catalog.append('sample_catalog.yaml', KEY);
    const { version } = await first.until('the rejection', isHeld);
    // Endpoints go on meanwhile, with the structure that went before.
    await catalog.edit('endpoints.yaml', '10.20.16.21', MOVED);
    await first.until('the endpoint', (now) => isHeld(now) && now.version !== version);
    await first.daemon.close();
    const kept = await readFile(lastGood, 'utf8');
    assert.ok(kept.includes('gateway') && !kept.includes(FORBIDDEN) && !kept.includes(MOVED));

    const second = await startDaemon(t, catalog.directory, args);
    const status = await second.status();
    assert.ok(status.degraded && isHeld(status));
    const config = await (await fetch(second.url('/config/gateway'))).text();
    assert.ok(!config.includes(FORBIDDEN) && config.includes(MOVED));

    // Mended, the catalog is what is kept.
    await catalog.edit('mesh.yaml', ADDED, ADAPTERS);
    await second.until('the mended catalog', (now) => !now.degraded && done(now));
    await second.daemon.close();
    assert.ok((await readFile(lastGood, 'utf8')).includes(MOVED));
  });

  it('publishes unchecked when that Envoy cannot be run any more, and says so', async (t) => {
    const catalog = await catalogCopy(t);
    const envoy = await wordEnvoy(t, FORBIDDEN);
    const daemon = await startDaemon(t, catalog.directory, ['--validate-with-envoy', envoy]);
    await writeFile(envoy, '#!/bin/sh\necho "no space left" >&2\nexit 3\n');
    await catalog.edit('mesh.yaml', ADAPTERS, ADDED);
    await catalog.append('sample_catalog.yaml', KEY);
    const status = await daemon.until('the warning', ({ diagnostics }) =>
      diagnostics.some(({ code }) => code === 'MCP1907'),
    );
    assert.match(status.delivery.unchecked ?? '', /code 3: no space left/);
    const config = await (await fetch(daemon.url('/config/gateway'))).text();
    assert.match(config, new RegExp(FORBIDDEN));
  });
});
