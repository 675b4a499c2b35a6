import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { effectiveShares, scaleWeights, TOTAL_SHARE } from '../../src/mesh/shares.ts';

const WEIGHT = fc.oneof(fc.nat(100), fc.nat(4_294_967_295));
const WEIGHTS = fc
  .array(WEIGHT, { minLength: 1, maxLength: 20 })
  .filter((weights) => weights.some((w) => w > 0));
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('shares', () => {
  it('add up to the fixed total; a weight is 0 exactly where its share is', () => {
    fc.assert(
      fc.property(WEIGHTS, (weights) => {
        const shares = scaleWeights(weights);
        assert.equal(sum(shares), TOTAL_SHARE);
        shares.forEach((share, i) => {
          assert.ok(Number.isInteger(share) && share >= 0);
          assert.equal(share > 0, (weights[i] ?? 0) > 0);
        });
      }),
    );
  });

  it('keep the order of the weights', () => {
    fc.assert(
      fc.property(WEIGHTS, (weights) => {
        const shares = scaleWeights(weights);
        for (const [i, a] of weights.entries()) {
          for (const [j, b] of weights.entries())
            if (a > b) assert.ok((shares[i] ?? 0) >= (shares[j] ?? 0) - 1);
        }
      }),
    );
  });

  it('depend on the proportions alone', () => {
    const small = fc.array(fc.nat(1000), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 1000 }), (weights, factor) => {
        assert.deepEqual(scaleWeights(weights.map((weight) => weight * factor)), scaleWeights(weights));
      }),
    );
  });

  it('of empty versions go to the others, unless all weighted ones are empty', () => {
    const version = fc.record({ weight: fc.nat(100), empty: fc.boolean() });
    fc.assert(
      fc.property(fc.array(version, { minLength: 1, maxLength: 6 }), (versions) => {
        const shares = effectiveShares(versions);
        const live = versions.some(({ weight, empty }) => weight > 0 && !empty);
        const configured = scaleWeights(versions.map(({ weight }) => weight));
        if (!live) assert.deepEqual(shares, configured);
        else {
          assert.equal(sum(shares), TOTAL_SHARE);
          versions.forEach(({ empty }, i) => {
            if (empty) assert.equal(shares[i], 0);
          });
        }
      }),
    );
  });
});
