import assert from 'node:assert/strict';
import { connect, type IncomingHttpHeaders } from 'node:http2';
import { test } from 'node:test';
import type { SidecarView } from '../../src/api/model.ts';
import type { LocalMesh } from '../../scripts/local-mesh/mesh.ts';
import {
  HOSTS,
  PORTS,
  SMALL_CATALOG,
  catalogOf,
  json,
  platform,
  type Plan,
} from '../../scripts/local-mesh/plan.ts';
import { throughEdge, throughEgress } from '../../scripts/local-mesh/requests.ts';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { rawRequest } from '../../scripts/local-mesh/http.ts';
import type { Subnet } from '../../scripts/local-mesh/subnet.ts';
import { envoyForTests } from '../support/envoy.ts';
import { GATEWAY, GATEWAY_SOTW, startPlatform } from '../support/mesh.ts';

const envoy = await envoyForTests();
const RESOLVER = { service: 'resolver', host: HOSTS.resolver, variant: 'sotw' } as const;
const POLICY = { service: 'policy-engine', host: HOSTS.policyEngine, variant: 'delta' } as const;
const LOCAL_PORT = 21777;

/** The resolver with a sidecar before its application, and a local port for its callers. */
function withSidecars(plan: Plan, net: Subnet): Plan {
  const resolver = { ...plan.mesh.services['resolver'], localPort: LOCAL_PORT };
  return {
    mesh: { ...plan.mesh, services: { ...plan.mesh.services, resolver } },
    endpoints: {
      ...plan.endpoints,
      resolver: [{ address: net.address(HOSTS.resolver), port: PORTS.inbound, version: 'v1' }],
    },
  };
}

test('sidecars of several services on one machine', { skip: envoy.skip, timeout: 120_000 }, async (t) => {
  const mesh = await startPlatform(t, {
    envoy: envoy.binary,
    plan: withSidecars,
    sidecars: [GATEWAY, GATEWAY_SOTW, RESOLVER, POLICY],
  });
  await t.test('each serves on its own address', () => ownAddresses(mesh));
  await t.test('a request goes through the caller’s and the callee’s sidecar', () => twoSidecars(mesh));
  await t.test('gRPC goes through both as HTTP/2, trailers and all', () => grpc(mesh));
  await t.test('a callee’s local port needs no host name', () => localPort(mesh));
  await t.test('egress answers 404 for whom the service does not call', () => notCalled(mesh));
  await t.test('a source type without an adapter is answered by Envoy, with the key and the type', () =>
    withoutAdapter(mesh),
  );
  await t.test('the edge takes no internal header from outside', () => edgeHeaders(mesh));
  await t.test('host names are resolved by Envoy where a target says dns', () => dnsTarget(mesh));
  await t.test('ordinary edits change no listener, so no connection drains', () => noDrain(mesh));
  await t.test('a sidecar of an unknown service is served once the service exists', () =>
    unknownService(mesh),
  );
  await t.test('a listener clash is a NACK with Envoy’s text', () => clash(mesh));
});

async function ownAddresses(mesh: LocalMesh): Promise<void> {
  for (const host of [HOSTS.gateway, HOSTS.gatewaySotw]) {
    assert.equal((await throughEdge(mesh.net, { path: '/', host })).stub, 'gateway');
    assert.equal(
      (await throughEgress(mesh.net, 'adapters.moniker.local', { path: '/fetch/risk.cvar/x', host })).stub,
      'oracle',
    );
  }
  const status = await mesh.daemon.status();
  assert.deepEqual(
    status.sidecars.map(({ service, protocol, client, known }) => ({ service, protocol, client, known })),
    [
      { service: 'gateway', protocol: 'delta', client: 'runtime', known: true },
      { service: 'gateway', protocol: 'sotw', client: 'runtime', known: true },
      { service: 'policy-engine', protocol: 'delta', client: 'runtime', known: true },
      { service: 'resolver', protocol: 'sotw', client: 'runtime', known: true },
    ],
  );
}

async function twoSidecars(mesh: LocalMesh): Promise<void> {
  const through = async (): Promise<number> =>
    await mesh.sidecar(HOSTS.resolver).stat('cluster.app.upstream_rq_total');
  const before = await through();
  for (const authority of ['resolver.moniker.local', 'resolver', `resolver.moniker.local:${PORTS.egress}`]) {
    const answer = await throughEgress(mesh.net, authority, { path: '/resolve/risk.cvar' });
    assert.equal(answer.stub, 'resolver', authority);
  }
  assert.equal(await through(), before + 3);
}

