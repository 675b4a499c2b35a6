import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Split } from '../../../src/snapshot/model.ts';
import { planWeights, runtimeKey } from '../../../src/xds/session/weights.ts';
import type { Shapes } from '../../../src/xds/session/weights.ts';

function split(weights: Readonly<Record<string, number>>): Split {
  return {
    target: 't',
    runtimeKeyPrefix: 'split.t',
    weights: Object.entries(weights).map(([cluster, weight]) => ({ cluster, weight })),
  };
}
const shapes = (...lists: string[][]): Shapes => new Map([['t', lists]]);
const plan = (
  weights: Readonly<Record<string, number>>,
  held: Shapes,
  before: Record<string, number> | null,
) =>
  Object.fromEntries(
    [
      ...planWeights(
        [split(weights)],
        held,
        before &&
          new Map(Object.entries(before).map(([cluster, weight]) => [runtimeKey('t', cluster), weight])),
      ),
    ].map(([key, weight]) => [key.slice('split.t.'.length), weight]),
  );

describe('the weights that a stream may have now', () => {
  it('are final for a client without routes, and for one whose routes are the newest', () => {
    assert.deepEqual(plan({ v1: 95, v2: 5 }, new Map(), null), { v1: 95, v2: 5 });
    assert.deepEqual(plan({ v1: 0, v2: 100 }, shapes(['v1', 'v2']), { v1: 100, v2: 0 }), { v1: 0, v2: 100 });
  });

  it('give a new version 0 until the routes that name it are accepted', () => {
    assert.deepEqual(plan({ v1: 50, v2: 50 }, shapes(['v1']), { v1: 100 }), { v1: 50, v2: 0 });
  });

  it('give a version that goes 0 as soon as another can take over', () => {
    assert.deepEqual(plan({ v1: 100 }, shapes(['v1', 'v2']), { v1: 50, v2: 50 }), { v1: 100, v2: 0 });
  });

  it('keep a version that goes while its routes have no other with a weight', () => {
    assert.deepEqual(plan({ v2: 100 }, shapes(['v1']), { v1: 100 }), { v1: 100, v2: 100 });
    assert.deepEqual(plan({ v1: 0, v2: 100 }, shapes(['v1']), { v1: 100 }), { v1: 100, v2: 100 });
  });

  it('keep the weights of a target that left the mesh while routes split it', () => {
    const held = planWeights([], shapes(['v1']), new Map([[runtimeKey('t', 'v1'), 7]]));
    assert.deepEqual([...held], [['split.t.v1', 7]]);
  });

  it('never sum to 0 over any shape that the client may hold, the new one included', () => {
    const cluster = fc.constantFrom('v1', 'v2', 'v3', 'v4');
    const shape = fc.uniqueArray(cluster, { minLength: 1, maxLength: 4 });
    const weighted = fc
      .dictionary(cluster, fc.nat(5), { minKeys: 1, maxKeys: 4 })
      .filter((weights) => Object.values(weights).some((weight) => weight > 0));
    fc.assert(
      fc.property(weighted, fc.array(shape, { maxLength: 3 }), weighted, (fresh, held, before) => {
        const sum = (shapeOf: readonly string[], weights: Readonly<Record<string, number>>): number =>
          shapeOf.reduce((total, name) => total + (weights[name] ?? 1), 0);
        fc.pre(held.every((one) => sum(one, before) > 0));
        const planned = plan(fresh, shapes(...held), before);
        for (const one of [...held, Object.keys(fresh)]) {
          assert.ok(sum(one, planned) > 0, `${one.join()} sums to 0 in ${JSON.stringify(planned)}`);
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
