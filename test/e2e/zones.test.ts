import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { startLoad } from '../../scripts/local-mesh/load.ts';
import type { LocalMesh, SidecarSpec } from '../../scripts/local-mesh/mesh.ts';
import {
  json,
  planFiles,
  platform,
  PORTS,
  type EndpointPlan,
  type Plan,
} from '../../scripts/local-mesh/plan.ts';
import { answeredBy, tally } from '../../scripts/local-mesh/requests.ts';
import { envoyForTests } from '../support/envoy.ts';
import { startTestMesh } from '../support/mesh.ts';
import type { Subnet } from '../../scripts/local-mesh/subnet.ts';
import type { StubSpec } from '../../scripts/stub-app/stub.ts';

/*
 * Sidecars of one service in three zones, two of which have endpoints of the adapter that they call. Stubs are named
 * by their zone and version.
 */

const envoy = await envoyForTests();
const AUTHORITY = 'adapters.moniker.local';
const PATH = '/fetch/risk.cvar/x';
const HOST = { a: 2, b: 3, c: 6, canary: 7 } as const;

const SIDECARS: readonly SidecarSpec[] = [
  { service: 'gateway', host: HOST.a, variant: 'delta', zone: 'a' },
  { service: 'gateway', host: HOST.b, variant: 'sotw', zone: 'b' },
  { service: 'gateway', host: HOST.c, variant: 'delta', zone: 'c' },
  { service: 'gateway', host: HOST.canary, variant: 'sotw', zone: 'a', labels: { tier: 'canary' } },
];

type Place = 'a/v1' | 'b/v1' | 'b/v2';
const ADDRESSES: Readonly<Record<Place, number>> = { 'a/v1': 101, 'b/v1': 102, 'b/v2': 103 };

function endpoint(net: Subnet, place: Place): EndpointPlan {
  const [zone = '', version = ''] = place.split('/');
  return { address: net.address(ADDRESSES[place]), port: PORTS.adapter, zone, version };
}

function stub(net: Subnet, place: Place): StubSpec {
  const [name = '', version = ''] = place.split('/');
  return { name, version, host: net.address(ADDRESSES[place]), port: PORTS.adapter };
}

const ALL: readonly Place[] = ['a/v1', 'b/v1', 'b/v2'];
const GROUPS = [{ name: 'canary', match: { labels: { tier: 'canary' } }, versions: { oracle: 'v2' } }];

function plan(net: Subnet, places: readonly Place[], groups: readonly object[] = []): Plan {
  const { mesh, endpoints } = platform(net);
  const oracle = { ...mesh.adapters['oracle'], zonePreference: 'failover', stable: 'v1' };
  return {
    mesh: { ...mesh, adapters: { ...mesh.adapters, oracle }, ...(groups.length > 0 && { groups }) },
    endpoints: { ...endpoints, oracle: places.map((place) => endpoint(net, place)) },
  };
}

function start(t: TestContext, serveArgs: readonly string[]): Promise<LocalMesh> {
  return startTestMesh(t, {
    serveArgs,
    envoy: envoy.binary,
    files: (net) => planFiles(plan(net, ALL)),
    stubs: (net) => ALL.map((place) => stub(net, place)),
    sidecars: SIDECARS,
  });
}

/** Who answers requests through the sidecar on a host. */
async function seen({ net }: LocalMesh, host: number, count = 60): Promise<readonly string[]> {
  const requests = Array.from({ length: count }, () => ({ path: PATH, authority: AUTHORITY }));
  const answers = await answeredBy({ net, host, port: PORTS.egress, requests });
  return [...tally(answers).keys()].sort();
}

async function write(mesh: LocalMesh, places: readonly Place[]): Promise<void> {
  const text = json(plan(mesh.net, places).endpoints);
  await mesh.publish(() => mesh.catalog.write('endpoints.yaml', text));
}

