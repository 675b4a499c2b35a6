import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allSynced } from '../../scripts/local-mesh/daemon.ts';
import { startLoad } from '../../scripts/local-mesh/load.ts';
import { PORTS, json, platform } from '../../scripts/local-mesh/plan.ts';
import { envoyForTests } from '../support/envoy.ts';
import { startPlatform } from '../support/mesh.ts';
import { watchTrouble } from '../support/trouble.ts';

/* Real Envoys, of both protocol variants, on a daemon with two serving threads: what connects where is up to the system. */

const envoy = await envoyForTests();
const ROLLOUT = 'rollouts/snowflake.yaml';
const RATE = 50;
const weights = (v1: number, v2: number): string => json({ target: 'snowflake', weights: { v1, v2 } });

const SIDECARS = [121, 122, 123, 124, 125, 126].map(
  (host, index) => ({ service: 'gateway', host, variant: index % 2 === 0 ? 'delta' : 'sotw' }) as const,
);

test(
  'no request fails while two serving threads bring edits to Envoys',
  { skip: envoy.skip, timeout: 120_000 },
  async (t) => {
    const mesh = await startPlatform(t, {
      envoy: envoy.binary,
      sidecars: SIDECARS,
      files: { [ROLLOUT]: weights(95, 5) },
      serveArgs: ['--serving-threads', '2'],
    });
    const troubles = await Promise.all(SIDECARS.map(({ host }) => watchTrouble(mesh.sidecar(host), t)));
    const loads = SIDECARS.map(({ host }) =>
      startLoad({
        host: mesh.net.address(host),
        port: PORTS.edge,
        ratePerSecond: RATE,
        requests: ['/fetch/prices.equity/AAPL', '/fetch/risk.cvar/x', '/'].map((path) => ({
          path,
          authority: 'platform.example.com',
        })),
      }),
    );
    for (const [v1, v2] of [
      [50, 50],
      [0, 100],
      [100, 0],
    ] as const) {
      await mesh.publish(() => mesh.catalog.write(ROLLOUT, weights(v1, v2)));
    }
    const address = mesh.net.address(127);
    await mesh.startStub({ name: 'snowflake', version: 'v3', host: address, port: PORTS.adapter });
    const { endpoints } = platform(mesh.net);
    const more = [...(endpoints['snowflake'] ?? []), { address, port: PORTS.adapter, version: 'v3' }];
    await mesh.publish(() => mesh.catalog.write('endpoints.yaml', json({ ...endpoints, snowflake: more })));
    await mesh.publish(() =>
      mesh.catalog.write(ROLLOUT, json({ target: 'snowflake', weights: { v1: 0, v2: 0, v3: 100 } })),
    );
    const status = await mesh.daemon.until('all to have it', allSynced(SIDECARS.length));
    assert.deepEqual(status.sidecars.map(({ protocol }) => protocol).sort(), [
      'delta',
      'delta',
      'delta',
      'sotw',
      'sotw',
      'sotw',
    ]);
    for (const load of loads) {
      const result = await load.stop();
      assert.deepEqual(result.failures.slice(0, 10), []);
      assert.ok(result.sent > 0);
      assert.equal(result.ok, result.sent);
    }
    for (const trouble of troubles) assert.deepEqual(await trouble.stop(), { counted: {}, logged: [] });
  },
);
