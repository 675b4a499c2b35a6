import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ConfigResponse, ServiceConfigResponse } from '../../src/api/model.ts';
import { catalogCopy } from '../support/catalog-copy.ts';
import { runHere } from '../support/cli.ts';
import { startDaemon } from '../support/daemon.ts';

describe('GET /config', () => {
  it('answers with what `compile --json` prints, service by service', async (t) => {
    const { directory } = await catalogCopy(t);
    const { daemon, url } = await startDaemon(t, directory);
    const all = (await (await fetch(url('/config'))).json()) as ConfigResponse;
    assert.equal(all.version, daemon.status().version);
    assert.equal(Object.keys(all.services).length, 6);
    for (const service of Object.keys(all.services)) {
      const response = await fetch(url(`/config/${service}`));
      assert.equal(response.status, 200);
      const served = (await response.json()) as ServiceConfigResponse;
      const { code, stdout } = await runHere([
        'compile',
        '--service',
        service,
        '--catalog',
        directory,
        '--json',
      ]);
      assert.equal(code, 0);
      assert.deepEqual(served, JSON.parse(stdout), service);
      assert.deepEqual(all.services[service], served);
    }
  });

  it('answers for a node of some zone and with some labels', async (t) => {
    const catalog = await catalogCopy(t);
    const { directory } = catalog;
    await catalog.edit(
      'mesh.yaml',
      '  connectTimeout: 5s',
      '  zonePreference: failover\n  connectTimeout: 5s',
    );
    const groups = '  - {name: canary, match: {labels: {tier: canary}}, versions: {snowflake: v2}}';
    await catalog.edit('mesh.yaml', 'defaults:', `groups:\n${groups}\ndefaults:`);
    const { url } = await startDaemon(t, directory);
    const compiled = async (...args: string[]): Promise<ServiceConfigResponse> => {
      const command = ['compile', '--service', 'gateway', '--catalog', directory, '--json'];
      return JSON.parse((await runHere([...command, ...args])).stdout) as ServiceConfigResponse;
    };
    const served = async (query: string): Promise<ServiceConfigResponse> =>
      (await (await fetch(url(`/config/gateway?${query}`))).json()) as ServiceConfigResponse;
    const zone = await served('zone=us-east-1a');
    assert.equal(zone.variant, 'zone=us-east-1a');
    assert.deepEqual(zone, await compiled('--zone', 'us-east-1a'));
    const canary = await served('label=tier%3Dcanary');
    assert.equal(canary.variant, 'canary');
    assert.deepEqual(canary, await compiled('--label', 'tier=canary'));
    assert.deepEqual(canary, await compiled('--node-metadata', 'labels.tier=canary'));
    assert.deepEqual(await served('zone=nowhere&label=tier%3Dnone'), await compiled());
    for (const query of ['zon=a', 'label=tier', 'metadata==x']) {
      assert.equal((await fetch(url(`/config/gateway?${query}`))).status, 400, query);
    }
  });

  it('has nothing for what is no service with a sidecar', async (t) => {
    const { directory } = await catalogCopy(t);
    const { url } = await startDaemon(t, directory);
    for (const name of ['gatewy', 'open-moniker', '%00', '..%2f']) {
      const response = await fetch(url(`/config/${name}`));
      assert.equal(response.status, 404, name);
    }
    assert.match(await (await fetch(url('/config/gatewy'))).text(), /no service .*gatewy/);
  });
});
