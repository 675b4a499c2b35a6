import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IsolatedView, StatusResponse } from '../../src/api/model.ts';
import type { LocalMesh } from '../../scripts/local-mesh/mesh.ts';
import { catalogOf, HOSTS, json, PORTS, SMALL_CATALOG } from '../../scripts/local-mesh/plan.ts';
import type { Plan } from '../../scripts/local-mesh/plan.ts';
import { throughEgress } from '../../scripts/local-mesh/requests.ts';
import { envoyForTests } from '../support/envoy.ts';
import { GATEWAY, startPlatform } from '../support/mesh.ts';

const envoy = await envoyForTests();
/** Our files' rules allow it, and no protobuf duration can hold it: a thousand years. */
const NO_DURATION = '9000000h';

interface Fixture {
  readonly mesh: LocalMesh;
  /** Writes mesh.yaml with other adapters, and what else is given, beside those of the plan. */
  readonly edit: (adapters: object, rest?: object) => Promise<void>;
  /** Who answers for a key, or the status where nobody does. */
  readonly ask: (path: string) => Promise<string | number>;
}

async function start(
  t: Parameters<typeof startPlatform>[0],
  serveArgs: readonly string[],
  rest: object,
): Promise<Fixture> {
  const plans: Plan[] = [];
  const mesh = await startPlatform(t, {
    envoy: envoy.binary,
    sidecars: [GATEWAY],
    serveArgs,
    plan: (plan) => {
      plans.push(plan);
      return { ...plan, mesh: { ...plan.mesh, ...rest } };
    },
  });
  const edit: Fixture['edit'] = async (adapters, more = {}) => {
    const own = plans[0]?.mesh;
    assert.ok(own);
    await mesh.catalog.write(
      'mesh.yaml',
      json({ ...own, ...rest, ...more, adapters: { ...own.adapters, ...adapters } }),
    );
  };
  const ask: Fixture['ask'] = async (path) => {
    const { stub, status } = await throughEgress(mesh.net, 'adapters.moniker.local', { path });
    return stub ?? status;
  };
  return { mesh, edit, ask };
}

