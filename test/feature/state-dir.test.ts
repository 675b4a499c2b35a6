import assert from 'node:assert/strict';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { catalogCopy, emptyDirectory } from '../support/catalog-copy.ts';
import { startDaemon } from '../support/daemon.ts';
import type { XdsClient } from '../support/xds-client.ts';

describe('the state directory', () => {
  it('serves what was accepted last where the catalog is bad and nothing else is left', async (t) => {
    const catalog = await catalogCopy(t);
    const state = join(await emptyDirectory(t), 'state');
    const first = await startDaemon(t, catalog.directory, ['--state-dir', state]);
    const before = first.connect('gateway');
    await before.until('clusters', () => before.resources.cds.size > 0 && before.resources.rds.size > 0);
    before.close();
    await first.daemon.close();

    const mesh = await readFile(join(catalog.directory, 'mesh.yaml'), 'utf8');
    await catalog.write('mesh.yaml', 'mesh: [\n');
    await rm(join(state, 'last-good'));
    const second = await startDaemon(t, catalog.directory, ['--state-dir', state]);
    const after = second.connect('gateway');
    await after.until('the same resources', () => after.resources.rds.size === before.resources.rds.size);
    for (const type of ['lds', 'rds', 'cds', 'eds'] as const) {
      const versions = (client: typeof after): unknown =>
        [...client.resources[type]].map(([name, { version }]) => [name, version]).sort();
      await after.until(type, () => after.resources[type].size === before.resources[type].size);
      assert.deepEqual(versions(after), versions(before), type);
    }
    assert.equal((await second.status()).degraded, true);
    await catalog.write('mesh.yaml', mesh);
    const mended = await second.until('a mended catalog', ({ degraded }) => !degraded);
    assert.notEqual(mended.version, null);
  });

  it('is done without, and said so, where no folder can be made', async (t) => {
    const catalog = await catalogCopy(t);
    const file = join(await emptyDirectory(t), 'file');
    await writeFile(file, '');
    for (const parent of [file, '/proc/none']) {
      const daemon = await startDaemon(t, catalog.directory, ['--state-dir', join(parent, 'state')]);
      const { diagnostics, ready } = await daemon.status();
      assert.ok(ready && diagnostics.some(({ code }) => code === 'MCP1804'));
      await daemon.daemon.close();
    }
  });

  it('has to be a directory where something has its name', async (t) => {
    const catalog = await catalogCopy(t);
    const file = join(await emptyDirectory(t), 'file');
    await writeFile(file, '');
    await assert.rejects(
      startDaemon(t, catalog.directory, ['--state-dir', file]),
      /^StartError: moniker-cp serve: --state-dir \S+ is not a directory\n/,
    );
  });

  it('serves each zone what was accepted there', async (t) => {
    const catalog = await catalogCopy(t);
    await catalog.edit(
      'mesh.yaml',
      '  connectTimeout: 5s',
      '  zonePreference: failover\n  connectTimeout: 5s',
    );
    const state = join(await emptyDirectory(t), 'state');
    const first = await startDaemon(t, catalog.directory, ['--state-dir', state]);
    const clients = ['us-east-1a', 'nowhere'].map((zone) => first.connect('gateway', zone));
    const versions = ({ resources }: XdsClient): string => {
      const all = [...resources.eds].map(([name, { version }]) => `${name} ${version}`);
      return all.sort().join();
    };
    const whole = ({ resources }: XdsClient): boolean =>
      // The application's own cluster has its address in it.
      resources.rds.size > 0 && resources.eds.size === resources.cds.size - 1;
    for (const one of clients) await one.until('all resources', () => whole(one));
    const before = clients.map(versions);
    assert.notEqual(before[0], before[1]);
    await first.until('all to be in sync', ({ sidecars }) =>
      sidecars.every(({ state: s }) => s === 'SYNCED'),
    );
    for (const one of clients) one.close();
    await first.daemon.close();

    await catalog.write('mesh.yaml', 'mesh: [\n');
    await rm(join(state, 'last-good'));
    const second = await startDaemon(t, catalog.directory, ['--state-dir', state]);
    const again = ['us-east-1a', 'nowhere', 'us-east-1b'].map((zone) => second.connect('gateway', zone));
    for (const one of again) await one.until('all resources', () => whole(one));
    // Nobody of the third zone was there before.
    assert.deepEqual(again.map(versions), [...before, before[1]]);
    const { sidecars } = await second.status();
    assert.deepEqual(sidecars.map(({ variant }) => variant ?? '').sort(), ['', '', 'zone=us-east-1a']);
  });

  it('holds the last good inputs as well', async (t) => {
    const catalog = await catalogCopy(t);
    const state = join(await emptyDirectory(t), 'state');
    await (await startDaemon(t, catalog.directory, ['--state-dir', state])).daemon.close();
    await catalog.write('mesh.yaml', 'mesh: [\n');
    const { status } = await startDaemon(t, catalog.directory, ['--state-dir', state]);
    const { degraded, version } = await status();
    assert.ok(degraded);
    assert.notEqual(version, null);
  });

  it('says that it is damaged, and goes on with the catalog', async (t) => {
    const catalog = await catalogCopy(t);
    const state = join(await emptyDirectory(t), 'state');
    await (await startDaemon(t, catalog.directory, ['--state-dir', state])).daemon.close();
    await truncate(join(state, 'accepted'), 200);
    const { status, connect } = await startDaemon(t, catalog.directory, ['--state-dir', state]);
    const { diagnostics } = await status();
    const found = diagnostics.find(({ code }) => code === 'MCP1804');
    assert.match(found?.message ?? '', /checksum/);
    const gateway = connect('gateway');
    await gateway.until('clusters', () => gateway.resources.cds.size > 0);
  });
});
