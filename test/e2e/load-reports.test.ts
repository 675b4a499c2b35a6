import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { throughEgress } from '../../scripts/local-mesh/requests.ts';
import { envoyForTests } from '../support/envoy.ts';
import { GATEWAY, startPlatform } from '../support/mesh.ts';

const envoy = await envoyForTests();

test('sidecars report what they send, by version', { skip: envoy.skip, timeout: 60_000 }, async (t) => {
  const mesh = await startPlatform(t, {
    envoy: envoy.binary,
    sidecars: [GATEWAY],
    serveArgs: ['--load-report-interval', '1s'],
  });
  // Envoy leaves out what it sent to a cluster before the first report that names it.
  let sent = 0;
  const load = await eventually({
    what: 'a report',
    probe: async () => {
      const answer = await throughEgress(mesh.net, 'resolver.moniker.local', { path: '/resolve/risk.cvar' });
      assert.equal(answer.status, 200);
      sent += 1;
      const { loads = [] } = await mesh.daemon.status();
      assert.ok(loads.every(({ cluster }) => cluster !== 'xds_cluster'));
      return loads.find(
        ({ cluster, requestsPerSecond }) => cluster === 'resolver/v1' && requestsPerSecond > 0,
      );
    },
  });
  const { target, version, errors, sidecars } = load;
  assert.deepEqual(
    { target, version, errors, sidecars },
    { target: 'resolver', version: 'v1', errors: 0, sidecars: 1 },
  );
  assert.ok(load.requests > 0 && load.requests <= sent);
});
