import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { LocalMesh } from '../../scripts/local-mesh/mesh.ts';
import { PORTS } from '../../scripts/local-mesh/plan.ts';
import { answeredBy, tally, throughEdge, throughEgress } from '../../scripts/local-mesh/requests.ts';
import { envoyForTests } from '../support/envoy.ts';
import { GATEWAY, startPlatform } from '../support/mesh.ts';

const envoy = await envoyForTests();
const ROLLOUT = 'rollouts/snowflake.yaml';
const PRICES = '/fetch/prices.equity/AAPL';
const AUTHORITY = 'platform.example.com';

async function save(mesh: LocalMesh, text: string): Promise<void> {
  await mesh.publish(() => mesh.catalog.write(ROLLOUT, text));
}

/** Five standard deviations: a right split misses them once in 1.7 million runs. */
function assertShare(seen: number, total: number, share: number): void {
  const slack = 5 * Math.sqrt(total * share * (1 - share));
  assert.ok(
    Math.abs(seen - total * share) <= slack,
    `${seen} of ${total}, wanted ${total * share} ± ${slack.toFixed(0)}`,
  );
}

function plain(count: number, path = PRICES): { path: string; authority: string }[] {
  return Array.from({ length: count }, () => ({ path, authority: AUTHORITY }));
}

async function byClient(mesh: LocalMesh, clients: readonly string[]): Promise<readonly string[]> {
  const requests = clients.map((client) => ({
    path: PRICES,
    authority: AUTHORITY,
    headers: { 'x-client-id': client },
  }));
  return answeredBy({ net: mesh.net, requests });
}

for (const variant of ['delta', 'sotw'] as const) {
  test(
    `weights, overrides and the moniker header, through a real Envoy over ${variant}`,
    { skip: envoy.skip },
    async (t) => {
      await weightsAndOverrides(
        t,
        await startPlatform(t, { envoy: envoy.binary, sidecars: [{ ...GATEWAY, variant }] }),
      );
    },
  );
}

async function weightsAndOverrides(t: TestContext, mesh: LocalMesh): Promise<void> {
  await t.test('without a weight file, all traffic is on stable', () => allOnStable(mesh));
  await t.test('95 / 5 over 2,000 requests', () => ninetyFiveToFive(mesh));
  await t.test('of a service at the edge and in egress alike', () => serviceSplit(mesh));
  await t.test('weights that do not sum to 100, and zeros', () => unevenWeights(mesh));
  await t.test('overrides: client, domain by key, domain by header, header; the first match wins', () =>
    overrides(mesh),
  );
  await t.test('sticky clients keep their side, also while the weights change', (sub) =>
    stickiness(sub, mesh),
  );
  await t.test('/resolve/batch goes to the resolver', () => batch(mesh));
  await t.test('a spoofed x-moniker-key has no effect and is never passed on', () => spoofed(mesh));
  await t.test('a broken catalog does not block the way back', () => wayBack(mesh));
}

async function allOnStable(mesh: LocalMesh): Promise<void> {
  const stubs = tally(await answeredBy({ net: mesh.net, requests: plain(200) }));
  assert.deepEqual([...stubs.keys()], ['snowflake/v1']);
}

async function ninetyFiveToFive(mesh: LocalMesh): Promise<void> {
  await save(mesh, 'target: snowflake\nweights: {v1: 95, v2: 5}\n');
  const stubs = tally(await answeredBy({ net: mesh.net, requests: plain(2000) }));
  assert.deepEqual([...stubs.keys()].sort(), ['snowflake/v1', 'snowflake/v2']);
  assertShare(stubs.get('snowflake/v2') ?? 0, 2000, 0.05);
}

async function serviceSplit(mesh: LocalMesh): Promise<void> {
  await mesh.publish(() =>
    mesh.catalog.write('rollouts/resolver.yaml', 'target: resolver\nweights: {v1: 70, v2: 30}\n'),
  );
  const atEdge = tally(
    await answeredBy({ net: mesh.net, requests: plain(1000, '/resolve/prices.equity/AAPL') }),
  );
  assertShare(atEdge.get('resolver/v2') ?? 0, 1000, 0.3);
  const requests = Array.from({ length: 1000 }, (_, index) => ({
    path: '/resolve/x',
    authority: index % 2 === 0 ? 'resolver.moniker.local' : `resolver:${PORTS.egress}`,
  }));
  const inEgress = tally(await answeredBy({ net: mesh.net, port: PORTS.egress, requests }));
  assertShare(inEgress.get('resolver/v2') ?? 0, 1000, 0.3);
  assert.equal((inEgress.get('resolver/v1') ?? 0) + (inEgress.get('resolver/v2') ?? 0), 1000);
}

async function unevenWeights(mesh: LocalMesh): Promise<void> {
  await save(mesh, 'target: snowflake\nweights: {v1: 2, v2: 1}\n');
  const thirds = tally(await answeredBy({ net: mesh.net, requests: plain(1500) }));
  assertShare(thirds.get('snowflake/v2') ?? 0, 1500, 1 / 3);
  await save(mesh, 'target: snowflake\nweights: {v1: 0, v2: 1}\n');
  assert.deepEqual(
    [...tally(await answeredBy({ net: mesh.net, requests: plain(200) })).keys()],
    ['snowflake/v2'],
  );
}

