import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { rawRequest } from '../../scripts/local-mesh/http.ts';
import { envoyForTests, startTestEnvoy } from '../support/envoy.ts';
import { configSource, realBootstrap } from '../support/xds/real-bootstrap.ts';
import {
  realAssignment,
  realCluster,
  realListener,
  realRoutes,
  realSnapshot,
} from '../support/xds/real-resources.ts';
import { startRealServer } from '../support/xds/real-server.ts';

const envoy = await envoyForTests();
const SERVICE = 'lifetime';
const TTL = 1_200;

for (const form of ['ads', 'delta-ads'] as const) {
  test(
    `over ${form}, heartbeats keep what would expire`,
    { skip: envoy.skip, timeout: 60_000 },
    async (t) => {
      const server = await startRealServer(t, { timings: { resourceTtl: TTL } });
      const host = server.address(1);
      const [address, admin] = [
        { host, port: 11_000 },
        { host, port: 11_002 },
      ];
      const source = configSource(form);
      server.publish(
        realSnapshot({
          service: SERVICE,
          resources: [
            realCluster('app', source),
            realAssignment('app', await server.stub('app')),
            realRoutes('table', 'app'),
            realListener({
              name: 'main',
              address,
              routing: { rds: { config_source: source, route_config_name: 'table' } },
              routes: ['table'],
            }),
          ],
        }),
      );
      const running = await startTestEnvoy(t, {
        binary: envoy.binary,
        name: `envoy-${form}`,
        bootstrap: realBootstrap({ service: SERVICE, form, xds: server.xds, http: server.http, admin }),
        admin,
      });
      await running.live();
      const status = async (): Promise<number> => (await rawRequest({ ...address, path: '/' })).status;
      await eventually({ what: 'an answer', probe: async () => ((await status()) === 200 ? true : null) });
      // That something has not expired shows only after it would have.
      const until = performance.now() + 3 * TTL;
      while (performance.now() < until) {
        assert.equal(await status(), 200, running.log());
        await delay(50);
      }
      const rejected = await running.stats('update_rejected');
      assert.deepEqual(
        [...rejected].filter(([, count]) => count > 0),
        [],
        running.log(),
      );

      await server.stop();
      await eventually({
        what: 'the listener and the cluster to expire',
        probe: async () => {
          const stats = await running.stats('listeners_active|active_clusters');
          // The bootstrap's own two clusters stay.
          const [listeners, clusters] = [
            stats.get('listener_manager.total_listeners_active'),
            stats.get('cluster_manager.active_clusters'),
          ];
          return listeners === 0 && clusters === 2 ? true : null;
        },
        detail: () => running.log(),
      });
    },
  );
}
