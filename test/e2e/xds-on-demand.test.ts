import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anyOf } from '../../src/proto/codec.ts';
import type { GroupSnapshot } from '../../src/snapshot/model.ts';
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
import type { Upstream } from '../support/xds/real-resources.ts';
import { startRealServer } from '../support/xds/real-server.ts';

const envoy = await envoyForTests();
const SERVICE = 'on-demand';
const options = { skip: envoy.skip, timeout: 60_000 };
const source = configSource('delta-grpc');

const answer = async (
  { host, port }: Upstream,
  headers: Readonly<Record<string, string>>,
  authority = 'any.example',
): Promise<string> => {
  const { status, body } = await rawRequest({ host, port, path: '/', headers, authority });
  return status === 200 ? (JSON.parse(body) as { stub: string }).stub : String(status);
};

const on = (filter: string): string => `envoy.extensions.filters.http.on_demand.v3.${filter}`;

test('clusters are discovered on demand, by the first request that names them', options, async (t) => {
  const server = await startRealServer(t);
  const host = server.address(1);
  const [address, admin] = [
    { host, port: 11_000 },
    { host, port: 11_002 },
  ];
  const [one, two] = [await server.stub('one'), await server.stub('two')];
  const routing = {
    route_config: {
      name: 'static',
      virtual_hosts: [
        {
          name: 'all',
          domains: ['*'],
          routes: [{ match: { prefix: '/' }, route: { cluster_header: 'x-cluster' } }],
        },
      ],
    },
  };
  const filters = [
    {
      name: 'envoy.filters.http.on_demand',
      typed_config: anyOf(on('OnDemand') as 'envoy.extensions.filters.http.on_demand.v3.OnDemand', {
        odcds: { source, timeout: '5s' },
      }),
    },
  ];
  const snapshot = (clusters: Readonly<Record<string, Upstream>>): GroupSnapshot =>
    realSnapshot({
      service: SERVICE,
      resources: [
        realListener({ name: 'main', address, routing, filters }),
        ...Object.keys(clusters).map((name) => realCluster(name, source)),
        ...Object.entries(clusters).map(([name, at]) => realAssignment(name, at)),
      ],
    });
  server.publish(snapshot({ one, two }));
  const { xds, http } = server;
  const running = await startTestEnvoy(t, {
    binary: envoy.binary,
    name: 'envoy-odcds',
    // Without a source of clusters of its own: whatever comes, comes on demand.
    bootstrap: realBootstrap({
      service: SERVICE,
      form: 'delta-grpc',
      xds,
      http,
      admin,
      more: { dynamic_resources: { lds_config: source } },
    }),
    admin,
  });
  await running.live();
  const clusters = (): Promise<number> => running.stat('cluster_manager.active_clusters');
  const before = await clusters();
  assert.equal(await answer(address, { 'x-cluster': 'one' }), 'one');
  assert.equal(await clusters(), before + 1);
  assert.equal(await answer(address, { 'x-cluster': 'two' }), 'two');
  // A name that does not exist is answered at once, long before the filter's time-out.
  assert.equal(await answer(address, { 'x-cluster': 'three' }), '503');
  server.publish(snapshot({ one, two, three: two }));
  await eventually({
    what: 'the cluster that came to exist',
    probe: async () => ((await answer(address, { 'x-cluster': 'three' })) === 'two' ? true : null),
  });
});

test('virtual hosts are discovered on demand, by the first request for their domain', options, async (t) => {
  const server = await startRealServer(t);
  const host = server.address(1);
  const [address, admin] = [
    { host, port: 11_000 },
    { host, port: 11_002 },
  ];
  const virtualHost = (name: string, cluster: string, domain: string) =>
    real(
      'vhds',
      { name, domains: [domain], routes: [{ match: { prefix: '/' }, route: { cluster } }] },
      { name: `table/${name}`, aliases: [`table/${domain}`] },
    );
  const snapshot = (upstreams: Readonly<Record<string, Upstream>>): GroupSnapshot =>
    realSnapshot({
      service: SERVICE,
      resources: [
        realListener({
          name: 'main',
          address,
          routing: { rds: { config_source: source, route_config_name: 'table' } },
          filters: [
            {
              name: 'envoy.filters.http.on_demand',
              typed_config: anyOf('envoy.extensions.filters.http.on_demand.v3.OnDemand', {}),
            },
          ],
        }),
        // Envoy asks for nothing at first, and waits for an answer all the same.
        real('rds', { name: 'table', vhds: { config_source: { ...source, initial_fetch_timeout: '0.2s' } } }),
        ...Object.entries(upstreams).flatMap(([name, upstream]) => [
          realCluster(name, source),
          realAssignment(name, upstream),
          virtualHost(`host-${name}`, name, `${name}.example`),
        ]),
      ],
    });
  const [one, two] = [await server.stub('one'), await server.stub('two')];
  server.publish(snapshot({ one }));
  const { xds, http } = server;
  const running = await startTestEnvoy(t, {
    binary: envoy.binary,
    name: 'envoy-vhds',
    bootstrap: realBootstrap({ service: SERVICE, form: 'delta-grpc', xds, http, admin }),
    admin,
  });
  await running.live();
  const ask = (authority: string): Promise<string> => answer(address, {}, authority);
  await eventually({
    what: 'the first domain',
    probe: async () => ((await ask('one.example')) === 'one' ? true : null),
  });
  assert.equal(await ask('nobody.example'), '404');
  server.publish(snapshot({ one, two }));
  await eventually({
    what: 'the second domain',
    probe: async () => ((await ask('two.example')) === 'two' ? true : null),
  });
  assert.equal(await ask('one.example'), 'one');
});
