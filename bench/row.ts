/** One measured figure beside its bound. */
export interface BenchRow {
  readonly name: string;
  /** What `name` says of the runs: their median unless it says otherwise. NaN: every run of it failed. */
  readonly measured: number;
  /** Empty for what is counted; `of it`: a ratio, as in “0.07 of a peer's”. */
  readonly unit: '' | 'ms' | 'µs' | 'bytes' | 'KiB' | 'MB' | '% of a core' | 'of it';
  /** The most that is allowed; null for a figure that explains another one. */
  readonly bound: number | null;
}

/** Figures that belong side by side; all cells are text. */
export interface BenchTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Outcome {
  readonly rows: readonly BenchRow[];
  /** What the rows are worked out from. */
  readonly table?: BenchTable;
  /** Versions of what is compared with, beyond the machine's own. */
  readonly versions?: string;
}

/** What the command line asks of suites; each takes what concerns it. */
export interface SuiteOptions {
  /** How often what is compared is run. Null: as often as the suite thinks fit. */
  readonly repeat: number | null;
  /** Less of everything, to see that it works. */
  readonly quick: boolean;
  /** Scenarios of the fan-out, by name, or `must` or `rest`; null: all. */
  readonly scenarios: string | null;
  /** Earlier results of the fan-out count too. */
  readonly resume: boolean;
}

export interface Suite {
  /** For `--only`, and the heading in the documentation. */
  readonly key: string;
  readonly title: string;
  /** How it is measured, for who reads the figures. */
  readonly method: string;
  run(progress: (text: string) => void, options: SuiteOptions): Promise<readonly BenchRow[] | Outcome>;
}

export function meets({ measured, bound }: BenchRow): boolean | null {
  return bound === null ? null : measured <= bound;
}
