import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { allSynced } from '../../scripts/local-mesh/daemon.ts';
import { startLoad, type Load } from '../../scripts/local-mesh/load.ts';
import type { LocalMesh } from '../../scripts/local-mesh/mesh.ts';
import {
  PORTS,
  SMALL_CATALOG,
  catalogOf,
  json,
  platform,
  type EndpointPlan,
  type Plan,
} from '../../scripts/local-mesh/plan.ts';
import { envoyForTests } from '../support/envoy.ts';
import { GATEWAY, GATEWAY_SOTW, startPlatform } from '../support/mesh.ts';
import { watchTrouble, type TroubleWatch } from '../support/trouble.ts';

/*
 * A sidecar over delta and one over SotW are under load all the time while the operator does what operators do.
 * Five seconds or more lie before and after each change.
 */

const envoy = await envoyForTests();
const RATE = 250;
const AROUND_MS = 5_000;
const ROLLOUT = 'rollouts/snowflake.yaml';
const SIDECARS = [GATEWAY, GATEWAY_SOTW];

interface Running {
  readonly mesh: LocalMesh;
  readonly plan: Plan;
  readonly loads: readonly Load[];
}

test('no request fails while the mesh changes', { skip: envoy.skip, timeout: 180_000 }, async (t) => {
  const mesh = await startPlatform(t, {
    envoy: envoy.binary,
    sidecars: SIDECARS,
    files: { [ROLLOUT]: weights({ v1: 95, v2: 5 }) },
  });
  const troubles = await Promise.all(SIDECARS.map(({ host }) => watchTrouble(mesh.sidecar(host), t)));
  const running: Running = {
    mesh,
    plan: platform(mesh.net),
    loads: SIDECARS.flatMap(({ host }) => loadsOf(mesh, host)),
  };
  let clean = false;
  try {
    await delay(AROUND_MS);
    for (const [what, change] of CHANGES) {
      await t.test(what, async () => {
        await change(running);
        await delay(AROUND_MS);
      });
    }
    clean = true;
  } finally {
    await judge({ t, running, troubles, clean });
  }
});

async function judge(run: {
  t: TestContext;
  running: Running;
  troubles: readonly TroubleWatch[];
  clean: boolean;
}): Promise<void> {
  const results = await Promise.all(run.running.loads.map((load) => load.stop()));
  const troubles = await Promise.all(run.troubles.map((trouble) => trouble.stop()));
  for (const [index, result] of results.entries()) {
    run.t.diagnostic(
      `load ${index}: ${result.sent} requests in ${result.seconds.toFixed(1)} s, ${result.failures.length} failed`,
    );
  }
  if (!run.clean) return;
  for (const result of results) {
    assert.deepEqual(result.failures.slice(0, 10), []);
    assert.equal(result.ok, result.sent);
  }
  for (const { host } of SIDECARS) {
    const index = SIDECARS.findIndex((sidecar) => sidecar.host === host);
    const own = results.slice(index * 2, index * 2 + 2);
    const perSecond = own.reduce((sum, result) => sum + result.sent / result.seconds, 0);
    assert.ok(perSecond >= 200, `${perSecond.toFixed(0)} requests/s through host ${host}`);
    assert.deepEqual(troubles[index], { counted: {}, logged: [] });
  }
}

/** Through the edge and through egress; every target that the changes touch is among the paths. */
function loadsOf(mesh: LocalMesh, host: number): readonly Load[] {
  const address = mesh.net.address(host);
  const edge = [
    '/fetch/prices.equity/AAPL',
    '/resolve/prices.equity/AAPL',
    '/fetch/risk.cvar/x',
    '/fetch/risk.var/x',
    '/catalog',
    '/',
  ];
  return [
    startLoad({
      host: address,
      port: PORTS.edge,
      ratePerSecond: RATE / 2,
      requests: edge.map((path) => ({ path, authority: 'platform.example.com' })),
    }),
    startLoad({
      host: address,
      port: PORTS.egress,
      ratePerSecond: RATE / 2,
      requests: [
        { path: '/resolve/risk.cvar', authority: 'resolver.moniker.local' },
        { path: '/fetch/prices.fx/EURUSD', authority: 'adapters.moniker.local' },
        { path: '/fetch/credit.exposure/x', authority: 'adapters.moniker.local' },
      ],
    }),
  ];
}

