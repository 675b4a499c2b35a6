/** One measured figure beside its bound. */
export interface BenchRow {
  readonly name: string;
  /** What `name` says of the runs: their median unless it says otherwise. */
  readonly measured: number;
  readonly unit: 'ms' | 'bytes' | 'MB' | '% of a core';
  /** The most that is allowed; null for a figure that explains another one. */
  readonly bound: number | null;
}

export interface Suite {
  /** For `--only`, and the heading in the documentation. */
  readonly key: string;
  readonly title: string;
  /** How it is measured, for who reads the figures. */
  readonly method: string;
  run(progress: (text: string) => void): Promise<readonly BenchRow[]>;
}

export function meets({ measured, bound }: BenchRow): boolean | null {
  return bound === null ? null : measured <= bound;
}
