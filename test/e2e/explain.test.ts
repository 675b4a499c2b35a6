import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ServiceConfigResponse } from '../../src/api/model.ts';
import { parseCatalog } from '../../src/catalog/parse.ts';
import { compile } from '../../src/compile/compile.ts';
import type { CompileInputs } from '../../src/compile/model.ts';
import { parseEndpoints } from '../../src/endpoints/parse.ts';
import { createExplainer } from '../../src/explain/explain.ts';
import type { Explanation } from '../../src/explain/model.ts';
import { parseTopology } from '../../src/topology/parse.ts';
import { parseRollout } from '../../src/weights/parse.ts';
import type { CatalogFiles } from '../../scripts/local-mesh/catalog-dir.ts';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { getJson } from '../../scripts/local-mesh/http.ts';
import type { LocalMesh } from '../../scripts/local-mesh/mesh.ts';
import { catalogOf, json, platform } from '../../scripts/local-mesh/plan.ts';
import { throughEdge, throughEgress, type Answer } from '../../scripts/local-mesh/requests.ts';
import { envoyForTests } from '../support/envoy.ts';
import { GATEWAY, startPlatform } from '../support/mesh.ts';
import { randomMesh, randomRequest, type RandomMesh, type RandomRequest } from '../support/random-mesh.ts';

/*
 * `explain` reads the compiled resources as Envoy does. Whether it reads them alike is shown on random meshes and
 * requests: the key is the same, and the cluster that Envoy took has a share in the explanation.
 */

const envoy = await envoyForTests();
/** MONIKER_EXPLAIN_RUNS asks for more. */
const RUNS = Number(process.env['MONIKER_EXPLAIN_RUNS'] ?? '30');

function filesOf(mesh: LocalMesh, random: RandomMesh): CatalogFiles {
  const plan = platform(mesh.net);
  const topology = {
    ...plan.mesh,
    catalogs: [{ file: 'catalog.yaml', hierarchy: random.hierarchy }],
    monikers: { ...plan.mesh.monikers, withoutAdapter: random.withoutAdapter, debugHeader: true },
  };
  const rollouts = Object.entries(random.rollouts).flatMap(([target, rollout]) =>
    rollout === null ? [] : [[`rollouts/${target}.yaml`, json({ target, ...rollout })] as const],
  );
  return {
    'mesh.yaml': json(topology),
    'endpoints.yaml': json(plan.endpoints),
    'catalog.yaml': catalogOf(random.catalog),
    ...Object.fromEntries(rollouts),
  };
}

function modelOf<T>({
  model,
  diagnostics,
}: {
  readonly model: T | null;
  readonly diagnostics: readonly unknown[];
}): T {
  assert.ok(model !== null, JSON.stringify(diagnostics));
  return model;
}

function inputsOf(files: CatalogFiles): CompileInputs {
  const text = (file: string): string => files[file] ?? '';
  const rollouts = Object.keys(files)
    .filter((file) => file.startsWith('rollouts/'))
    .sort();
  return {
    topology: modelOf(parseTopology('mesh.yaml', text('mesh.yaml'))),
    catalogs: [modelOf(parseCatalog('catalog.yaml', text('catalog.yaml')))],
    rollouts: rollouts.map((file) => modelOf(parseRollout(file, text(file)))),
    endpoints: modelOf(parseEndpoints('endpoints.yaml', text('endpoints.yaml'))),
    knownVersions: new Map(),
  };
}

/** Saves the files and waits until the sidecar has what they compile to. */
async function publish(mesh: LocalMesh, files: CatalogFiles, version: string): Promise<void> {
  for (const file of ['rollouts/snowflake.yaml', 'rollouts/resolver.yaml']) {
    if (!(file in files)) await mesh.catalog.remove(file).catch(() => undefined);
  }
  for (const [file, text] of Object.entries(files)) await mesh.catalog.write(file, text);
  const { host, httpPort: port } = mesh.daemon.spec;
  await eventually({
    what: `version ${version} of the gateway's configuration`,
    detail: mesh.daemon.log,
    probe: async () => {
      const config = await getJson<ServiceConfigResponse>({ host, port, path: '/config/gateway' });
      const { sidecars } = await mesh.daemon.status();
      return config.version === version && sidecars.every(({ state }) => state === 'SYNCED') ? true : null;
    },
  });
}

async function ask(mesh: LocalMesh, { to, path, headers }: RandomRequest): Promise<Answer> {
  return to === 'edge'
    ? throughEdge(mesh.net, { path, headers })
    : throughEgress(mesh.net, to, { path, headers });
}