async function grpc(mesh: LocalMesh): Promise<void> {
  const session = connect(`http://${mesh.net.address(HOSTS.gateway)}:${PORTS.egress}`);
  try {
    const message = Buffer.from([0, 0, 0, 0, 5, 10, 3, 97, 98, 99]);
    const answer = await new Promise<{ stub: unknown; body: Buffer; grpcStatus: unknown }>(
      (resolve, reject) => {
        const stream = session.request({
          ':method': 'POST',
          ':path': '/policy.v1.Policy/Check',
          ':authority': 'policy-engine.moniker.local',
          'content-type': 'application/grpc',
          te: 'trailers',
        });
        const chunks: Buffer[] = [];
        let stub: unknown;
        let grpcStatus: unknown;
        stream.on('response', (headers) => {
          stub = headers['x-stub'];
          grpcStatus = headers['grpc-status'];
        });
        stream.on('trailers', (trailers: IncomingHttpHeaders) => {
          grpcStatus = trailers['grpc-status'];
        });
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          resolve({ stub, grpcStatus, body: Buffer.concat(chunks) });
        });
        stream.on('error', reject);
        stream.end(message);
      },
    );
    assert.deepEqual(answer, { stub: 'policy-engine', body: message, grpcStatus: '0' });
    assert.ok((await mesh.sidecar(HOSTS.policyEngine).stat('cluster.app.upstream_cx_http2_total')) > 0);
    assert.ok((await mesh.sidecar(HOSTS.gateway).stat('cluster.policy-engine.upstream_cx_http2_total')) > 0);
  } finally {
    session.close();
  }
}

async function localPort(mesh: LocalMesh): Promise<void> {
  const answer = await rawRequest({
    host: mesh.net.address(HOSTS.gateway),
    port: LOCAL_PORT,
    authority: 'localhost:1234',
    path: '/resolve/risk.cvar',
  });
  assert.equal(answer.headers['x-stub'], 'resolver');
}

async function notCalled(mesh: LocalMesh): Promise<void> {
  for (const authority of ['policy-engine.moniker.local', 'gateway', 'example.com']) {
    const answer = await throughEgress(mesh.net, authority, { path: '/', host: HOSTS.policyEngine });
    assert.equal(answer.status, 404, authority);
    assert.equal(answer.stub, null);
  }
  const unbound = await throughEgress(mesh.net, 'adapters.moniker.local', {
    path: '/fetch/no.such/x',
    host: HOSTS.resolver,
  });
  assert.equal(unbound.status, 404, "the resolver's egress never sends a request back to itself");
}

async function withoutAdapter(mesh: LocalMesh): Promise<void> {
  const odd = { ...SMALL_CATALOG, 'odd.key': { domain: 'odd', source_binding: { type: 'carrier-pigeon' } } };
  await mesh.publish(() => mesh.catalog.write('catalog.yaml', catalogOf(odd)));
  const answer = await throughEgress(mesh.net, 'adapters.moniker.local', { path: '/fetch/odd.key/x' });
  assert.equal(answer.status, 501);
  assert.equal(answer.stub, null);
  assert.match(answer.headers['content-type'] ?? '', /^application\/json/);
  assert.match(answer.body, /odd\.key/);
  assert.match(answer.body, /carrier-pigeon/);
  assert.doesNotThrow(() => {
    JSON.parse(answer.body);
  });
}

async function edgeHeaders(mesh: LocalMesh): Promise<void> {
  const headers = {
    'x-envoy-upstream-rq-timeout-ms': '1',
    'x-envoy-retry-on': '5xx',
    'x-envoy-max-retries': '7',
    'x-envoy-original-path': '/spoofed',
    'x-envoy-internal': 'true',
    'x-forwarded-for': '10.1.2.3',
    'x-moniker-key': 'risk.cvar/',
  };
  const answer = await throughEdge(mesh.net, { path: '/fetch/risk.cvar/x', headers });
  assert.equal(answer.stub, 'oracle');
  const seen = answer.who?.headers ?? {};
  for (const name of [
    'x-envoy-retry-on',
    'x-envoy-max-retries',
    'x-envoy-original-path',
    'x-envoy-internal',
    'x-moniker-key',
  ]) {
    assert.equal(seen[name], undefined, name);
  }
  assert.notEqual(seen['x-envoy-expected-rq-timeout-ms'], '1');
  // No proxy in front is trusted, so the peer's own address comes last.
  assert.match(String(seen['x-forwarded-for']), /^10\.1\.2\.3,(?!10\.1\.2\.3)[\d.]+$/);
}

async function dnsTarget(mesh: LocalMesh): Promise<void> {
  const stub = await mesh.startStub({ name: 'mssql-by-name', host: '127.0.0.1', port: 0 });
  const plan = withSidecars(platform(mesh.net), mesh.net);
  const mssql = { ...plan.mesh.adapters['mssql'], resolution: 'dns' };
  const endpoints = { ...plan.endpoints, mssql: [{ address: 'localhost', port: stub.port }] };
  await mesh.catalog.write('mesh.yaml', json({ ...plan.mesh, adapters: { ...plan.mesh.adapters, mssql } }));
  await mesh.publish(() => mesh.catalog.write('endpoints.yaml', json(endpoints)));
  for (const host of [HOSTS.gateway, HOSTS.gatewaySotw]) {
    await eventually({
      what: `the name to be resolved by host ${host}`,
      probe: async () => {
        const answer = await throughEgress(mesh.net, 'adapters.moniker.local', {
          path: '/fetch/credit.exposure/x',
          host,
        });
        return answer.stub === 'mssql-by-name' ? true : null;
      },
    });
  }
  await mesh.catalog.write('endpoints.yaml', json(plan.endpoints));
  await mesh.publish(() => mesh.catalog.write('mesh.yaml', json(plan.mesh)));
}

