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
