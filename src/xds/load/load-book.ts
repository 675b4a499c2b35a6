import type { ClusterLoad } from '../wire/load-stats.ts';

/** What all sidecars together send to one cluster in one zone. */
export interface LoadView {
  /** `<target>` or `<target>/<version>`. */
  readonly cluster: string;
  readonly target: string;
  /** Null where the target has no versions. */
  readonly version: string | null;
  /** Empty where the endpoints name none. */
  readonly zone: string;
  /** By the newest report of each sidecar. */
  readonly requestsPerSecond: number;
  readonly errorsPerSecond: number;
  readonly inProgress: number;
  /** Since the control plane started. */
  readonly requests: number;
  readonly errors: number;
  /** Sidecars whose newest report names the cluster and zone. */
  readonly sidecars: number;
  /** Requests that sidecars never sent, by their reasons. They are no zone's: see the row with an empty one. */
  readonly drops: readonly DropView[];
}

export interface DropView {
  /** As the sidecars name it; empty where they do not (a full circuit breaker). */
  readonly category: string;
  readonly perSecond: number;
  /** Since the control plane started. */
  readonly total: number;
}

/** Sums up load reports. Memory is bounded: what goes beyond is counted under the cluster `other`. */
export interface LoadBook {
  report(streamId: number, loads: readonly ClusterLoad[]): void;
  /** The stream is over: its share of what is going on now goes, its share of the totals stays. */
  leave(streamId: number): void;
  /** Sorted by cluster and zone. */
  view(): readonly LoadView[];
}

interface Rates {
  readonly requests: number;
  readonly errors: number;
  readonly inProgress: number;
  /** By category; null: none. */
  readonly drops: ReadonlyMap<string, number> | null;
}

interface Row {
  readonly cluster: string;
  readonly zone: string;
  requests: number;
  errors: number;
  readonly drops: Map<string, number>;
  readonly now: Map<number, Rates>;
}

/** Clusters times zones; a mesh of 200 targets with two versions in three zones has 1,200. */
export const MAX_ROWS = 4_096;
/** A bootstrap's own clusters: the control plane, the admin page, the application beside the sidecar. */
const OWN: ReadonlySet<string> = new Set(['xds_cluster', 'envoy_admin', 'local', 'app']);
const OTHER = 'other';
/** Categories of drops of a cluster: the mesh has none of its own, and applications few. */
const MAX_CATEGORIES = 16;
const NO_RATES: Rates = Object.freeze({ requests: 0, errors: 0, inProgress: 0, drops: null });

export function createLoadBook(): LoadBook {
  const rows = new Map<string, Row>();
  const byStream = new Map<number, Set<Row>>();

  const rowOf = (cluster: string, zone: string): Row => {
    const key = `${cluster}\n${zone}`;
    const known = rows.get(key);
    if (known) return known;
    if (rows.size >= MAX_ROWS && cluster !== OTHER) return rowOf(OTHER, '');
    const row: Row = { cluster, zone, requests: 0, errors: 0, drops: new Map(), now: new Map() };
    rows.set(key, row);
    return row;
  };
  const forget = (streamId: number): void => {
    for (const row of byStream.get(streamId) ?? []) row.now.delete(streamId);
    byStream.delete(streamId);
  };

  return {
    report(streamId, loads) {
      forget(streamId);
      const touched = new Set<Row>();
      for (const { cluster, zones, drops, interval } of loads) {
        if (OWN.has(cluster)) continue;
        const perSecond = interval > 0 ? 1_000 / interval : 0;
        for (const { zone, successes, errors, inProgress } of zones) {
          const row = rowOf(cluster, zone);
          row.requests += successes + errors;
          row.errors += errors;
          const before = row.now.get(streamId) ?? NO_RATES;
          row.now.set(streamId, {
            drops: before.drops,
            requests: before.requests + (successes + errors) * perSecond,
            errors: before.errors + errors * perSecond,
            inProgress: before.inProgress + inProgress,
          });
          touched.add(row);
        }
        if (drops.size === 0) continue;
        const row = rowOf(cluster, '');
        row.now.set(streamId, {
          ...(row.now.get(streamId) ?? NO_RATES),
          drops: dropped(row.drops, drops, perSecond),
        });
        touched.add(row);
      }
      if (touched.size > 0) byStream.set(streamId, touched);
    },
    leave: forget,
    view: () => [...rows.values()].map(viewOf).sort(byName),
  };
}

/** Adds the drops to the totals, and returns their rates. */
function dropped(
  totals: Map<string, number>,
  drops: ReadonlyMap<string, number>,
  perSecond: number,
): ReadonlyMap<string, number> {
  const rates = new Map<string, number>();
  for (const [name, count] of drops) {
    const category = totals.has(name) || totals.size < MAX_CATEGORIES ? name : OTHER;
    totals.set(category, (totals.get(category) ?? 0) + count);
    rates.set(category, (rates.get(category) ?? 0) + count * perSecond);
  }
  return rates;
}

function dropsOf({ drops, now }: Row): readonly DropView[] {
  return [...drops]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([category, total]) => {
      let perSecond = 0;
      for (const { drops: rates } of now.values()) perSecond += rates?.get(category) ?? 0;
      return { category, perSecond, total };
    });
}

function viewOf(row: Row): LoadView {
  const { cluster, zone, requests, errors, now } = row;
  let [rate, failures, inProgress] = [0, 0, 0];
  for (const one of now.values()) {
    rate += one.requests;
    failures += one.errors;
    inProgress += one.inProgress;
  }
  const slash = cluster.indexOf('/');
  return {
    cluster,
    target: slash < 0 ? cluster : cluster.slice(0, slash),
    version: slash < 0 ? null : cluster.slice(slash + 1),
    zone,
    requestsPerSecond: rate,
    errorsPerSecond: failures,
    inProgress,
    requests,
    errors,
    sidecars: now.size,
    drops: dropsOf(row),
  };
}

function byName(a: LoadView, b: LoadView): number {
  const [left, right] = [`${a.cluster}\n${a.zone}`, `${b.cluster}\n${b.zone}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
