import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { load as parseYaml } from 'js-yaml';
import type { LocalMesh } from '../../scripts/local-mesh/mesh.ts';
import { json, platform, type Plan } from '../../scripts/local-mesh/plan.ts';
import { throughEdge, throughEgress, type Answer } from '../../scripts/local-mesh/requests.ts';
import { envoyForTests } from '../support/envoy.ts';
import { GATEWAY, startPlatform } from '../support/mesh.ts';

/*
 * Request paths as Open Moniker's own resolvers answered them, sent byte for byte through a real Envoy. Routing
 * follows the current Python resolver where keys nest by `/`, and the Go resolver where they nest by `.` too.
 */

const shared = process.env['MONIKER_SHARED'];
const envoy = await envoyForTests();
const skip = shared === undefined ? 'MONIKER_SHARED is not set' : envoy.skip;

type Hierarchy = 'slash' | 'slash-and-dot';

interface Case {
  readonly path: string;
  readonly status: number;
  readonly key: string;
  readonly sourceType: string;
}

interface Entry {
  readonly status?: string;
  readonly successor?: string;
  readonly source_binding?: { readonly type: string };
}

interface Cases {
  readonly catalogText: string;
  readonly catalog: Readonly<Record<string, Entry>>;
  readonly rows: Readonly<Record<Hierarchy, readonly Case[]>>;
}

async function readCases(folder: string): Promise<Cases> {
  const catalogText = await readFile(join(folder, 'open-moniker', 'resolution-catalog.yaml'), 'utf8');
  const table = await readFile(join(folder, 'open-moniker', 'resolution-cases.tsv'), 'utf8');
  const rows = table
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));
  const answersOf = (first: number): readonly Case[] =>
    rows.map((row) => ({
      path: row[0] ?? '',
      status: Number(row[first]),
      key: row[first + 1] ?? '',
      sourceType: row[first + 2] ?? '',
    }));
  const catalog = parseYaml(catalogText) as Cases['catalog'];
  return { catalogText, catalog, rows: { 'slash-and-dot': answersOf(1), slash: answersOf(4) } };
}

/** Routing goes by the binding of the key that was asked for; a resolver may answer with its successor's. */
function beforeSuccessor(row: Case, catalog: Cases['catalog']): Case {
  if (row.status !== 200) return row;
  const asked = Object.entries(catalog).find(
    ([key, entry]) =>
      `${entry.successor ?? ''}/`.startsWith(`${row.key}/`) &&
      (row.path === `/resolve/${key}` || row.path.startsWith(`/resolve/${key}/`)),
  );
  const type = asked?.[1].source_binding?.type;
  return asked === undefined || type === undefined ? row : { ...row, key: asked[0], sourceType: type };
}

function adapterOf(plan: Plan, sourceType: string): string {
  for (const [name, adapter] of Object.entries(plan.mesh.adapters)) {
    if ((adapter as { sourceTypes: readonly string[] }).sourceTypes.includes(sourceType.toLowerCase()))
      return name;
  }
  throw new Error(`no adapter for ${sourceType}`);
}

function verdict(row: Case, answer: Answer, plan: Plan): string | null {
  const got = `${answer.status} from ${answer.stub ?? 'Envoy'}, key ${answer.headers['x-moniker-route'] ?? '-'}`;
  const target = answer.stub?.split('/')[0];
  if (row.status === 200) {
    const wanted = adapterOf(plan, row.sourceType);
    return target === wanted && answer.headers['x-moniker-route'] === row.key
      ? null
      : `${row.path}: wanted ${wanted}, key ${row.key}; got ${got}`;
  }
  if (row.status === 404)
    return target === 'resolver' ? null : `${row.path}: wanted the resolver; got ${got}`;
  // What a resolver refuses may reach anyone who can refuse it, but never nobody.
  return target === undefined ? `${row.path}: nobody answered; got ${got}` : null;
}

interface Way {
  readonly name: string;
  readonly ask: (mesh: LocalMesh, path: string) => Promise<Answer>;
}

const WAYS: readonly Way[] = [
  {
    name: 'the egress listener',
    ask: (mesh, path) => throughEgress(mesh.net, 'adapters.moniker.local', { path }),
  },
  // At the edge, /resolve/ itself belongs to the resolver; the grammar is the same for every verb.
  {
    name: 'the edge',
    ask: (mesh, path) => throughEdge(mesh.net, { path: path.replace(/^\/resolve\//, '/fetch/') }),
  },
];

test('monikers go where the resolvers say', { skip }, async (t) => {
  const cases = await readCases(shared ?? '');
  const mesh = await startPlatform(t, {
    envoy: envoy.binary,
    files: { 'catalog.yaml': cases.catalogText },
    sidecars: [GATEWAY],
  });
  const plan = platform(mesh.net);
  // Rows in which a resolver has followed a successor; which ones differs, how many does not.
  const successors = 2;
  for (const hierarchy of ['slash', 'slash-and-dot'] as const) {
    const rows = cases.rows[hierarchy].map((row) => beforeSuccessor(row, cases.catalog));
    assert.equal(rows.filter((row, index) => row !== cases.rows[hierarchy][index]).length, successors);
    assert.ok(rows.filter((row) => row.status === 200 || row.status === 404).length > 80);
    if (hierarchy !== 'slash') {
      const changed = { ...plan.mesh, catalogs: [{ file: 'catalog.yaml', hierarchy }] };
      await mesh.publish(() => mesh.catalog.write('mesh.yaml', json(changed)));
    }
    for (const way of WAYS) {
      await t.test(`hierarchy ${hierarchy}, through ${way.name}`, async () => {
        const wrong: string[] = [];
        for (const row of rows) {
          const found = verdict(row, await way.ask(mesh, row.path), plan);
          if (found !== null) wrong.push(found);
        }
        assert.deepEqual(wrong, []);
      });
    }
  }
});
