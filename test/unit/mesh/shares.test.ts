import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { effectiveShares, scaleWeights } from '../../../src/mesh/shares.ts';

describe('scaleWeights', () => {
  const cases: readonly (readonly [readonly number[], readonly number[]])[] = [
    [
      [95, 5],
      [9500, 500],
    ],
    [
      [1, 1, 1],
      [3334, 3333, 3333],
    ],
    [
      [1, 2],
      [3333, 6667],
    ],
    [
      [0, 7],
      [0, 10_000],
    ],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [1, 4_000_000_000],
      [1, 9999],
    ],
    [
      [1, 1, 4_000_000_000],
      [1, 1, 9998],
    ],
  ];
  for (const [weights, shares] of cases) {
    it(`gives ${weights.join('/')} the shares ${shares.join('/')}`, () => {
      assert.deepEqual(scaleWeights(weights), shares);
    });
  }
});

describe('effectiveShares', () => {
  it('gives the share of an empty version to the others, in their proportions', () => {
    const versions = [
      { weight: 50, empty: true },
      { weight: 30, empty: false },
      { weight: 20, empty: false },
      { weight: 0, empty: false },
    ];
    assert.deepEqual(effectiveShares(versions), [0, 6000, 4000, 0]);
  });

  it('keeps the weights when every weighted version is empty', () => {
    const versions = [
      { weight: 90, empty: true },
      { weight: 10, empty: true },
      { weight: 0, empty: false },
    ];
    assert.deepEqual(effectiveShares(versions), [9000, 1000, 0]);
  });
});
