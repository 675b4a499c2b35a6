import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseCatalog } from '../../../src/catalog/parse.ts';
import { compile } from '../../../src/compile/compile.ts';
import type { CompileInputs } from '../../../src/compile/model.ts';
import { parseEndpoints } from '../../../src/endpoints/parse.ts';
import { createExplainer, explain, type Explainer } from '../../../src/explain/explain.ts';
import { formatExplanation } from '../../../src/explain/format.ts';
import { parseHeader } from '../../../src/explain/headers.ts';
import type { Explanation } from '../../../src/explain/model.ts';
import { variantName } from '../../../src/snapshot/variants.ts';
import { parseTopology } from '../../../src/topology/parse.ts';
import { parseRollout } from '../../../src/weights/parse.ts';
import type { Parsed } from '../../../src/yaml/parsed.ts';

const MESH = `mesh: m
namespace: moniker.local
catalogs: [{file: c.yaml, hierarchy: HIERARCHY}]
services:
  gateway: {app: {port: 8080, protocol: http}, calls: [resolver], callsAdapters: true}
  resolver: {app: {port: 8080, protocol: http}, calls: [], callsAdapters: true, stable: v1}
edge:
  service: gateway
  listener: 0.0.0.0:8000
  routes:
    - {prefix: /fetch/, to: adapters}
    - {prefix: /resolve/, to: resolver}
    - {prefix: /app/, to: gateway}
adapters:
  oracle: {sourceTypes: [oracle]}
  snowflake: {sourceTypes: [snowflake], stable: v1}
monikers:
  unbound: {gateway: resolver, others: 404}
  withoutAdapter: 501
`;

const CATALOG = `risk:
  domain: risk
risk.cvar:
  domain: risk
  source_binding: {type: Oracle}
prices.equity:
  source_binding: {type: snowflake}
old.key:
  status: archived
  source_binding: {type: oracle}
feed:
  status: draft
market:
  source_binding: {type: bloomberg}
`;

const ENDPOINTS = `resolver: [{address: 10.0.0.1, port: 1, version: v1}, {address: 10.0.0.2, port: 1, version: v2}]
gateway: [{address: 10.0.0.3, port: 1}]
oracle: [{address: 10.0.0.4, port: 1}]
snowflake: [{address: 10.0.0.5, port: 1, version: v1}, {address: 10.0.0.6, port: 1, version: v2}]
`;

const ROLLOUT = `target: snowflake
weights: {v1: 1, v2: 3}
overrides:
  - {clients: [qa-bot, risk-desk], use: v1}
  - {header: {name: x-canary, exact: "1"}, use: v2}
`;

function modelOf<T>({ model, diagnostics }: Parsed<T>): T {
  assert.ok(model !== null, JSON.stringify(diagnostics));
  return model;
}

function inputs({
  hierarchy = 'slash',
  catalog = CATALOG,
  groups = '',
}: { hierarchy?: string; catalog?: string; groups?: string } = {}): CompileInputs {
  return {
    topology: modelOf(parseTopology('mesh.yaml', `${MESH.replace('HIERARCHY', hierarchy)}${groups}`)),
    catalogs: [modelOf(parseCatalog('c.yaml', catalog))],
    rollouts: [modelOf(parseRollout('rollouts/s.yaml', ROLLOUT))],
    endpoints: modelOf(parseEndpoints('endpoints.yaml', ENDPOINTS)),
    knownVersions: new Map(),
  };
}

function explainerFor(service: string, made: CompileInputs): Explainer {
  const explainer = createExplainer({ compiled: compile(made), inputs: made, service });
  assert.ok(explainer !== null);
  return explainer;
}

function ask(explainer: Explainer, target: string, ...headers: readonly string[]): Explanation {
  return explainer({ target, headers: headers.map(parseHeader).filter((header) => header !== null) });
}

const gateway = explainerFor('gateway', inputs());
const resolver = explainerFor('resolver', inputs());