function weights(shares: Readonly<Record<string, number>>): string {
  return json({ target: 'snowflake', weights: shares });
}

const CHANGES: readonly (readonly [string, (running: Running) => Promise<void>])[] = [
  ['a weight file changes', changeWeights],
  ['endpoints move', moveEndpoints],
  ['a version is added and weighted', addVersion],
  ['a version is removed', removeVersion],
  ['a version is weighted before it has endpoints', weightFirst],
  ['a bad edit is saved, and mended', badEdit],
  ['the catalog grows by 1,000 keys', growCatalog],
  ['the daemon is killed and started again', killDaemon],
  ['the catalog shrinks again and the weight file goes', shrinkAgain],
];

async function changeWeights({ mesh }: Running): Promise<void> {
  for (const v2 of [20, 50, 100, 0, 50]) {
    await mesh.publish(() => mesh.catalog.write(ROLLOUT, weights({ v1: 100 - v2, v2 })));
  }
}

/** A new process takes each one's place; the old one stops only once no sidecar has it any more. */
async function moveEndpoints({ mesh, plan }: Running): Promise<void> {
  const moves = [
    { target: 'snowflake', version: 'v1', host: 101, port: PORTS.adapter },
    { target: 'resolver', version: 'v1', host: 102, port: PORTS.app },
    { target: 'oracle', version: null, host: 103, port: PORTS.adapter },
  ];
  let endpoints = plan.endpoints;
  for (const { target, version, host, port } of moves) {
    const address = mesh.net.address(host);
    await mesh.startStub({ name: target, version, host: address, port });
    const moved: EndpointPlan = { address, port, ...(version === null ? {} : { version }) };
    const old = (endpoints[target] ?? []).filter(
      (endpoint) => version === null || endpoint.version === version,
    );
    const rest = (endpoints[target] ?? []).filter((endpoint) => !old.includes(endpoint));
    endpoints = { ...endpoints, [target]: [...rest, moved] };
    await mesh.publish(() => mesh.catalog.write('endpoints.yaml', json(endpoints)));
    for (const endpoint of old) await mesh.stopStub(endpoint);
  }
}

const V3 = { host: 111, port: PORTS.adapter };
const V4 = { host: 112, port: PORTS.adapter };

async function currentEndpoints(mesh: LocalMesh): Promise<Record<string, readonly EndpointPlan[]>> {
  return JSON.parse(await mesh.catalog.read('endpoints.yaml')) as Record<string, readonly EndpointPlan[]>;
}

async function addVersion({ mesh }: Running): Promise<void> {
  const address = mesh.net.address(V3.host);
  await mesh.startStub({ name: 'snowflake', version: 'v3', host: address, port: V3.port });
  const endpoints = await currentEndpoints(mesh);
  const more = {
    ...endpoints,
    snowflake: [...(endpoints['snowflake'] ?? []), { address, port: V3.port, version: 'v3' }],
  };
  await mesh.publish(() => mesh.catalog.write('endpoints.yaml', json(more)));
  await mesh.publish(() => mesh.catalog.write(ROLLOUT, weights({ v1: 40, v2: 40, v3: 20 })));
  await mesh.publish(() => mesh.catalog.write(ROLLOUT, weights({ v1: 0, v2: 0, v3: 100 })));
  await mesh.publish(() => mesh.catalog.write(ROLLOUT, weights({ v1: 40, v2: 40, v3: 20 })));
}

