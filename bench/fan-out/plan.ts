import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A scenario of `contenders.json`, which is in the form that `compare` reads. */
export interface Scenario {
  readonly name: string;
  readonly n: number;
  readonly routes: number;
  readonly mode: 'sotw' | 'delta';
  readonly type: string;
  readonly updates: number;
}

export const CONFIG = join(import.meta.dirname, 'contenders.json');

export const SCENARIOS: readonly Scenario[] = (
  JSON.parse(readFileSync(CONFIG, 'utf8')) as { readonly scenarios: readonly Scenario[] }
).scenarios;

/** What `xdsload` tells of a run: milliseconds, microseconds of CPU for each sidecar and update, bytes, KiB. */
export type Figure = 'p99' | 'cpu' | 'peak' | 'cold' | 'memory';

/** Contenders that run against each other in turn, in one scenario. */
export interface Match {
  readonly scenario: Scenario;
  readonly contenders: readonly string[];
}

export const SNAPSHOT_CACHE = 'peer-go';
export const LINEAR_CACHE = 'peer-go-linear';
export const OURS = 'moniker-cp';
export const OURS_IN_WAVES = 'moniker-cp-waves';
const PLAIN = [SNAPSHOT_CACHE, LINEAR_CACHE, OURS];
const OVER_TLS = ['peer-go-tls', 'moniker-cp-tls'];

/** The scenario in which waves, and TLS, are compared too. */
const CHOSEN = 'c-rds';

export const TITLES: Readonly<Record<string, string>> = {
  [SNAPSHOT_CACHE]: 'SnapshotCache',
  [LINEAR_CACHE]: 'LinearCache',
  [OURS]: 'moniker-cp',
  [OURS_IN_WAVES]: 'moniker-cp, in waves',
  'peer-go-tls': 'SnapshotCache, TLS',
  'moniker-cp-tls': 'moniker-cp, TLS',
};

const MUST = ['c-rds', 'e-rds', 'e-eds'];

/** `must`, `rest`, a comma-separated list of names, or null for all. Throws an Error for a name that is none. */
export function matches(chosen: string | null): readonly Match[] {
  const names = SCENARIOS.map(({ name }) => name);
  const wanted =
    chosen === null
      ? names
      : chosen.split(',').flatMap((word) => {
          if (word === 'must') return MUST;
          if (word === 'rest') return names.filter((name) => !MUST.includes(name));
          if (names.includes(word)) return [word];
          throw new Error(`no scenario ${word}: there are must, rest, ${names.join(', ')}`);
        });
  return SCENARIOS.filter(({ name }) => wanted.includes(name)).flatMap((scenario) =>
    scenario.name === CHOSEN
      ? [
          { scenario, contenders: [...PLAIN, OURS_IN_WAVES] },
          { scenario, contenders: OVER_TLS },
        ]
      : [{ scenario, contenders: PLAIN }],
  );
}

/** Rough seconds of a run: connecting, resting half a second after each update, and the slowest peer's own pace. */
export function secondsOf({ scenario: { name, n, routes, updates }, contenders }: Match): number {
  const own = 5 + (updates + 1) * 0.55 + n / 2_000;
  const slow = contenders.some((one) => one.startsWith(SNAPSHOT_CACHE) && one !== LINEAR_CACHE);
  const perUpdate = (n * routes * (name.startsWith('e') ? 0.4 : 1)) / 1_000_000;
  return contenders.length * own + (slow ? (updates + 3) * perUpdate : 0);
}

export interface Target {
  readonly scenario: string;
  readonly figure: Figure;
  readonly of: string;
  /** Null: the bound is no ratio. */
  readonly against: string | null;
  readonly bound: number;
}

/** Bounds of the ratios to both peers; null: none. */
type Pair = readonly [snapshotCache: number | null, linearCache: number | null];

interface Bounds {
  readonly scenarios: readonly string[];
  readonly p99: Pair;
  readonly cpu: Pair;
  readonly peak?: number;
  readonly cold?: number;
  /** KiB for a sidecar. */
  readonly memory?: number;
}

const BOUNDS: readonly Bounds[] = [
  { scenarios: ['c-rds'], p99: [0.08, 0.8], cpu: [0.05, 0.55], peak: 0.35 },
  { scenarios: ['e-rds', 'e-eds'], p99: [0.2, 1], cpu: [0.18, 0.6], cold: 0.5, memory: 45 },
  { scenarios: ['d-rds'], p99: [0.04, 0.7], cpu: [0.02, 0.5], peak: 0.2 },
  { scenarios: ['a-rds', 'a-eds'], p99: [0.3, 1.25], cpu: [0.3, 1] },
  { scenarios: ['b-rds', 'b-eds'], p99: [0.25, 1.25], cpu: [0.25, 0.6], cold: 0.75 },
  { scenarios: ['b-rds-delta', 'b-eds-delta'], p99: [0.3, 1.25], cpu: [0.3, 0.8] },
  { scenarios: ['c-rds-delta'], p99: [0.08, 1], cpu: [0.05, 0.8] },
  { scenarios: ['d-rds-delta'], p99: [0.04, 1], cpu: [0.02, 0.8] },
  { scenarios: ['e-rds-delta', 'e-eds-delta'], p99: [0.2, 1], cpu: [0.18, 0.8] },
];

/** Of propagation in the chosen scenario: how many milliseconds longer waves may take. */
export const WAVES_BOUND_MS = 10;

export const TARGETS: readonly Target[] = [
  ...BOUNDS.flatMap(({ scenarios, p99, cpu, peak, cold, memory }) =>
    scenarios.flatMap((scenario) => {
      const ours = { scenario, of: OURS };
      const pair = (figure: Figure, [snapshotCache, linearCache]: Pair) => [
        ...(snapshotCache === null
          ? []
          : [{ ...ours, figure, against: SNAPSHOT_CACHE, bound: snapshotCache }]),
        ...(linearCache === null ? [] : [{ ...ours, figure, against: LINEAR_CACHE, bound: linearCache }]),
      ];
      return [
        ...pair('p99', p99),
        ...pair('cpu', cpu),
        ...pair('peak', [peak ?? null, null]),
        ...pair('cold', [cold ?? null, null]),
        ...(memory === undefined
          ? []
          : [{ ...ours, figure: 'memory' as const, against: null, bound: memory }]),
      ];
    }),
  ),
  { scenario: CHOSEN, figure: 'p99', of: 'moniker-cp-tls', against: 'peer-go-tls', bound: 0.12 },
  { scenario: CHOSEN, figure: 'cpu', of: 'moniker-cp-tls', against: 'peer-go-tls', bound: 0.09 },
];
