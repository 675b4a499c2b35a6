import assert from 'node:assert/strict';
import { cp, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { parseServeConfig } from '../../src/config/parse.ts';
import { serve } from '../../src/daemon/serve.ts';
import { StartError } from '../../src/daemon/start-error.ts';
import { SILENT } from '../../src/telemetry/log.ts';
import { catalogCopy } from '../support/catalog-copy.ts';
import { cleanUp } from '../support/clean-up.ts';
import { inputState, startDaemon } from '../support/daemon.ts';

const WEIGHTS = 'moniker.weights';
const ROLLOUT = 'rollouts/resolver.yaml';
const V1 = '"split.resolver.resolver/v1":';
const weightsOf = (v1: number, v2: number): string => `target: resolver\nweights: { v1: ${v1}, v2: ${v2} }\n`;

describe('the daemon over real gRPC', () => {
  it('gives a sidecar its listeners, routes, clusters, endpoints and weights', async (t) => {
    const { directory } = await catalogCopy(t);
    const { connect, until } = await startDaemon(t, directory);
    const gateway = connect('gateway');
    const status = await until('the gateway in sync', ({ sidecars }) => sidecars[0]?.state === 'SYNCED');
    assert.deepEqual([...gateway.resources.lds.keys()].sort(), ['edge', 'egress', 'inbound']);
    assert.deepEqual([...gateway.resources.rds.keys()].sort(), [
      'gateway/edge',
      'gateway/egress',
      'gateway/inbound',
    ]);
    assert.ok(gateway.resources.cds.has('resolver/v1') && gateway.resources.eds.has('resolver/v1'));
    assert.match(gateway.text('rtds', WEIGHTS), /split\.resolver\.resolver\/v1":9500/);
    assert.equal(status.degraded, false);
    assert.ok((status.counts['keys'] ?? 0) > 60);
  });

  it('pushes new weights and nothing else when a weight file is saved', async (t) => {
    const catalog = await catalogCopy(t);
    const { connect, until } = await startDaemon(t, catalog.directory);
    const gateway = connect('gateway');
    await until('the gateway in sync', ({ sidecars }) => sidecars[0]?.state === 'SYNCED');
    const before = { ...gateway.responses };
    await catalog.write('rollouts/.new', weightsOf(40, 60));
    await rename(join(catalog.directory, 'rollouts/.new'), join(catalog.directory, ROLLOUT));
    await gateway.until('the new weights', () => gateway.text('rtds', WEIGHTS).includes(`${V1}4000`));
    assert.equal(gateway.responses.cds, before.cds);
    assert.equal(gateway.responses.lds, before.lds);
  });

  it('goes back to the stable version when the weight file is deleted', async (t) => {
    const catalog = await catalogCopy(t);
    const { connect } = await startDaemon(t, catalog.directory);
    const gateway = connect('gateway');
    await gateway.until('the weights', () => gateway.text('rtds', WEIGHTS).includes(`${V1}9500`));
    await catalog.remove(ROLLOUT);
    await gateway.until('the abort', () => gateway.text('rtds', WEIGHTS).includes(`${V1}10000`));
  });

  it('ends a burst of 1,000 writes with the last weights', async (t) => {
    const catalog = await catalogCopy(t);
    const { connect } = await startDaemon(t, catalog.directory);
    const gateway = connect('gateway');
    for (let n = 0; n < 1000; n += 1) await catalog.write(ROLLOUT, weightsOf(1000 + n, 9000 - n));
    await gateway.until('the last weights', () => gateway.text('rtds', WEIGHTS).includes(`${V1}1999`));
  });

  it('keeps the last good catalog while weights go on changing, and says so', async (t) => {
    const catalog = await catalogCopy(t);
    const { connect, until } = await startDaemon(t, catalog.directory);
    const gateway = connect('gateway');
    await gateway.until('the routes', () => gateway.resources.rds.has('gateway/egress'));
    const routes = gateway.resources.rds.get('gateway/egress')?.version;
    await catalog.write('sample_catalog.yaml', 'risk.cvar: [unclosed\n');
    const refused = await until(
      'the refusal',
      (status) => inputState(status, 'sample_catalog.yaml') === 'refused',
    );
    assert.equal(refused.degraded, true);
    assert.ok(
      refused.diagnostics.some(({ code, file }) => code === 'MCP1001' && file === 'sample_catalog.yaml'),
    );
    await catalog.write(ROLLOUT, weightsOf(100, 0));
    await gateway.until('the rollback', () => gateway.text('rtds', WEIGHTS).includes(`${V1}10000`));
    assert.equal(gateway.resources.rds.get('gateway/egress')?.version, routes);
  });

  it('publishes nothing while the files do not fit together, and recovers', async (t) => {
    const catalog = await catalogCopy(t);
    const { connect, until } = await startDaemon(t, catalog.directory);
    const gateway = connect('gateway');
    const before = await until('the gateway in sync', ({ sidecars }) => sidecars[0]?.state === 'SYNCED');
    await catalog.write(ROLLOUT, 'target: nobody\nweights: { v1: 1 }\n');
    const broken = await until('the fault', ({ diagnostics }) =>
      diagnostics.some(({ severity }) => severity === 'error'),
    );
    assert.equal(broken.version, before.version);
    assert.equal(broken.degraded, true);
    await catalog.write(ROLLOUT, weightsOf(1, 3));
    await gateway.until('the mended weights', () => gateway.text('rtds', WEIGHTS).includes(`${V1}2500`));
    await until('a clean status', ({ degraded, diagnostics }) => !degraded && diagnostics.length === 0);
  });

  it('holds a catalog that loses most of its keys until it is accepted', async (t) => {
    const catalog = await catalogCopy(t);
    const { connect, until, url } = await startDaemon(t, catalog.directory);
    const gateway = connect('gateway');
    const before = await until('the gateway in sync', ({ sidecars }) => sidecars[0]?.state === 'SYNCED');
    await catalog.write(
      'sample_catalog.yaml',
      'risk.cvar:\n  domain: risk\n  source_binding: { type: oracle, config: {} }\n',
    );
    const held = await until('the hold', (status) => inputState(status, 'sample_catalog.yaml') === 'held');
    assert.equal(held.version, before.version);
    assert.equal(held.counts['keys'], before.counts['keys']);
    // They may be there before the answer is.
    const routes = gateway.resources.rds.get('gateway/egress')?.version;
    const answer = await fetch(url('/accept'), { method: 'POST' });
    assert.deepEqual(await answer.json(), { accepted: ['sample_catalog.yaml'] });
    await until('the accepted catalog', ({ counts }) => counts['keys'] === 1);
    await gateway.until('its routes', () => gateway.resources.rds.get('gateway/egress')?.version !== routes);
    assert.deepEqual(await (await fetch(url('/accept'), { method: 'POST' })).json(), { accepted: [] });
  });

  it('keeps a sidecar of an unknown service connected, and serves it once the service is there', async (t) => {
    const catalog = await catalogCopy(t);
    const { connect, until } = await startDaemon(t, catalog.directory);
    const newcomer = connect('newcomer');
    await until('the unknown sidecar', ({ sidecars }) => sidecars[0]?.state === 'UNKNOWN_SERVICE');
    assert.equal(newcomer.resources.lds.size, 0);
    await catalog.edit(
      'mesh.yaml',
      'services:',
      'services:\n  newcomer: { app: { port: 8080, protocol: http }, calls: [resolver] }\n',
    );
    await newcomer.until('its listeners', () => newcomer.resources.lds.has('egress'));
    assert.equal(newcomer.ended, false);
  });

  it('sees the whole catalog directory swapped by a link', async (t) => {
    const catalog = await catalogCopy(t);
    const parent = dirname(catalog.directory);
    const next = join(parent, 'next');
    await cp(catalog.directory, next, { recursive: true });
    await writeFile(join(next, ROLLOUT), weightsOf(30, 70));
    const { symlink } = await import('node:fs/promises');
    await symlink('catalog', join(parent, 'current'));
    const { connect } = await startDaemon(t, join(parent, 'current'));
    const gateway = connect('gateway');
    await gateway.until('the weights', () => gateway.text('rtds', WEIGHTS).includes(`${V1}9500`));
    await symlink('next', join(parent, 'swap'));
    await rename(join(parent, 'swap'), join(parent, 'current'));
    await gateway.until('the new weights', () => gateway.text('rtds', WEIGHTS).includes(`${V1}3000`));
  });
});

describe('the daemon at its start', () => {
  const start = async (t: TestContext, catalog: string, args: readonly string[] = []) => {
    const ports = ['--xds-address', '127.0.0.1:0', '--http-address', '127.0.0.1:0'];
    const { config } = parseServeConfig(['--catalog', catalog, ...ports, ...args], {});
    assert.ok(config);
    const daemon = await serve(config, { log: SILENT, environment: {} });
    cleanUp(t, () => daemon.close());
    return daemon;
  };

  it('does not listen on a bad catalog, and tells everything that is wrong', async (t) => {
    const catalog = await catalogCopy(t);
    await catalog.write(ROLLOUT, 'target: nobody\nweights: { v1: 1 }\nwights: {}\n');
    await catalog.remove('endpoints.yaml');
    await assert.rejects(start(t, catalog.directory), (error) => {
      assert.ok(error instanceof StartError);
      assert.match(error.message, /endpoints\.yaml:1:1: error MCP1702/);
      assert.match(error.message, /rollouts\/resolver\.yaml:3:1: error MCP1005/);
      return true;
    });
  });

  it('says how to begin where there is no such directory', async (t) => {
    await assert.rejects(start(t, '/nowhere/catalog'), (error) => {
      assert.ok(error instanceof StartError);
      assert.match(error.message, /\/nowhere\/catalog cannot be served/);
      assert.match(error.message, /there is no such directory: --catalog names another, "moniker-cp init"/);
      return true;
    });
  });

  it('serves the last-good file in place of a bad catalog, degraded, and leaves it when the catalog is mended', async (t) => {
    const catalog = await catalogCopy(t);
    const lastGood = join(dirname(catalog.directory), 'last-good');
    const first = await start(t, catalog.directory, ['--last-good', lastGood]);
    const { version } = first.status();
    await first.close();
    assert.equal((await stat(lastGood)).mode & 0o777, 0o600);

    const mesh = await readFile(join(catalog.directory, 'mesh.yaml'), 'utf8');
    await catalog.write('mesh.yaml', 'mesh: [\n');
    await catalog.write(ROLLOUT, weightsOf(70, 30));
    const { connect, until, url } = await startDaemon(t, catalog.directory, ['--last-good', lastGood]);
    const ready = await fetch(url('/ready'));
    assert.equal(ready.status, 200);
    assert.equal(((await ready.json()) as { degraded: boolean }).degraded, true);
    const gateway = connect('gateway');
    // The weight file of the directory is good: it is joined with the restored mesh.yaml.
    await gateway.until('the weights', () => gateway.text('rtds', WEIGHTS).includes(`${V1}7000`));
    await catalog.write('mesh.yaml', mesh);
    const mended = await until('a mended catalog', ({ degraded }) => !degraded);
    assert.notEqual(mended.version, null);
    assert.ok(version !== null);
  });

  it('keeps nothing in the last-good file but what routing reads', async (t) => {
    const catalog = await catalogCopy(t);
    const lastGood = join(dirname(catalog.directory), 'last-good');
    const key =
      'secret.holder:\n  domain: x\n  source_binding: { type: oracle, config: { password: hunter2 } }\n';
    await catalog.write(
      'sample_catalog.yaml',
      `${await readFile(join(catalog.directory, 'sample_catalog.yaml'), 'utf8')}\n${key}`,
    );
    await (await start(t, catalog.directory, ['--last-good', lastGood])).close();
    const saved = await readFile(lastGood, 'utf8');
    assert.match(saved, /secret\.holder/);
    assert.doesNotMatch(saved, /hunter2/);
  });

  it('says what is wrong with a damaged last-good file', async (t) => {
    const catalog = await catalogCopy(t);
    const lastGood = join(dirname(catalog.directory), 'last-good');
    await (await start(t, catalog.directory, ['--last-good', lastGood])).close();
    await writeFile(lastGood, (await readFile(lastGood, 'utf8')).replace('gateway', 'gatevay'));
    await catalog.remove('mesh.yaml');
    await assert.rejects(start(t, catalog.directory, ['--last-good', lastGood]), /MCP1803 .*checksum/);
  });
});