/** Both ways: with its weight still there, as when its machines are gone, and from the weight file afterwards. */
async function removeVersion({ mesh }: Running): Promise<void> {
  const endpoints = await currentEndpoints(mesh);
  const fewer = {
    ...endpoints,
    snowflake: (endpoints['snowflake'] ?? []).filter(({ version }) => version !== 'v3'),
  };
  await mesh.publish(() => mesh.catalog.write('endpoints.yaml', json(fewer)));
  await mesh.stopStub({ address: mesh.net.address(V3.host), port: V3.port });
  await mesh.publish(() => mesh.catalog.write(ROLLOUT, weights({ v1: 60, v2: 40 })));
}

/** Intent before facts, again and again: the weight takes effect only once the endpoints have arrived. */
async function weightFirst({ mesh }: Running): Promise<void> {
  const endpoints = await currentEndpoints(mesh);
  const address = mesh.net.address(V4.host);
  await mesh.startStub({ name: 'snowflake', version: 'v4', host: address, port: V4.port });
  const more = {
    ...endpoints,
    snowflake: [...(endpoints['snowflake'] ?? []), { address, port: V4.port, version: 'v4' }],
  };
  await mesh.publish(() => mesh.catalog.write(ROLLOUT, weights({ v1: 10, v2: 10, v4: 80 })));
  for (let round = 0; round < 5; round += 1) {
    await mesh.publish(() => mesh.catalog.write('endpoints.yaml', json(more)));
    await mesh.publish(() => mesh.catalog.write('endpoints.yaml', json(endpoints)));
  }
  await mesh.stopStub({ address, port: V4.port });
  await mesh.publish(() => mesh.catalog.write(ROLLOUT, weights({ v1: 60, v2: 40 })));
}

async function badEdit({ mesh, plan }: Running): Promise<void> {
  const good = await mesh.catalog.read('mesh.yaml');
  await mesh.catalog.write('mesh.yaml', json({ ...plan.mesh, services: { gateway: { app: { prot: 1 } } } }));
  await mesh.daemon.until('the bad mesh to be refused', (status) =>
    status.inputs.some((input) => input.file === 'mesh.yaml' && input.state === 'refused'),
  );
  await mesh.catalog.write(ROLLOUT, 'target: snowflake\nweights: [1, 2\n');
  await mesh.daemon.until('the bad weight file to be refused', (status) =>
    status.inputs.some((input) => input.file === ROLLOUT && input.state === 'refused'),
  );
  await mesh.catalog.write('mesh.yaml', good);
  await mesh.catalog.write(ROLLOUT, weights({ v1: 60, v2: 40 }));
  await mesh.daemon.until(
    'all to be well again',
    (status) => !status.degraded && allSynced(SIDECARS.length)(status),
  );
}

async function growCatalog({ mesh }: Running): Promise<void> {
  const types = ['snowflake', 'oracle', 'mssql', 'rest'];
  const more = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [
      `bulk.set${index}`,
      { domain: 'bulk', source_binding: { type: types[index % types.length] } },
    ]),
  );
  await mesh.publish(() => mesh.catalog.write('catalog.yaml', catalogOf({ ...SMALL_CATALOG, ...more })));
}

async function killDaemon({ mesh }: Running): Promise<void> {
  await mesh.daemon.stop('SIGKILL');
  await delay(1_000);
  await mesh.daemon.start();
  await mesh.daemon.until('both sidecars to be back', allSynced(SIDECARS.length), 60_000);
}

async function shrinkAgain({ mesh }: Running): Promise<void> {
  await mesh.catalog.write('catalog.yaml', catalogOf(SMALL_CATALOG));
  await mesh.daemon.until('so large a loss to be held', (status) =>
    status.inputs.some((input) => input.file === 'catalog.yaml' && input.state === 'held'),
  );
  await mesh.publish(async () => {
    assert.equal((await mesh.daemon.post('/accept')).status, 200);
  });
  await mesh.publish(() => mesh.catalog.remove(ROLLOUT));
}