async function overrides(mesh: LocalMesh): Promise<void> {
  await save(
    mesh,
    `target: snowflake
weights: {v1: 100, v2: 0}
overrides:
  - {header: {name: x-canary, exact: "0"}, use: v1}
  - {clients: [risk-desk, qa-bot], use: v2}
  - {domains: [risk], use: v2}
  - {header: {name: x-canary, exact: "1"}, use: v2}
`,
  );
  const ask = async (path: string, headers: Record<string, string> = {}): Promise<string | null> =>
    (await throughEdge(mesh.net, { path, headers })).stub;
  assert.equal(await ask(PRICES), 'snowflake/v1');
  assert.equal(await ask(PRICES, { 'x-client-id': 'somebody' }), 'snowflake/v1');
  assert.equal(await ask(PRICES, { 'x-client-id': 'risk-desk' }), 'snowflake/v2');
  assert.equal(await ask(PRICES, { 'x-client-id': 'qa-bot' }), 'snowflake/v2');
  assert.equal(await ask(PRICES, { 'x-client-id': 'qa-bot-2' }), 'snowflake/v1', 'a client is matched whole');
  assert.equal(await ask('/fetch/risk.var/desk'), 'snowflake/v2', "by the key's domain");
  assert.equal(await ask(PRICES, { 'x-moniker-domain': 'risk' }), 'snowflake/v2', 'by the header');
  assert.equal(
    await ask('/fetch/risk.var/desk', { 'x-moniker-domain': 'prices' }),
    'snowflake/v2',
    'either is enough',
  );
  assert.equal(await ask(PRICES, { 'x-canary': '1' }), 'snowflake/v2');
  assert.equal(await ask(PRICES, { 'x-canary': '11' }), 'snowflake/v1');
  assert.equal(
    await ask(PRICES, { 'x-canary': '0', 'x-client-id': 'qa-bot' }),
    'snowflake/v1',
    'the first match wins',
  );
  assert.equal(
    await ask('/fetch/risk.cvar/x', { 'x-canary': '1' }),
    'oracle',
    'another target is not touched',
  );
}

async function stickiness(t: TestContext, mesh: LocalMesh): Promise<void> {
  const clients = Array.from({ length: 400 }, (_, index) => `client-${index}`);
  await save(mesh, 'target: snowflake\nweights: {v1: 95, v2: 5}\nsticky: true\n');
  const first = await byClient(mesh, clients);
  assertShare(first.filter((stub) => stub === 'snowflake/v2').length, 400, 0.05);
  for (let round = 0; round < 3; round += 1) assert.deepEqual(await byClient(mesh, clients), first);

  await save(mesh, 'target: snowflake\nweights: {v1: 90, v2: 10}\nsticky: true\n');
  const second = await byClient(mesh, clients);
  const moved = second.filter((stub, index) => stub !== first[index]);
  t.diagnostic(`${moved.length} of 400 clients moved from 95/5 to 90/10`);
  assert.deepEqual([...new Set(moved)], ['snowflake/v2'], 'only clients of v1 moved, and only to v2');
  assertShare(moved.length, 400, 0.05);
  assert.deepEqual(await byClient(mesh, clients), second);
}

async function batch(mesh: LocalMesh): Promise<void> {
  const request = {
    path: '/resolve/batch',
    method: 'POST',
    body: '{"monikers": ["risk.cvar/x"]}',
    headers: { 'content-type': 'application/json' },
  };
  for (const answer of [
    await throughEdge(mesh.net, request),
    await throughEgress(mesh.net, 'adapters.moniker.local', request),
  ]) {
    assert.equal(answer.status, 200);
    assert.match(answer.stub ?? '', /^resolver\//);
    assert.equal(answer.who?.method, 'POST');
    assert.equal(answer.who.path, '/resolve/batch');
  }
}

async function spoofed(mesh: LocalMesh): Promise<void> {
  const headers = { 'x-moniker-key': 'credit.exposure/' };
  const bound = await throughEdge(mesh.net, { path: '/fetch/risk.cvar/x', headers });
  assert.equal(bound.stub, 'oracle');
  assert.equal(bound.who?.headers['x-moniker-key'], undefined);
  for (const path of ['/fetch/no.such/thing', '/fetch/', '/fetch/%ff/x']) {
    const unbound = await throughEdge(mesh.net, { path, headers });
    assert.match(unbound.stub ?? '', /^resolver\//, path);
    assert.equal(unbound.who?.headers['x-moniker-key'], undefined);
  }
  const application = await throughEdge(mesh.net, { path: '/anything', headers });
  assert.equal(application.stub, 'gateway');
  assert.equal(application.who?.headers['x-moniker-key'], undefined);
}

/** The catalog is broken and a rollout goes wrong: the weight file alone brings the traffic back. */
async function wayBack(mesh: LocalMesh): Promise<void> {
  await save(mesh, 'target: snowflake\nweights: {v1: 0, v2: 100}\n');
  const catalog = await mesh.catalog.read('catalog.yaml');
  await mesh.catalog.write('catalog.yaml', 'prices.equity: {source_binding: [\n');
  await mesh.daemon.until('the broken catalog to be refused', ({ inputs }) =>
    inputs.some(({ file, state }) => file === 'catalog.yaml' && state === 'refused'),
  );
  assert.deepEqual(
    [...tally(await answeredBy({ net: mesh.net, requests: plain(50) })).keys()],
    ['snowflake/v2'],
  );
  await save(mesh, 'target: snowflake\nweights: {v1: 100, v2: 0}\n');
  assert.deepEqual(
    [...tally(await answeredBy({ net: mesh.net, requests: plain(50) })).keys()],
    ['snowflake/v1'],
  );
  await mesh.catalog.write('catalog.yaml', catalog);
  await mesh.daemon.until('nothing to be refused any more', ({ degraded }) => !degraded);
}