/** The stub's name is that of its cluster, but for the application behind the sidecar. */
function clusterOf(answer: Answer): string | null {
  return answer.stub === 'gateway' ? 'app' : answer.stub;
}

/** The key is named on the response; routes that are not a key's have a colon in their name. */
function keyOf(answer: Answer): string | null {
  const route = answer.headers['x-moniker-route'] ?? '';
  return route === '' || route.includes(':') ? null : route;
}

function compare(request: RandomRequest, explained: Explanation, answer: Answer): void {
  const told = `${JSON.stringify(request)}\nexplained ${JSON.stringify(explained)}\nEnvoy: ${answer.status} ${answer.stub ?? 'itself'} ${JSON.stringify(answer.headers)} ${answer.body}`;
  const shares = explained.clusters.reduce((sum, { share }) => sum + share, 0);
  if (answer.stub === null) {
    assert.equal(explained.response?.status, answer.status, told);
    assert.equal(shares, 0, told);
    if (explained.response.body !== '') assert.equal(answer.body, explained.response.body, told);
  } else {
    const taken = explained.clusters.find(({ name }) => name === clusterOf(answer));
    assert.ok(taken !== undefined && taken.share > 0, told);
    assert.ok(Math.abs(shares - 1) < 1e-9, told);
    assert.equal(explained.response, null, told);
  }
  // Envoy refuses some paths before it looks for a route; no key is named on those.
  if (answer.status !== 400) assert.equal(explained.key, keyOf(answer), told);
}

/** Chance may leave a rule out; this one meets them all. */
const EVERY_RULE: RandomMesh = {
  hierarchy: 'slash',
  withoutAdapter: 501,
  catalog: {
    t: { source_binding: { type: 'carrier-pigeon' } },
    'p.q': { domain: 'risk', source_binding: { type: 'snowflake' } },
    'p.s': { source_binding: { type: 'oracle' } },
  },
  rollouts: {
    snowflake: { weights: { v1: 95, v2: 5 }, overrides: [{ clients: ['qa-bot'], use: 'v2' }], sticky: true },
    resolver: null,
  },
};
const EVERY_REQUEST: RandomRequest[] = [
  { to: 'edge', path: '/fetch/t/a', headers: {} },
  { to: 'edge', path: '/fetch/p.q', headers: { 'x-client-id': 'qa-bot' } },
  { to: 'edge', path: '/fetch/p.q/x/v2', headers: { 'x-client-id': 'somebody' } },
  { to: 'edge', path: '/fetch/p.s', headers: {} },
  { to: 'edge', path: '/fetch/nobody', headers: {} },
  { to: 'resolver.moniker.local', path: '/health', headers: {} },
];

test('explain says what Envoy does', { skip: envoy.skip, timeout: 600_000 }, async (t) => {
  const mesh = await startPlatform(t, {
    envoy: envoy.binary,
    sidecars: [GATEWAY],
    serveArgs: ['--accept-large-changes', '--log-level', 'warn'],
  });
  const kinds = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      randomMesh,
      fc.array(randomRequest, { minLength: 15, maxLength: 25 }),
      async (random, requests) => {
        const files = filesOf(mesh, random);
        const inputs = inputsOf(files);
        const compiled = compile(inputs);
        assert.ok(compiled.publishable, JSON.stringify(compiled.diagnostics));
        const explain = createExplainer({ compiled, inputs, service: 'gateway' });
        assert.ok(explain !== null);
        const overrides = { bindAddress: null, inboundPort: null, egressPort: null, edgePort: null };
        await publish(mesh, files, compiled.group({ service: 'gateway', overrides })?.version ?? '');
        for (const request of requests) {
          const target = request.to === 'edge' ? request.path : `http://${request.to}${request.path}`;
          const headers = Object.entries(request.headers).map(([name, value]) => ({ name, value }));
          const explained = explain({ target, headers });
          compare(request, explained, await ask(mesh, request));
          const kind = explained.rule?.kind ?? 'none';
          kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
        }
      },
    ),
    { numRuns: RUNS, interruptAfterTimeLimit: 500_000, examples: [[EVERY_RULE, EVERY_REQUEST]] },
  );
  t.diagnostic(`rules met: ${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
  for (const kind of ['override', 'weights', 'stable', 'unbound', 'withoutAdapter', 'service']) {
    assert.ok((kinds.get(kind) ?? 0) > 0, `no request met the rule ${kind}`);
  }
});