async function noDrain(mesh: LocalMesh): Promise<void> {
  const hosts = [HOSTS.gateway, HOSTS.gatewaySotw, HOSTS.resolver];
  const counters = [
    'listener_manager.listener_modified',
    'listener_manager.listener_removed',
    'listener_manager.listener_in_place_updated',
  ];
  const read = async (): Promise<number[]> =>
    Promise.all(hosts.flatMap((host) => counters.map((counter) => mesh.sidecar(host).stat(counter))));
  const before = await read();
  await mesh.publish(() =>
    mesh.catalog.write(
      'catalog.yaml',
      catalogOf({ ...SMALL_CATALOG, 'new.key': { source_binding: { type: 'oracle' } } }),
    ),
  );
  assert.equal(
    (await throughEgress(mesh.net, 'adapters.moniker.local', { path: '/fetch/new.key' })).stub,
    'oracle',
  );
  await mesh.publish(() =>
    mesh.catalog.write('rollouts/snowflake.yaml', 'target: snowflake\nweights: {v1: 1, v2: 1}\n'),
  );
  await mesh.publish(() =>
    mesh.catalog.write(
      'rollouts/snowflake.yaml',
      'target: snowflake\nweights: {v1: 1, v2: 1}\nsticky: true\noverrides: [{clients: [a], use: v2}]\n',
    ),
  );
  const { endpoints } = withSidecars(platform(mesh.net), mesh.net);
  const moved = {
    ...endpoints,
    oracle: [...(endpoints['oracle'] ?? []), { address: mesh.net.address(200), port: PORTS.adapter }],
  };
  await mesh.publish(() => mesh.catalog.write('endpoints.yaml', json(moved)));
  await mesh.publish(() => mesh.catalog.write('endpoints.yaml', json(endpoints)));
  assert.deepEqual(await read(), before);
}

function sidecarOf(sidecars: readonly SidecarView[], service: string): SidecarView | undefined {
  return sidecars.find((sidecar) => sidecar.service === service);
}

async function unknownService(mesh: LocalMesh): Promise<void> {
  const host = 60;
  await mesh.startSidecar({ service: 'audit', host });
  const before = await mesh.daemon.until(
    'the unknown sidecar to be seen',
    ({ sidecars }) => sidecarOf(sidecars, 'audit') !== undefined,
  );
  const unknown = sidecarOf(before.sidecars, 'audit');
  assert.equal(unknown?.state, 'UNKNOWN_SERVICE');
  assert.equal(unknown.known, false);

  const plan = withSidecars(platform(mesh.net), mesh.net);
  const audit = {
    app: { address: mesh.net.address(61), port: PORTS.app, protocol: 'http' },
    calls: ['resolver'],
  };
  await mesh.startStub({ name: 'audit', host: mesh.net.address(61), port: PORTS.app });
  await mesh.catalog.write('mesh.yaml', json({ ...plan.mesh, services: { ...plan.mesh.services, audit } }));
  const after = await mesh.daemon.until(
    'the new service to be served',
    ({ sidecars }) => sidecarOf(sidecars, 'audit')?.state === 'SYNCED',
  );
  assert.equal(sidecarOf(after.sidecars, 'audit')?.streamId, unknown.streamId, 'without a reconnect');
  await mesh.sidecar(host).live();
  assert.equal((await throughEgress(mesh.net, 'resolver', { path: '/x', host })).stub, 'resolver');
}

async function clash(mesh: LocalMesh): Promise<void> {
  const host = 70;
  await mesh.startStub({ name: 'squatter', host: mesh.net.address(host), port: PORTS.egress });
  await mesh.startSidecar({ service: 'policy-engine', host, node: 'clashing' });
  const status = await mesh.daemon.until('the clash to be reported', ({ sidecars }) =>
    sidecars.some(({ nodeId, state }) => nodeId === 'clashing' && state === 'NACKED'),
  );
  const refused = status.sidecars.find(({ nodeId }) => nodeId === 'clashing');
  assert.equal(refused?.types.lds?.state, 'NACKED');
  assert.match(refused.types.lds.error ?? '', /Address already in use/);
  assert.ok(
    status.sidecars.filter(({ nodeId }) => nodeId !== 'clashing').every(({ state }) => state === 'SYNCED'),
  );
}
