import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { snapshotProblems } from '../../../src/snapshot/check.ts';
import type { GroupSnapshot, Resource } from '../../../src/snapshot/model.ts';
import { resource, resourceSet, snapshotOf } from '../../support/xds/mesh.ts';

const WHOLE = snapshotOf({
  targets: { a: { v1: 9_000, v2: 1_000 }, b: { v1: 10_000 } },
  listeners: { one: 'a', two: 'b' },
});

function change(type: keyof GroupSnapshot['sets'], edit: (all: Resource[]) => Resource[]): GroupSnapshot {
  const set = resourceSet(edit([...WHOLE.sets[type].byName.values()]));
  return { ...WHOLE, sets: { ...WHOLE.sets, [type]: set } };
}
const messages = (snapshot: GroupSnapshot): string[] =>
  snapshotProblems(snapshot).map(({ message }) => message);

describe('the reference check of a snapshot', () => {
  it('finds nothing in a whole one', () => {
    assert.deepEqual(snapshotProblems(WHOLE), []);
  });

  it('finds whatever is taken away', () => {
    const all = (['rds', 'cds', 'eds'] as const).flatMap((type) =>
      [...WHOLE.sets[type].byName.keys()].map((name) => ({ type, name })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...all), ({ type, name }) => {
        const without = change(type, (resources) => resources.filter((one) => one.name !== name));
        const found = messages(without);
        assert.ok(found.length > 0, `${type} ${name} is not missed`);
        assert.ok(found.every((message) => message.includes(name)));
      }),
    );
  });

  it('follows routes, clusters, assignments, secrets and filters', () => {
    const listener = resource('lds', 'three', {
      references: {
        routes: ['no-routes'],
        clusters: ['no-cluster'],
        secrets: ['no-secret'],
        filters: ['no-filter'],
      },
    });
    assert.deepEqual(messages(change('lds', (all) => [...all, listener])), [
      'the listener three names the cluster no-cluster, which is not there',
      'the listener three names the route configuration no-routes, which is not there',
      'the listener three names the secret no-secret, which is not there',
      'the listener three names the filter configuration no-filter, which is not there',
    ]);
  });

  it('never minds an empty load assignment', () => {
    const empty = (all: Resource[]): Resource[] =>
      all.map((one) => resource('eds', one.name, { references: { empty: true } }));
    assert.deepEqual(snapshotProblems(change('eds', empty)), []);
  });

  it('wants names and aliases to be one resource’s own', () => {
    const set = { version: 'v', byName: new Map([['other', resource('cds', 'name')]]) };
    const problems = snapshotProblems({ ...WHOLE, splits: [], sets: { ...WHOLE.sets, cds: set } });
    assert.ok(problems.some(({ kind, name }) => kind === 'name' && name === 'name'));
    const host = (name: string): Resource => ({
      ...resource('cds', name),
      type: 'vhds',
      aliases: ['routes/example.com'],
    });
    const vhds = resourceSet([host('routes/x'), host('routes/y')]);
    assert.deepEqual(messages({ ...WHOLE, extra: { vhds } }), [
      'the virtual host routes/y has the name routes/example.com of another',
    ]);
  });

  it('wants weights that sum to 10,000, for each cluster of a split', () => {
    const [first, ...rest] = WHOLE.splits;
    assert.ok(first);
    const half = { ...first, weights: first.weights.slice(0, 1) };
    assert.deepEqual(messages({ ...WHOLE, splits: [half, ...rest] }), [
      'the route configuration routes/a names the weight of a/v2, which is not there',
      'the weights of a sum to 9000 and not to 10000',
    ]);
    assert.deepEqual(messages({ ...WHOLE, splits: rest }), [
      'the route configuration routes/a names the split a, which is not there',
      'the route configuration routes/a names the weight of a/v1, which is not there',
      'the route configuration routes/a names the weight of a/v2, which is not there',
    ]);
  });
});