for (const serveArgs of [[], ['--serving-threads', '2']]) {
  const where = serveArgs.length === 0 ? '' : ', served by two threads';
  test(`sidecars prefer endpoints of their zone${where}`, { skip: envoy.skip, timeout: 180_000 }, (t) =>
    preferOwnZone(t, serveArgs),
  );
}

async function preferOwnZone(t: TestContext, serveArgs: readonly string[]): Promise<void> {
  const mesh = await start(t, serveArgs);
  const loads = [HOST.a, HOST.b, HOST.c].map((host) =>
    startLoad({
      host: mesh.net.address(host),
      port: PORTS.egress,
      ratePerSecond: 150,
      requests: [{ path: PATH, authority: AUTHORITY }],
    }),
  );

  await t.test('each sends to its own, and one without endpoints in its zone to all', async () => {
    assert.deepEqual(await seen(mesh, HOST.a), ['a/v1']);
    assert.deepEqual(await seen(mesh, HOST.b), ['b/v1']);
    assert.deepEqual(await seen(mesh, HOST.c), ['a/v1', 'b/v1']);
  });

  await t.test('status tells zone and variant', async () => {
    const { sidecars } = await mesh.daemon.status();
    const told = sidecars.map(({ zone, variant }) => `${zone ?? '-'}: ${variant ?? '-'}`).sort();
    assert.deepEqual(told, ['a: zone=a', 'a: zone=a', 'b: zone=b', 'c: -']);
  });

  await t.test('the last endpoint of a zone goes, and comes back', async () => {
    await write(mesh, ['b/v1', 'b/v2']);
    assert.deepEqual(await seen(mesh, HOST.a), ['b/v1']);
    // Nobody has it any more, so it may stop as it likes.
    await mesh.stopStub({ address: mesh.net.address(ADDRESSES['a/v1']), port: PORTS.adapter });
    assert.deepEqual(await seen(mesh, HOST.a), ['b/v1']);
    await mesh.startStub(stub(mesh.net, 'a/v1'));
    await write(mesh, ALL);
    assert.deepEqual(await seen(mesh, HOST.a), ['a/v1']);
    assert.deepEqual(await seen(mesh, HOST.b), ['b/v1']);
  });

  await t.test('a group pins some nodes to a version, while connected', async () => {
    const [sidecar] = (await mesh.daemon.status()).sidecars;
    const texts = planFiles(plan(mesh.net, ALL, GROUPS));
    await mesh.publish(() => mesh.catalog.write('mesh.yaml', texts['mesh.yaml'] ?? ''));
    assert.deepEqual(await seen(mesh, HOST.canary), ['b/v2']);
    assert.deepEqual(await seen(mesh, HOST.a), ['a/v1']);
    assert.deepEqual(await seen(mesh, HOST.b), ['b/v1']);
    const { sidecars } = await mesh.daemon.status();
    const canary = sidecars.find(({ nodeId }) => nodeId.endsWith(`.${HOST.canary}`));
    assert.equal(canary?.variant, 'canary zone=a');
    assert.equal(sidecars[0]?.connectedAt, sidecar?.connectedAt, 'nobody had to connect again');
    const before = planFiles(plan(mesh.net, ALL));
    await mesh.publish(() => mesh.catalog.write('mesh.yaml', before['mesh.yaml'] ?? ''));
    assert.deepEqual(await seen(mesh, HOST.canary), ['a/v1']);
  });

  const results = await Promise.all(loads.map((load) => load.stop()));
  for (const { sent, ok, failures } of results) {
    assert.deepEqual(failures.slice(0, 5), []);
    assert.equal(ok, sent);
    assert.ok(sent > 100);
  }

  await t.test('endpoints that fail are left out, and the other zone takes over', async () => {
    await mesh.stopStub({ address: mesh.net.address(ADDRESSES['a/v1']), port: PORTS.adapter });
    await eventually({
      what: 'the sidecar of zone a to use zone b',
      probe: async () => ((await seen(mesh, HOST.a, 10)).join() === 'b/v1' ? true : null),
    });
  });
}
