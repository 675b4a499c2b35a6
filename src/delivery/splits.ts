import type { Split } from '../snapshot/model.ts';

const TOTAL = 10_000;

/**
 * The newest weights over the older clusters: one that is gone, or that the older snapshot does not have, gets 0; the
 * others share what is left in their proportion. Where nothing would be left, the older weights stay.
 */
export function liveSplit(older: Split, newest: readonly Split[], has: (cluster: string) => boolean): Split {
  const now = newest.find(({ target }) => target === older.target);
  if (now === undefined) return older;
  const fresh = new Map(now.weights.map(({ cluster, weight }) => [cluster, weight]));
  const wanted = older.weights.map(({ cluster }) => (has(cluster) ? (fresh.get(cluster) ?? 0) : 0));
  return withWeights(older, wanted);
}

/** The split with no traffic for clusters that are not there, unless all of it would go there. */
export function splitAmong(split: Split, has: (cluster: string) => boolean): Split {
  if (split.weights.every(({ cluster }) => has(cluster))) return split;
  return withWeights(
    split,
    split.weights.map(({ cluster, weight }) => (has(cluster) ? weight : 0)),
  );
}

function withWeights(split: Split, wanted: readonly number[]): Split {
  const sum = wanted.reduce((total, weight) => total + weight, 0);
  if (sum === 0) return split;
  const scaled = sum === TOTAL ? wanted : scale(wanted, sum);
  const weights = split.weights.map(({ cluster }, index) => ({ cluster, weight: scaled[index] ?? 0 }));
  return Object.freeze({ ...split, weights });
}

/** Largest remainder: whole numbers in the same proportion that sum to `TOTAL`, at least 1 where it was not 0. */
function scale(weights: readonly number[], sum: number): readonly number[] {
  const exact = weights.map((weight) => (weight * TOTAL) / sum);
  const whole = exact.map((weight) => (weight > 0 ? Math.max(1, Math.floor(weight)) : 0));
  const rest = TOTAL - whole.reduce((total, weight) => total + weight, 0);
  const order = exact
    .map((weight, index) => ({ index, weight, remainder: weight - Math.floor(weight) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => (rest > 0 ? b.remainder - a.remainder : b.weight - a.weight) || a.index - b.index);
  for (let left = Math.abs(rest), turn = 0; left > 0; left -= 1, turn += 1) {
    const index = order[turn % order.length]?.index ?? 0;
    whole[index] = (whole[index] ?? 0) + Math.sign(rest);
  }
  return whole;
}
