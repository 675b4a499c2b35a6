import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { rawRequest } from '../../scripts/local-mesh/http.ts';
import { envoyForTests, startTestEnvoy } from '../support/envoy.ts';
import { configSource, realBootstrap } from '../support/xds/real-bootstrap.ts';
import {
  real,
  realAssignment,
  realCluster,
  realListener,
  realSnapshot,
} from '../support/xds/real-resources.ts';
import { startRealServer } from '../support/xds/real-server.ts';

const envoy = await envoyForTests();
const SERVICE = 'drops';

test(
  'a real Envoy reports what fails and what it drops',
  { skip: envoy.skip, timeout: 60_000 },
  async (t) => {
    const server = await startRealServer(t, { loadInterval: 1_000 });
    const host = server.address(1);
    const at = (port: number) => ({ host, port });
    const [address, admin, nobody] = [at(11_000), at(11_002), at(11_009)];
    const source = configSource('delta-ads');
    const { host: upstream, port } = await server.stub('app');
    const endpoint = { address: { socket_address: { address: upstream, port_value: port } } };
    server.publish(
      realSnapshot({
        service: SERVICE,
        resources: [
          realCluster('shed/v1', source),
          real('eds', {
            cluster_name: 'shed/v1',
            endpoints: [{ lb_endpoints: [{ endpoint }] }],
            policy: {
              drop_overloads: [
                { category: 'throttled', drop_percentage: { numerator: 50, denominator: 'HUNDRED' } },
              ],
            },
          }),
          realCluster('broken', source),
          realAssignment('broken', nobody),
          real('rds', {
            name: 'table',
            virtual_hosts: [
              {
                name: 'all',
                domains: ['*'],
                routes: [
                  { match: { prefix: '/broken' }, route: { cluster: 'broken' } },
                  { match: { prefix: '/' }, route: { cluster: 'shed/v1' } },
                ],
              },
            ],
          }),
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
      name: 'envoy-drops',
      bootstrap: realBootstrap({
        service: SERVICE,
        form: 'delta-ads',
        xds: server.xds,
        http: server.http,
        admin,
        more: {
          cluster_manager: {
            load_stats_config: {
              api_type: 'GRPC',
              transport_api_version: 'V3',
              grpc_services: [{ envoy_grpc: { cluster_name: 'xds' } }],
            },
          },
        },
      }),
      admin,
    });
    await running.live();
    const statuses = new Set<number>();
    // Envoy leaves out what it sent to a cluster before the first report that names it.
    const loads = await eventually({
      what: 'a report of both',
      probe: async () => {
        for (const path of ['/', '/broken']) statuses.add((await rawRequest({ ...address, path })).status);
        const view = server.loads.view();
        const dropped = view.find(({ cluster, drops }) => cluster === 'shed/v1' && drops.length > 0);
        const failed = view.find(({ cluster, errors }) => cluster === 'broken' && errors > 0);
        return dropped && failed ? { dropped, failed, view } : null;
      },
      detail: () => `${JSON.stringify(server.loads.view())}\n${running.log()}`,
    });
    assert.deepEqual(statuses, new Set([200, 503]));
    const [drop] = loads.dropped.drops;
    assert.equal(drop?.category, 'throttled');
    assert.ok(drop.total > 0 && drop.perSecond > 0);
    assert.deepEqual([loads.dropped.target, loads.dropped.version], ['shed', 'v1']);
    assert.equal(loads.failed.requests, loads.failed.errors);
  },
);
