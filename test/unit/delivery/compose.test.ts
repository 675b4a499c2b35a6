import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createComposer } from '../../../src/delivery/compose.ts';
import type { GroupSnapshot } from '../../../src/snapshot/model.ts';
import { resource, resourceSet, snapshotOf } from '../../support/xds/mesh.ts';

type Weights = Readonly<Record<string, number>>;

const mesh = (weights: Weights, { routes = 0, endpoints = 0 } = {}): GroupSnapshot =>
  snapshotOf({
    targets: { a: weights },
    listeners: { one: 'a' },
    routeRevision: routes,
    endpointRevisions: { 'a/v1': endpoints },
  });
const weightsOf = (snapshot: GroupSnapshot): readonly number[] =>
  snapshot.splits.flatMap(({ weights }) => weights.map(({ weight }) => weight));
const compose = createComposer();

describe('an older structure with what is live', () => {
  it('is the newest snapshot itself where the structure is the same', () => {
    const newest = mesh({ v1: 5_000, v2: 5_000 }, { endpoints: 3 });
    assert.equal(compose(mesh({ v1: 10_000, v2: 0 }), newest), newest);
  });

  it('takes endpoints from the newest, and keeps those of clusters that it has no more', () => {
    const older = mesh({ v1: 9_000, v2: 1_000 });
    const newest = mesh({ v1: 10_000 }, { routes: 1, endpoints: 3 });
    const composed = compose(older, newest);
    assert.equal(composed.sets.rds, older.sets.rds);
    assert.equal(composed.sets.cds, older.sets.cds);
    assert.equal(composed.sets.eds.byName.get('a/v1'), newest.sets.eds.byName.get('a/v1'));
    assert.equal(composed.sets.eds.byName.get('a/v2'), older.sets.eds.byName.get('a/v2'));
    assert.notEqual(composed.version, older.version);
    assert.notEqual(composed.version, newest.version);
    assert.equal(compose(older, newest), composed, 'made twice for one pair');
  });

  it('takes the routes of gRPC applications from the newest, as far as the older clusters go', () => {
    const ofApplications = (snapshot: GroupSnapshot): GroupSnapshot => ({
      ...snapshot,
      group: { ...snapshot.group, client: 'proxyless' },
    });
    const older = ofApplications(mesh({ v1: 9_000, v2: 1_000 }));
    const steps = ofApplications(mesh({ v1: 5_000, v2: 5_000 }, { routes: 1 }));
    assert.equal(
      compose({ ...older, sets: { ...older.sets, lds: resourceSet([]) } }, steps).sets.rds.byName.get(
        'routes/a',
      ),
      steps.sets.rds.byName.get('routes/a'),
    );
    const comes = ofApplications(mesh({ v1: 5_000, v3: 5_000 }, { routes: 1 }));
    assert.equal(compose(older, comes).sets.rds, older.sets.rds);
  });

  it('takes secrets from the newest', () => {
    const secret = (content: string) => ({
      extra: { sds: resourceSet([resource('cds', 's', { content })]) },
    });
    const older = { ...mesh({ v1: 10_000 }), ...secret('old') };
    const newest = { ...mesh({ v1: 10_000 }, { routes: 1 }), ...secret('new') };
    const { extra } = compose(older, newest);
    assert.equal(extra?.sds?.byName.get('s'), newest.extra.sds.byName.get('s'));
  });

  it('shares the newest weights over the older clusters', () => {
    const older = mesh({ v1: 9_000, v2: 1_000 });
    assert.deepEqual(weightsOf(compose(older, mesh({ v1: 2_500, v2: 2_500, v3: 5_000 }))), [5_000, 5_000]);
    assert.deepEqual(weightsOf(compose(older, mesh({ v2: 10_000 }))), [0, 10_000]);
    assert.deepEqual(
      weightsOf(compose(older, mesh({ v3: 10_000 }))),
      [9_000, 1_000],
      'nothing would be left',
    );
  });

  it('has weights that sum to 10,000, and none of 0 that was not', () => {
    const list = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(list, list, (before, after) => {
        const named = (weights: readonly number[]): Weights =>
          Object.fromEntries(weights.map((weight, index) => [`v${index}`, weight]));
        const older = mesh({ ...named(before.map(() => 1)), v0: 10_000 - before.length + 1 });
        const newest = mesh(named(after), { routes: 1 });
        const weights = weightsOf(compose(older, newest));
        assert.equal(
          weights.reduce((sum, weight) => sum + weight, 0),
          10_000,
        );
        const sum = before.reduce((total, _weight, index) => total + (after[index] ?? 0), 0);
        if (sum === 0) return;
        weights.forEach((weight, index) => {
          assert.equal(weight > 0, (after[index] ?? 0) > 0);
        });
      }),
    );
  });
});
