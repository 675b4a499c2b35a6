import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bisect } from '../../src/validate/bisect.ts';

/** Sets of members that are rejected when all of their members are there, none of them a part of another. */
const faults = (size: number): fc.Arbitrary<readonly (readonly number[])[]> =>
  fc
    .array(fc.uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
    .map((sets) =>
      sets.filter((set, index) =>
        sets.every(
          (other, at) =>
            at === index ||
            !other.every((one) => set.includes(one)) ||
            (other.length === set.length && at > index),
        ),
      ),
    );

const cases = fc
  .integer({ min: 1, max: 200 })
  .chain((size) => fc.record({ size: fc.constant(size), sets: faults(size) }));

const sorted = (sets: readonly (readonly number[])[]): string[] =>
  sets.map((set) => [...set].sort((a, b) => a - b).join('+')).sort();

describe('the search for culprits', () => {
  it('finds every single one, in about 2 k log n questions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_000 }).chain((size) =>
          fc.record({
            size: fc.constant(size),
            bad: fc.uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: 6 }),
          }),
        ),
        async ({ size, bad }) => {
          let asked = 0;
          const members = Array.from({ length: size }, (_, index) => index);
          const rejects = (some: readonly number[]): Promise<boolean> => {
            asked += 1;
            return Promise.resolve(some.some((one) => bad.includes(one)));
          };
          const found = await bisect(members, { rejects, most: 1_000 });
          assert.deepEqual(sorted(found.sets), sorted(bad.map((one) => [one])));
          assert.ok(found.complete);
          assert.ok(asked <= 2 * bad.length * Math.ceil(Math.log2(size) + 1), `${asked} questions`);
        },
      ),
    );
  });

  it('finds sets that are at fault, each whole and no larger than need be', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ size, sets }) => {
        const members = Array.from({ length: size }, (_, index) => index);
        const isRejected = (some: readonly number[]): boolean =>
          sets.some((set) => set.every((one) => some.includes(one)));
        const found = await bisect(members, {
          rejects: (some) => Promise.resolve(isRejected(some)),
          most: 10_000,
        });
        assert.ok(found.complete);
        assert.ok(found.sets.length > 0);
        const known = sorted(sets);
        for (const set of sorted(found.sets)) assert.ok(known.includes(set), set);
        // A single one never hides behind others.
        for (const set of sets) if (set.length === 1) assert.ok(sorted(found.sets).includes(String(set[0])));
      }),
    );
  });

  it('stops after the questions that it may ask, and says so', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 64, max: 500 }),
        fc.integer({ min: 1, max: 8 }),
        async (size, most) => {
          let asked = 0;
          const members = Array.from({ length: size }, (_, index) => index);
          const rejects = (): Promise<boolean> => {
            asked += 1;
            return Promise.resolve(true);
          };
          const found = await bisect(members, { rejects, most });
          assert.equal(found.complete, false);
          assert.equal(asked, most);
        },
      ),
    );
  });
});