describe('explain', () => {
  it('follows a bound key to its adapter, with everything that decided', () => {
    assert.deepEqual(ask(gateway, '/fetch/ns@risk.cvar/x/v2?a=1'), {
      path: '/fetch/ns@risk.cvar/x/v2?a=1',
      key: 'risk.cvar',
      catalogStatus: 'active',
      domain: 'risk',
      sourceType: 'Oracle',
      adapter: 'oracle',
      rule: { kind: 'service', file: 'mesh.yaml', line: 15 },
      response: null,
      clusters: [{ name: 'oracle', share: 1 }],
    });
  });

  it('shares by the weight file', () => {
    const { rule, clusters } = ask(gateway, '/fetch/prices.equity/AAPL');
    assert.deepEqual(rule, { kind: 'weights', file: 'rollouts/s.yaml', line: 2 });
    assert.deepEqual(clusters, [
      { name: 'snowflake/v1', share: 0.25 },
      { name: 'snowflake/v2', share: 0.75 },
    ]);
  });

  it('names the group that pins the version', () => {
    const groups =
      'groups:\n  - {name: canary, match: {labels: {tier: canary}}, versions: {snowflake: v2}}\n';
    const made = inputs({ groups });
    const explainer = createExplainer({
      compiled: compile(made),
      inputs: made,
      service: 'gateway',
      variant: variantName({ rule: 'canary', zone: null }),
    });
    assert.ok(explainer !== null);
    const explanation = ask(explainer, '/fetch/prices.equity/AAPL');
    assert.deepEqual(
      explanation.clusters.filter(({ share }) => share > 0),
      [{ name: 'snowflake/v2', share: 1 }],
    );
    assert.deepEqual(explanation.rule, { name: 'canary', kind: 'group', file: 'mesh.yaml', line: 21 });
    assert.match(
      formatExplanation(explanation),
      /because +the group "canary" of mesh\.yaml pins the version \(mesh\.yaml:21\)/,
    );
  });

  it('takes the first override that matches, and names its line', () => {
    const byClient = ask(gateway, '/fetch/prices.equity/AAPL', 'X-Client-Id: risk-desk', 'x-canary: 1');
    assert.deepEqual(byClient.rule, { kind: 'override', file: 'rollouts/s.yaml', line: 4 });
    assert.deepEqual(byClient.clusters, [{ name: 'snowflake/v1', share: 1 }]);
    const byHeader = ask(gateway, '/fetch/prices.equity/AAPL', 'x-client-id: other', 'x-canary: 1');
    assert.deepEqual(byHeader.rule, { kind: 'override', file: 'rollouts/s.yaml', line: 5 });
    assert.equal(ask(gateway, '/fetch/prices.equity/AAPL', 'x-canary: 2').rule?.kind, 'weights');
  });

  it('gives what no key binds to the unbound rule of the service', () => {
    const { rule, clusters, response, key } = ask(gateway, '/fetch/nope/x');
    assert.equal(key, null);
    assert.deepEqual(rule, { kind: 'unbound', file: 'mesh.yaml', line: 18 });
    assert.equal(response, null);
    assert.deepEqual(clusters[0], { name: 'resolver/v1', share: 1 });
    const other = ask(resolver, '/fetch/nope/x');
    assert.equal(other.rule?.kind, 'unbound');
    assert.equal(other.response?.status, 404);
    assert.deepEqual(other.clusters, []);
  });

  it('tells the status of the key that would have bound', () => {
    const { key, catalogStatus, rule } = ask(gateway, '/fetch/old.key/x');
    assert.deepEqual([key, catalogStatus, rule?.kind], [null, 'archived', 'unbound']);
  });

  it('answers for a source type without an adapter, and names the key', () => {
    const { key, rule, response, clusters, sourceType } = ask(gateway, '/fetch/market/x');
    assert.deepEqual(
      [key, sourceType, rule],
      ['market', 'bloomberg', { kind: 'withoutAdapter', file: 'c.yaml', line: 13 }],
    );
    assert.equal(response?.status, 501);
    assert.match(response.body, /"key":"market","sourceType":"bloomberg"/);
    assert.deepEqual(clusters, []);
  });

  it('routes URLs by their host, with or without a port, as the egress does', () => {
    for (const url of ['http://resolver.moniker.local/x', 'http://RESOLVER:80/x', 'http://resolver']) {
      const { rule, clusters } = ask(gateway, url);
      assert.deepEqual(rule, { kind: 'stable', file: 'mesh.yaml', line: 6 });
      assert.deepEqual(clusters[0], { name: 'resolver/v1', share: 1 });
    }
    assert.equal(ask(gateway, 'http://nobody.moniker.local/x').response?.status, 404);
    assert.equal(ask(gateway, 'http://adapters.moniker.local/fetch/risk.cvar/x').key, 'risk.cvar');
  });

  it('follows the edge by the longest prefix', () => {
    assert.equal(ask(gateway, '/resolve/risk.cvar/x').clusters[0]?.name, 'resolver/v1');
    assert.equal(ask(gateway, '/resolve/risk.cvar/x').domain, 'risk');
    assert.deepEqual(ask(gateway, '/app/x').clusters, [{ name: 'app', share: 1 }]);
    assert.deepEqual(ask(gateway, '/app/x').rule, { kind: 'service', file: 'mesh.yaml', line: 13 });
    assert.equal(ask(gateway, '/other').response?.status, 404);
    assert.equal(ask(gateway, '/other').rule, null);
  });

  it('answers for every malformed path, and never believes a client that brings the key', () => {
    for (const target of ['', 'x', '/fetch/%00', '/fetch/a b', '/fetch/é', '*', '/a#b']) {
      assert.deepEqual([target, ask(gateway, target).response?.status], [target, 400]);
    }
    assert.equal(ask(gateway, '/fetch//', 'x-moniker-key: risk.cvar/').rule?.kind, 'unbound');
  });

  it('knows no service without a sidecar', () => {
    const made = inputs();
    assert.equal(
      explain({ compiled: compile(made), inputs: made, service: 'nope', target: '/', headers: [] }),
      null,
    );
  });

  it('prints lines for a person', () => {
    const text = formatExplanation(ask(gateway, '/fetch/prices.equity/AAPL'));
    assert.match(text, /goes to +snowflake\/v2 +75 %/);
    assert.match(text, /key +prices\.equity \(snowflake, active\)/);
    assert.match(text, /because .*\(rollouts\/s\.yaml:2\)/);
    assert.match(formatExplanation(ask(gateway, '/fetch/%00')), /Envoy refuses such a path/);
  });
});