/** The line of mesh.yaml on which an adapter begins. */
async function lineOf(mesh: LocalMesh, adapter: string): Promise<string> {
  const text = await mesh.catalog.read('mesh.yaml');
  const lines = text.split('\n');
  return `mesh.yaml:${lines.findIndex((line) => line.includes(`"${adapter}": {`)) + 1}`;
}

const places = (origins: readonly { readonly file: string; readonly line: number }[] = []): string[] =>
  origins.map(({ file, line }) => `${file}:${line}`);

/** Of the service whose sidecar there is. */
const isolatedOf = ({ delivery }: StatusResponse): readonly IsolatedView[] =>
  (delivery.isolated ?? []).filter(({ service }) => service === 'gateway');

const settled = ({ sidecars, delivery }: StatusResponse): boolean =>
  delivery.checking === 0 && delivery.waves.length === 0 && sidecars.every(({ state }) => state === 'SYNCED');

const rejections = async (mesh: LocalMesh): Promise<number> => {
  const stats = await mesh.sidecar(HOSTS.gateway).stats('update_rejected');
  return [...stats.values()].reduce((sum, count) => sum + count, 0);
};

test(
  'what Envoy rejects is found before any sidecar is given it, and held back',
  { skip: envoy.skip, timeout: 120_000 },
  async (t) => {
    const { mesh, edit, ask } = await start(t, ['--validate-with-envoy', envoy.binary], {});
    assert.equal(await ask('/fetch/risk.cvar/x'), 'oracle');

    await edit({ oracle: { sourceTypes: ['oracle'], connectTimeout: NO_DURATION } });
    const held = await mesh.daemon.until('the rejection', ({ delivery }) => delivery.held.length > 0);
    const [view] = held.delivery.held;
    assert.equal(view?.reason, 'invalid');
    assert.equal(view.type, 'cds');
    assert.deepEqual(view.resources, ['oracle']);
    assert.match(view.error ?? '', /Duration out-of-range/);
    const [place] = places(view.origins);
    assert.equal(place, await lineOf(mesh, 'oracle'));
    const told = held.diagnostics.find(({ code }) => code === 'MCP1905');
    assert.equal(`${told?.file}:${told?.line}`, place);
    assert.ok(held.degraded);

    // Endpoints and weights go on meanwhile.
    await mesh.catalog.write('rollouts/resolver.yaml', 'target: resolver\nweights: {v1: 0, v2: 100}\n');
    const address = mesh.net.address(HOSTS.snowflakeV1);
    const endpoints = JSON.parse(await mesh.catalog.read('endpoints.yaml')) as Record<string, object[]>;
    const moved = { ...endpoints, mssql: [{ address, port: PORTS.adapter }] };
    await mesh.catalog.write('endpoints.yaml', json(moved));
    await mesh.daemon.until('the endpoints', settled);
    for (;;) if ((await ask('/fetch/credit.exposure/x')) === 'snowflake/v1') break;
    assert.equal(await ask('/fetch/risk.cvar/x'), 'oracle');
    assert.equal(await rejections(mesh), 0);

    await edit({ oracle: { sourceTypes: ['oracle'], connectTimeout: '2s' } });
    const fixed = await mesh.daemon.until(
      'the fix',
      (status) => status.delivery.held.length === 0 && settled(status),
    );
    assert.deepEqual(
      fixed.diagnostics.filter(({ code }) => code.startsWith('MCP19')),
      [],
    );
    assert.equal(await rejections(mesh), 0);
  },
);

test(
  'where mesh.yaml allows it the rest is published, and what is rejected keeps its last good form or answers 503',
  { skip: envoy.skip, timeout: 120_000 },
  async (t) => {
    const { mesh, edit, ask } = await start(t, ['--validate-with-envoy', envoy.binary], {
      onRejected: 'isolate',
    });
    // An action, a cluster, and an adapter that never had a good form; and a change that is good.
    await edit({
      oracle: { sourceTypes: ['oracle'], requestTimeout: NO_DURATION },
      mssql: { sourceTypes: ['mssql'], connectTimeout: NO_DURATION },
      files: { sourceTypes: ['static'] },
      late: { sourceTypes: ['excel'], connectTimeout: NO_DURATION },
    });
    const bound = (type: string): object => ({ domain: 'x', source_binding: { type } });
    const keys = { ...SMALL_CATALOG, 'new.key': bound('rest'), 'new.sheet': bound('excel') };
    await mesh.catalog.write('catalog.yaml', catalogOf(keys));
    const status = await mesh.daemon.until(
      'the isolation',
      (now) => isolatedOf(now).length === 4 && settled(now),
    );
    assert.deepEqual(status.delivery.held, []);
    const facts = isolatedOf(status).map(({ type, resource, serves, entries, origins }) => ({
      what: `${type} ${resource}: ${serves}`,
      entries,
      at: places(origins).filter((place) => place.startsWith('mesh.yaml'))[0],
    }));
    const at = async (adapter: string): Promise<string> => lineOf(mesh, adapter);
    assert.deepEqual(
      facts.sort((a, b) => (a.what < b.what ? -1 : 1)),
      [
        { what: 'cds late: 503', entries: [], at: await at('late') },
        { what: 'cds mssql: last good', entries: [], at: await at('mssql') },
        { what: 'rds gateway/edge: last good', entries: ['risk.cvar'], at: await at('oracle') },
        { what: 'rds gateway/egress: last good', entries: ['risk.cvar'], at: await at('oracle') },
      ],
    );
    assert.ok(status.diagnostics.some(({ code }) => code === 'MCP1906'));
    assert.equal(await ask('/fetch/risk.cvar/x'), 'oracle');
    assert.equal(await ask('/fetch/credit.exposure/x'), 'mssql');
    assert.equal(await ask('/fetch/new.key/x'), 'rest-proxy');
    assert.equal(await ask('/fetch/new.sheet/x'), 503);
    assert.equal(await rejections(mesh), 0);

    await edit({ late: { sourceTypes: ['late'] } });
    await mesh.daemon.until('the fix', (status) => isolatedOf(status).length === 0 && settled(status));
    assert.equal(await ask('/fetch/new.sheet/x'), 'files');
  },
);

test(
  'what a sidecar rejects is isolated after its verdict, without an Envoy that is asked before',
  { skip: envoy.skip, timeout: 120_000 },
  async (t) => {
    const { mesh, edit, ask } = await start(t, [], { onRejected: 'isolate' });
    await edit(
      { oracle: { sourceTypes: ['oracle'], connectTimeout: NO_DURATION } },
      { namespace: 'other.local' },
    );
    const isolated = await mesh.daemon.until(
      'the isolation',
      (status) => isolatedOf(status).length === 1 && status.delivery.held.length === 0 && settled(status),
    );
    const [view] = isolatedOf(isolated);
    assert.ok(view);
    assert.equal(`${view.service} ${view.type} ${view.resource}`, 'gateway cds oracle');
    assert.equal(view.serves, 'last good');
    assert.equal(view.by.length, 1);
    assert.equal(places(view.origins)[0], await lineOf(mesh, 'oracle'));
    assert.equal(await rejections(mesh), 1);
    // The rest of the edit is there.
    const path = '/fetch/risk.cvar/x';
    assert.equal((await throughEgress(mesh.net, 'adapters.other.local', { path })).stub, 'oracle');
    assert.equal((await throughEgress(mesh.net, 'adapters.moniker.local', { path })).status, 404);

    const answer = await mesh.daemon.post('/release');
    assert.deepEqual(JSON.parse(answer.body), { released: ['gateway', 'resolver'] });
    await mesh.daemon.until(
      'another verdict',
      (status) => isolatedOf(status).length === 1 && settled(status),
    );
    assert.equal(await rejections(mesh), 2);
    await edit({});
    await mesh.daemon.until('the fix', (status) => isolatedOf(status).length === 0 && settled(status));
    assert.equal(await ask(path), 'oracle');
  },
);
