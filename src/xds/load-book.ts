import type { ClusterLoad } from './wire/load-stats.ts';

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
}

interface Row {
  readonly cluster: string;
  readonly zone: string;
  requests: number;
  errors: number;
  readonly now: Map<number, Rates>;
}

/** Clusters times zones; a mesh of 200 targets with two versions in three zones has 1,200. */
export const MAX_ROWS = 4_096;
/** A bootstrap's own clusters: the control plane, the admin page, the application beside the sidecar. */
const OWN: ReadonlySet<string> = new Set(['xds_cluster', 'envoy_admin', 'local', 'app']);
const OTHER = 'other';

export function createLoadBook(): LoadBook {
  const rows = new Map<string, Row>();
  const byStream = new Map<number, Set<Row>>();

  const rowOf = (cluster: string, zone: string): Row => {
    const key = `${cluster}\n${zone}`;
    const known = rows.get(key);
    if (known) return known;
    if (rows.size >= MAX_ROWS && cluster !== OTHER) return rowOf(OTHER, '');
    const row: Row = { cluster, zone, requests: 0, errors: 0, now: new Map() };
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
      for (const { cluster, zones, interval } of loads) {
        if (OWN.has(cluster)) continue;
        const perSecond = interval > 0 ? 1_000 / interval : 0;
        for (const { zone, successes, errors, inProgress } of zones) {
          const row = rowOf(cluster, zone);
          row.requests += successes + errors;
          row.errors += errors;
          const before = row.now.get(streamId) ?? { requests: 0, errors: 0, inProgress: 0 };
          row.now.set(streamId, {
            requests: before.requests + (successes + errors) * perSecond,
            errors: before.errors + errors * perSecond,
            inProgress: before.inProgress + inProgress,
          });
          touched.add(row);
        }
      }
      if (touched.size > 0) byStream.set(streamId, touched);
    },
    leave: forget,
    view: () => [...rows.values()].map(viewOf).sort(byName),
  };
}

function viewOf({ cluster, zone, requests, errors, now }: Row): LoadView {
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
  };
}

function byName(a: LoadView, b: LoadView): number {
  const [left, right] = [`${a.cluster}\n${a.zone}`, `${b.cluster}\n${b.zone}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
