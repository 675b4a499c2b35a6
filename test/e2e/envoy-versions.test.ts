import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOSTS } from '../../scripts/local-mesh/plan.ts';
import { throughEdge, throughEgress } from '../../scripts/local-mesh/requests.ts';
import { envoyForTests } from '../support/envoy.ts';
import { GATEWAY, GATEWAY_SOTW, startPlatform } from '../support/mesh.ts';

/** The oldest release that sidecars may run beside the newest. */
const OLDER = '1.36.4';

const newest = await envoyForTests();
const older = await envoyForTests(OLDER);

test(
  'sidecars of several Envoy releases are served at once',
  { skip: newest.skip || older.skip, timeout: 120_000 },
  async (t) => {
    // The older one over both variants, beside the newest over delta.
    const [OLD_DELTA, OLD_SOTW] = [
      { ...GATEWAY, host: 9, envoy: older.binary },
      { ...GATEWAY_SOTW, envoy: older.binary },
    ];
    const mesh = await startPlatform(t, { envoy: newest.binary, sidecars: [GATEWAY, OLD_DELTA, OLD_SOTW] });
    const status = await mesh.daemon.status();
    assert.deepEqual(
      status.sidecars.map(({ envoyVersion, protocol }) => `${envoyVersion ?? ''} ${protocol}`).sort(),
      ['1.36.4 delta', '1.36.4 sotw', '1.40.0 delta'],
    );
    for (const host of [HOSTS.gateway, OLD_DELTA.host, OLD_SOTW.host]) {
      assert.equal((await throughEdge(mesh.net, { path: '/', host })).stub, 'gateway');
      const adapter = await throughEgress(mesh.net, 'adapters.moniker.local', {
        path: '/fetch/risk.cvar/x',
        host,
      });
      assert.equal(adapter.stub, 'oracle');
    }
    // A weight step reaches all of them, and none rejects anything.
    const after = await mesh.publish(() =>
      mesh.catalog.write('rollouts/resolver.yaml', 'target: resolver\nweights: {v1: 0, v2: 100}\n'),
    );
    assert.ok(after.sidecars.every(({ state }) => state === 'SYNCED'));
    for (const host of [HOSTS.gateway, OLD_DELTA.host, OLD_SOTW.host]) {
      const answer = await throughEgress(mesh.net, 'resolver.moniker.local', {
        path: '/resolve/risk.cvar',
        host,
      });
      assert.equal(answer.stub, 'resolver/v2');
      const rejected = await mesh.sidecar(host).stats('update_rejected');
      assert.deepEqual(
        [...rejected].filter(([, count]) => count > 0),
        [],
      );
    }
  },
);
