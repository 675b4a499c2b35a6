import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GroupSnapshot } from '../../src/snapshot/model.ts';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { rawRequest } from '../../scripts/local-mesh/http.ts';
import { envoyForTests, startTestEnvoy } from '../support/envoy.ts';
import { configSource, realBootstrap } from '../support/xds/real-bootstrap.ts';
import { real, realListener, realSnapshot } from '../support/xds/real-resources.ts';
import type { Upstream } from '../support/xds/real-resources.ts';
import { startRealServer } from '../support/xds/real-server.ts';

const envoy = await envoyForTests();
const SERVICE = 'names';
const AUTHORITY = 'control-plane.example';

const xdstp = (type: string, path: string): string => `xdstp://${AUTHORITY}/${type}/${path}`;
const listeners = (path: string): string => xdstp('envoy.config.listener.v3.Listener', path);
const clusters = (path: string): string => xdstp('envoy.config.cluster.v3.Cluster', path);
const assignments = (path: string): string => xdstp('envoy.config.endpoint.v3.ClusterLoadAssignment', path);
const routes = (path: string): string => xdstp('envoy.config.route.v3.RouteConfiguration', path);

test('xdstp names and collections, on a real Envoy', { skip: envoy.skip, timeout: 60_000 }, async (t) => {
  const server = await startRealServer(t);
  const host = server.address(1);
  const at = (port: number): Upstream => ({ host, port });
  const admin = at(11_002);
  const ads = configSource('delta-ads');
  const stub = await server.stub('app');
  const address = { socket_address: { address: stub.host, port_value: stub.port } };
  const cluster = clusters('team/app');
  const table = routes('table?env=prod');
  const listener = (name: string, port: number) =>
    realListener({
      name: listeners(name),
      address: at(port),
      routing: { rds: { config_source: ads, route_config_name: table } },
    });
  const snapshot = (names: Readonly<Record<string, number>>): GroupSnapshot =>
    realSnapshot({
      service: SERVICE,
      resources: [
        ...Object.entries(names).map(([name, port]) => listener(name, port)),
        real('cds', {
          name: cluster,
          type: 'EDS',
          connect_timeout: '1s',
          eds_cluster_config: {
            eds_config: ads,
            service_name: assignments('team/app'),
          },
        }),
        real('eds', {
          cluster_name: assignments('team/app'),
          endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }],
        }),
        real('rds', {
          name: table,
          virtual_hosts: [
            { name: 'all', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster } }] },
          ],
        }),
      ],
    });
  server.publish(snapshot({ 'edge/one': 11_000, 'elsewhere/three': 11_005 }));
  const { xds, http } = server;
  const running = await startTestEnvoy(t, {
    binary: envoy.binary,
    name: 'envoy-xdstp',
    bootstrap: realBootstrap({
      service: SERVICE,
      form: 'delta-ads',
      xds,
      http,
      admin,
      more: {
        layered_runtime: { layers: [{ name: 'admin', admin_layer: {} }] },
        dynamic_resources: {
          ads_config: {
            api_type: 'DELTA_GRPC',
            transport_api_version: 'V3',
            grpc_services: [{ envoy_grpc: { cluster_name: 'xds' } }],
          },
          lds_config: ads,
          cds_config: ads,
          lds_resources_locator: listeners('edge/*'),
          cds_resources_locator: clusters('team/*'),
        },
      },
    }),
    admin,
  });
  await running.live();
  const status = async (port: number): Promise<number> =>
    (await rawRequest({ ...at(port), path: '/' })).status;
  await eventually({
    what: 'the first listener of the collection',
    probe: async () => ((await status(11_000)) === 200 ? true : null),
    detail: () => running.log(),
  });
  server.publish(snapshot({ 'edge/one': 11_000, 'edge/two': 11_001, 'elsewhere/three': 11_005 }));
  await eventually({
    what: 'a listener that joins the collection',
    probe: async () => ((await status(11_001)) === 200 ? true : null),
    detail: () => running.log(),
  });
  await assert.rejects(status(11_005), /ECONNREFUSED/);
  server.publish(snapshot({ 'edge/two': 11_001 }));
  await eventually({
    what: 'the listener that left to be gone',
    probe: async () => {
      const count = await running.stat('listener_manager.total_listeners_active');
      return count === 1 ? true : null;
    },
    detail: () => running.log(),
  });
  assert.equal(await status(11_001), 200);
});