const shared = process.env['MONIKER_SHARED'];

describe(
  "explain on what Open Moniker's resolvers answer",
  { skip: shared === undefined && 'MONIKER_SHARED is not set' },
  () => {
    const folder = join(shared ?? fileURLToPath(new URL('.', import.meta.url)), 'open-moniker');
    for (const [hierarchy, status, column] of [
      ['slash-and-dot', 1, 2],
      ['slash', 4, 5],
    ] as const) {
      it(hierarchy, () => {
        const catalog = readFileSync(join(folder, 'resolution-catalog.yaml'), 'utf8');
        const explainer = explainerFor('gateway', inputs({ hierarchy, catalog }));
        const rows = readFileSync(join(folder, 'resolution-cases.tsv'), 'utf8')
          .trimEnd()
          .split('\n')
          .slice(1);
        let compared = 0;
        for (const row of rows) {
          const cells = row.split('\t');
          const path = (cells[0] ?? '').replace(/^\/resolve\//, '/fetch/');
          const explanation = ask(explainer, path);
          // A deprecated key's successor is followed by the resolver, not by the routes.
          const isSuccessor = path.startsWith('/fetch/zz.dep');
          if (isSuccessor || (cells[status] !== '200' && cells[status] !== '404')) continue;
          assert.equal(explanation.key ?? '', cells[column] ?? '', path);
          compared++;
        }
        assert.ok(compared > 80, `${compared} rows compared`);
      });
    }
  },
);
