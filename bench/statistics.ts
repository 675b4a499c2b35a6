/** The smallest value that at least this share of the values does not exceed. `share` is from 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (value === undefined) throw new RangeError('no values, no percentile');
  return value;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
