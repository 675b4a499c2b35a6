/** What the shares of a target's versions add up to. Fixed, since a sticky choice is the client's hash modulo it. */
export const TOTAL_SHARE = 10_000;

/**
 * Scales whole-number weights to a sum of 10,000 by largest remainder; ties go to the earlier one.
 * A weight above 0 gets at least 1. All zeros stay zeros.
 */
export function scaleWeights(weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) return weights.map(() => 0);
  const quotas = weights.map((weight) => (weight * TOTAL_SHARE) / sum);
  const shares = quotas.map((quota) => (quota > 0 ? Math.max(1, Math.floor(quota)) : 0));
  let rest = TOTAL_SHARE - shares.reduce((a, b) => a + b, 0);
  const byRemainder = quotas
    .map((quota, index) => ({ index, remainder: quota < 1 ? -1 : quota - Math.floor(quota) }))
    .filter(({ remainder }) => remainder >= 0)
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (rest <= 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    rest--;
  }
  // Raising tiny weights to 1 may overshoot: the largest shares pay, one at a time.
  for (; rest < 0; rest++) {
    const largest = shares.indexOf(Math.max(...shares));
    shares[largest] = (shares[largest] ?? 0) - 1;
  }
  return shares;
}

export interface WeightedVersion {
  readonly weight: number;
  readonly empty: boolean;
}

/**
 * The shares that are in effect: a version without endpoints leaves its share to the others.
 * When every weighted version is empty the weights stay, since another version was never meant to have traffic.
 */
export function effectiveShares(versions: readonly WeightedVersion[]): readonly number[] {
  const live = versions.map(({ weight, empty }) => (empty ? 0 : weight));
  return scaleWeights(live.some((weight) => weight > 0) ? live : versions.map(({ weight }) => weight));
}
