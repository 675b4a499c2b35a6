import type { Envoy } from './envoy.ts';

/**
 * Envoy's own count of what its access log would flag: UF (upstream connection failure), UH (no healthy host),
 * NC (no cluster), NR (no route), resets, and retries, which would hide the others.
 */
const TROUBLE =
  '(upstream_cx_connect_fail|upstream_cx_connect_timeout|upstream_cx_none_healthy|no_cluster|no_route|upstream_rq_retry|' +
  'upstream_rq_tx_reset|upstream_rq_rx_reset|upstream_rq_pending_failure_eject|upstream_rq_5xx|upstream_rq_timeout|downstream_rq_5xx)$';

export interface Trouble {
  /** What has been counted since the start, by stat; empty is good. */
  readonly counted: Readonly<Record<string, number>>;
  /** The sidecar's own access log, which holds failed requests only. */
  readonly logged: readonly string[];
}

export interface TroubleWatch {
  /** As of the last look. */
  readonly sofar: () => Trouble;
  readonly stop: () => Promise<Trouble>;
}

/**
 * Counts from now on. A removed cluster takes its counters along, so they are read all the time and the highest value
 * is kept. `unreadable` hears of each look that failed.
 */
export async function watchTroubleOf(
  envoy: Envoy,
  unreadable: (error: unknown) => void,
): Promise<TroubleWatch> {
  const before = await envoy.stats(TROUBLE);
  const highest = new Map<string, number>();
  const read = async (): Promise<void> => {
    for (const [name, value] of await envoy.stats(TROUBLE)) {
      // A daemon that is away is no trouble for requests.
      if (name.startsWith('cluster.xds_cluster.')) continue;
      const more = value - (before.get(name) ?? 0);
      if (more > (highest.get(name) ?? 0)) highest.set(name, more);
    }
  };
  const timer = setInterval(() => {
    read().catch(unreadable);
  }, 200).unref();
  const sofar = (): Trouble => ({
    counted: Object.fromEntries(highest),
    logged: envoy.log().split('\n').filter(isAccessLog),
  });
  return {
    sofar,
    stop: async () => {
      clearInterval(timer);
      await read();
      return sofar();
    },
  };
}

function isAccessLog(line: string): boolean {
  return line.startsWith('{') && line.includes('"flags"');
}
