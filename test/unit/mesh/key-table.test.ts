import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseCatalog } from '../../../src/catalog/parse.ts';
import type { Catalog } from '../../../src/catalog/model.ts';
import { adapterActions, domainActions, slotLookup } from '../../../src/mesh/key-actions.ts';
import { buildKeyTable, isCurrent, type KeyTable } from '../../../src/mesh/key-table.ts';
import type { CatalogRef, Hierarchy } from '../../../src/topology/model.ts';

function catalog(file: string, text: string): Catalog {
  const { model } = parseCatalog(file, text);
  assert.ok(model);
  return model;
}

function ref(file: string, hierarchy: Hierarchy): CatalogRef {
  return { file, hierarchy, at: { file: 'mesh.yaml', line: 1, column: 1 } };
}

function tableOf(hierarchy: Hierarchy, text: string): KeyTable {
  return buildKeyTable([catalog('a.yaml', text)], [ref('a.yaml', hierarchy)]);
}

function row(
  table: KeyTable,
  key: string,
): { parent: string | null; binding: string | null; domain: string | null } {
  const i = table.entries.findIndex((entry) => entry.key === key);
  const keyAt = (index: number | undefined): string | null => table.entries[index ?? -1]?.key ?? null;
  return {
    parent: keyAt(table.parent[i]),
    binding: keyAt(table.binding[i]),
    domain: table.domains[i] ?? null,
  };
}

const NESTED = `
a: {domain: top, source_binding: {type: oracle}}
a.b: {source_binding: {type: rest}}
a.b/c/d: {domain: low}
a.b.e: {status: draft, source_binding: {type: rest}}
`;

describe('the table of keys', () => {
  it('nests by slashes alone', () => {
    const table = tableOf('slash', NESTED);
    assert.deepEqual(row(table, 'a.b'), { parent: null, binding: 'a.b', domain: null });
    assert.deepEqual(row(table, 'a.b/c/d'), { parent: 'a.b', binding: 'a.b', domain: 'low' });
    assert.deepEqual(row(table, 'a.b.e'), { parent: null, binding: null, domain: null });
    assert.equal(table.boundKeys, 2);
  });

  it('nests by the dots of the first segment, too, where the catalog says so', () => {
    const table = tableOf('slash-and-dot', NESTED);
    assert.deepEqual(row(table, 'a.b'), { parent: 'a', binding: 'a.b', domain: 'top' });
    assert.deepEqual(row(table, 'a.b/c/d'), { parent: 'a.b', binding: 'a.b', domain: 'low' });
    assert.deepEqual(row(table, 'a.b.e'), { parent: 'a.b', binding: 'a.b', domain: 'top' });
  });

  it('skips the statuses that bind nothing, and no others', () => {
    const statuses = ['draft', 'pending_review', 'archived', 'deprecated', 'active', 'approved'];
    const table = tableOf(
      'slash',
      statuses.map((s) => `${s}: {status: ${s}, source_binding: {type: x}}\n`).join(''),
    );
    const bound = table.entries.filter((_, i) => table.binding[i] === i).map(({ key }) => key);
    assert.deepEqual(bound, ['active', 'approved', 'deprecated']);
  });

  it('takes a key of two catalogs from the later one, and remembers both', () => {
    const catalogs = [
      catalog('a.yaml', 'k: {source_binding: {type: x}}\n'),
      catalog('b.yaml', 'k: {domain: d}\n'),
    ];
    const table = buildKeyTable(catalogs, [ref('a.yaml', 'slash'), ref('b.yaml', 'slash')]);
    assert.deepEqual(row(table, 'k'), { parent: null, binding: null, domain: 'd' });
    assert.deepEqual(
      table.duplicates.map(({ key, file, earlierFile }) => [key, file, earlierFile]),
      [['k', 'b.yaml', 'a.yaml']],
    );
  });

  it('is current as long as the catalogs are the same objects and nest the same way', () => {
    const catalogs = [catalog('a.yaml', NESTED)];
    const table = buildKeyTable(catalogs, [ref('a.yaml', 'slash')]);
    assert.ok(isCurrent(table, catalogs, [ref('a.yaml', 'slash')]));
    assert.ok(!isCurrent(table, catalogs, [ref('a.yaml', 'slash-and-dot')]));
    assert.ok(!isCurrent(table, [catalog('a.yaml', NESTED)], [ref('a.yaml', 'slash')]));
  });
});

describe('what a route table has to name', () => {
  const table = tableOf(
    'slash',
    `
a: {domain: d1, source_binding: {type: Oracle}}
a/same: {domain: d1}
a/other: {domain: d2}
a/other/deep: {}
a/other/back: {domain: d3}
b: {source_binding: {type: none}}
b/x: {domain: d2}
c: {domain: d2}
c/d: {domain: d2}
`,
  );
  const slotOf = slotLookup(new Map([['d2', 4]]));

  it('is every binding key, and those where the override by domain changes', () => {
    const actions = [
      ...adapterActions(table, new Map([['oracle', 'oracle']]), new Map([['oracle', slotOf]])),
    ];
    assert.deepEqual(
      actions.map(({ key, boundKey, adapter, slot }) => [key, boundKey, adapter, slot]),
      [
        ['a', 'a', 'oracle', -1],
        ['a/other', 'a', 'oracle', 4],
        ['a/other/back', 'a', 'oracle', -1],
        ['b', 'b', null, -1],
      ],
    );
  });

  it('is, for a service, the keys where the override by domain changes', () => {
    const keys = (unboundOnly: boolean): unknown =>
      [...domainActions(table, slotOf, unboundOnly)].map(({ key, slot }) => [key, slot]);
    assert.deepEqual(keys(false), [
      ['a/other', 4],
      ['a/other/back', -1],
      ['b/x', 4],
      ['c', 4],
    ]);
    assert.deepEqual(keys(true), [['c', 4]]);
  });
});
