import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../src/daemon/clock.ts';
import { createDelivery } from '../../src/delivery/delivery.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import { DEFAULT_WAVES } from '../../src/delivery/settings.ts';
import type { GroupSnapshot } from '../../src/snapshot/model.ts';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { rawRequest } from '../../scripts/local-mesh/http.ts';
import { envoyForTests, startTestEnvoy } from '../support/envoy.ts';
import { configSource, realBootstrap } from '../support/xds/real-bootstrap.ts';
import { real, realAssignment, realSnapshot } from '../support/xds/real-resources.ts';
import { startRealServer } from '../support/xds/real-server.ts';

const envoy = await envoyForTests();
const SERVICE = 'fleet';
const CLUSTER = 'target/v1';

/** A cluster that Envoy takes, or one whose ring it finds impossible, which no schema tells. */
function snapshot(revision: number, ring: { readonly min: number; readonly max: number }): GroupSnapshot {
  const eds_config = configSource('delta-ads');
  const cluster = real(
    'cds',
    {
      name: CLUSTER,
      type: 'EDS',
      connect_timeout: `${revision}s`,
      eds_cluster_config: { eds_config },
      lb_policy: 'RING_HASH',
      ring_hash_lb_config: { minimum_ring_size: String(ring.min), maximum_ring_size: String(ring.max) },
    },
    { references: { assignment: CLUSTER } },
  );
  const assignment = realAssignment(CLUSTER, { host: '127.0.0.1', port: 9 + revision });
  return realSnapshot({ service: SERVICE, resources: [cluster, assignment] });
}

test('what one real Envoy rejects the others never get', { skip: envoy.skip, timeout: 60_000 }, async (t) => {
  const log: object[] = [];
  const deliveries: Delivery[] = [];
  const server = await startRealServer(t, {
    deliver(cache) {
      const delivery = createDelivery({
        cache,
        settings: DEFAULT_WAVES,
        clock: systemClock,
        log: { info: (fields) => log.push(fields), warn: (fields) => log.push(fields) },
        explain: ({ service }) => Promise.resolve({ origins: [{ file: `${service}.yaml`, line: 7 }] }),
      });
      deliveries.push(delivery);
      t.after(() => {
        delivery.close();
      });
      return delivery;
    },
  });
  const [delivery] = deliveries;
  assert.ok(delivery);
  server.publish(snapshot(1, { min: 64, max: 1_024 }));
  const admins = await Promise.all(
    [1, 2, 3].map(async (host) => {
      const admin = { host: server.address(host), port: 11_002 };
      const bootstrap = realBootstrap({
        service: SERVICE,
        form: 'delta-ads',
        xds: server.xds,
        http: server.http,
        admin,
        more: { node: { id: `n${host}`, cluster: SERVICE, metadata: { moniker: { contract: 1 } } } },
      });
      await startTestEnvoy(t, { binary: envoy.binary, name: `envoy-${host}`, bootstrap, admin });
      return admin;
    }),
  );
  /** What an Envoy runs the cluster with: its connect timeout, and where it sends. */
  const states = (): Promise<string[]> =>
    Promise.all(
      admins.map(async (admin) => {
        const dump = await rawRequest({ ...admin, path: '/config_dump?resource=dynamic_active_clusters' });
        const [timeout = ''] = /"connect_timeout": "[^"]+"/g.exec(dump.body) ?? [];
        const clusters = await rawRequest({ ...admin, path: '/clusters' });
        const [endpoint = ''] = /target\/v1::127\.0\.0\.1:\d+/.exec(clusters.body) ?? [];
        return `${/\d+s/.exec(timeout)?.[0] ?? ''} ${endpoint.split(':').at(-1) ?? ''}`;
      }),
    );
  const rejections = async (): Promise<number> => {
    const counts = await Promise.all(
      admins.map(async (admin) => {
        const { body } = await rawRequest({ ...admin, path: '/stats?filter=cds.update_rejected' });
        return Number(/\d+$/m.exec(body.trim())?.[0]);
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  };
  const all = (what: string, state: string): Promise<true> =>
    eventually({
      what,
      probe: async () => {
        assert.deepEqual(await states(), [state, state, state]);
        return true as const;
      },
    });
  await all('the first snapshot', '1s 10');

  // The endpoints of a snapshot whose structure is bad still reach everybody.
  server.publish(snapshot(2, { min: 1_024, max: 64 }));
  await all('the quarantine', '1s 11');
  const [held] = delivery.status().held;
  assert.equal(held?.reason, 'quarantined');
  assert.equal(held.envoy, '1.40');
  assert.deepEqual(held.resources, [CLUSTER]);
  assert.match(held.error ?? '', /minimum_ring_size/);
  assert.deepEqual(held.origins, [{ file: 'fleet.yaml', line: 7 }]);
  assert.equal(held.by.length, 1);
  assert.equal(await rejections(), 1);
  assert.equal(log.length, 1);

  server.publish(snapshot(3, { min: 64, max: 1_024 }));
  await all('the fix', '3s 12');
  assert.deepEqual(delivery.status().held, []);
  assert.equal(await rejections(), 1);
});
