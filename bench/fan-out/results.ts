import { existsSync, readFileSync } from 'node:fs';
import { median } from '../statistics.ts';
import type { BenchRow, Outcome } from '../row.ts';
import type { Figure, Match, Scenario } from './plan.ts';
import { OURS, OURS_IN_WAVES, SNAPSHOT_CACHE, TARGETS, TITLES, WAVES_BOUND_MS } from './plan.ts';

/** A line of `compare`'s results: one contender in one scenario. */
export interface Run {
  readonly contender: string;
  readonly scenario: string;
  /** Why the run is worth nothing. */
  readonly error?: string;
  readonly load?: {
    readonly resources: Readonly<Record<string, { readonly sum: string }>>;
    readonly cold: { readonly p99_ms: number };
    readonly median: { readonly p99_ms: number; readonly server_cpu_us_per_sidecar: number };
    readonly memory: { readonly after: { readonly peak: number }; readonly pss_kib_per_sidecar: number };
  };
}

type Load = NonNullable<Run['load']>;

const FIGURES: Readonly<Record<Figure, (load: Load) => number>> = {
  p99: ({ median: { p99_ms } }) => p99_ms,
  cpu: ({ median: { server_cpu_us_per_sidecar } }) => server_cpu_us_per_sidecar,
  peak: ({ memory: { after } }) => after.peak,
  cold: ({ cold: { p99_ms } }) => p99_ms,
  memory: ({ memory: { pss_kib_per_sidecar } }) => pss_kib_per_sidecar,
};

const NAMES: Readonly<Record<Figure, string>> = {
  p99: 'p99 of propagation',
  cpu: 'CPU a sidecar',
  peak: 'peak memory',
  cold: 'cold p99',
  memory: 'memory of a sidecar',
};

export function readRuns(file: string): readonly Run[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Run);
}

/** Loads of the runs that came to their end. */
function loadsOf(runs: readonly Run[], scenario: string, contender: string): readonly Load[] {
  return runs
    .filter((run) => run.scenario === scenario && run.contender === contender && !run.error)
    .flatMap(({ load }) => load ?? []);
}

/** The median over the repeats; NaN where none came to its end. */
function medianOf(figure: Figure, loads: readonly Load[]): number {
  return loads.length === 0 ? NaN : median(loads.map(FIGURES[figure]));
}

/** The targets of the scenarios that were run, and all that was measured in them. */
export function outcomeOf(played: readonly Match[], runs: readonly Run[]): Outcome {
  const scenarios = [...new Set(played.map(({ scenario }) => scenario))];
  const of = (scenario: string, contender: string, figure: Figure): number =>
    medianOf(figure, loadsOf(runs, scenario, contender));
  const rows = scenarios.flatMap(({ name }): BenchRow[] => [
    ...TARGETS.filter(({ scenario }) => scenario === name).map((target): BenchRow => {
      const measured = of(name, target.of, target.figure);
      const tls = target.of.endsWith('-tls') ? ' over TLS' : '';
      const what = `${name}${tls}: ${NAMES[target.figure]}`;
      const { against, bound } = target;
      if (against === null) return { name: what, measured, unit: 'KiB', bound };
      const ratio = measured / of(name, against, target.figure);
      return { name: `${what}, to ${TITLES[against] ?? against}`, measured: ratio, unit: 'of it', bound };
    }),
    ...wavesRow(name, runs),
  ]);
  return { rows, table: tableOf(scenarios, runs) };
}

function wavesRow(scenario: string, runs: readonly Run[]): readonly BenchRow[] {
  const [with_, without] = [loadsOf(runs, scenario, OURS_IN_WAVES), loadsOf(runs, scenario, OURS)];
  if (with_.length === 0) return [];
  const measured = Math.max(0, medianOf('p99', with_) - medianOf('p99', without));
  return [{ name: `${scenario}: what waves add to p99`, measured, unit: 'ms', bound: WAVES_BOUND_MS }];
}

/** Figures of all contenders, the ratio to the first of their kind in parentheses. */
function tableOf(scenarios: readonly Scenario[], runs: readonly Run[]) {
  const head = ['scenario', 'server', 'runs', 'p99', 'CPU a sidecar', 'cold p99', 'peak', 'a sidecar'];
  const rows = scenarios.flatMap(({ name }) =>
    Object.entries(TITLES).flatMap(([contender, title]) => {
      const loads = loadsOf(runs, name, contender);
      const failed =
        runs.filter((run) => run.scenario === name && run.contender === contender).length - loads.length;
      if (loads.length + failed === 0) return [];
      const reference = loadsOf(runs, name, contender.endsWith('-tls') ? 'peer-go-tls' : SNAPSHOT_CACHE);
      const cell = (figure: Figure, scale: number, unit: string): string => {
        const measured = medianOf(figure, loads);
        const ratio = measured / medianOf(figure, reference);
        const text = `${round(measured / scale)} ${unit}`;
        return Number.isNaN(measured) ? '–' : ratio === 1 ? text : `${text} (${ratio.toFixed(3)})`;
      };
      const count = failed === 0 ? String(loads.length) : `${loads.length}, ${failed} failed`;
      const cells = [
        cell('p99', 1, 'ms'),
        cell('cpu', 1, 'µs'),
        cell('cold', 1, 'ms'),
        cell('peak', 1_048_576, 'MiB'),
      ];
      return [[name, title, count, ...cells, cell('memory', 1, 'KiB')]];
    }),
  );
  return { head, rows };
}

function round(value: number): string {
  return value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

/** Scenarios in which not all served the same resources, so that their figures say nothing. */
export function unequal(runs: readonly Run[]): readonly string[] {
  const sums = new Map<string, Set<string>>();
  for (const { scenario, load } of runs) {
    const digest = Object.entries(load?.resources ?? {}).map(([type, { sum }]) => `${type} ${sum}`);
    if (digest.length > 0) sums.set(scenario, (sums.get(scenario) ?? new Set()).add(digest.sort().join()));
  }
  return [...sums].filter(([, found]) => found.size > 1).map(([scenario]) => scenario);
}
