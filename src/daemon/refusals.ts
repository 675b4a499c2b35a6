import type { RefusalView } from '../api/model.ts';
import type { LimitsConfig } from '../config/config.ts';
import type { DeliveryClock } from '../delivery/ports.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** What clients were refused lately, since a sidecar that was never let in shows nowhere else. */
export interface Refusals {
  /** The same metrics, whose refusals are counted here as well. */
  counting(metrics: Metrics): Metrics;
  /** Of the last minute, sorted by reason; empty: nobody was refused. */
  view(): readonly RefusalView[];
  /** Called when refusals begin, and once a minute until one passes without any. Returns the way to stop. */
  onChange(listener: () => void): () => void;
}

const WINDOW_MS = 60_000;
/** Refusals within so long are counted together: a storm of them takes no memory. */
const SLOT_MS = 1_000;

export interface RefusalsOptions {
  readonly limits: Pick<LimitsConfig, 'maxConnections' | 'maxStreams' | 'maxStreamsPerConnection'>;
  readonly clock: DeliveryClock;
}

export function createRefusals({ limits, clock }: RefusalsOptions): Refusals {
  const options: Readonly<Record<string, string>> = {
    connections: `--max-connections ${limits.maxConnections}`,
    streams: `--max-streams ${limits.maxStreams}`,
    'connection-streams': `--max-streams-per-connection ${limits.maxStreamsPerConnection}`,
  };
  const slots = new Map<string, { readonly at: number; times: number }[]>();
  const listeners = new Set<() => void>();
  let told = false;

  const view = (): readonly RefusalView[] => {
    const oldest = clock.now() - WINDOW_MS;
    for (const [reason, all] of slots) {
      const recent = all.filter(({ at }) => at > oldest);
      if (recent.length > 0) slots.set(reason, recent);
      else slots.delete(reason);
    }
    return [...slots].sort(byReason).map(([reason, recent]) => ({
      reason,
      times: recent.reduce((sum, { times }) => sum + times, 0),
      limit: options[reason] ?? null,
    }));
  };
  const tell = (): void => {
    told = view().length > 0;
    if (told) clock.after(WINDOW_MS, tell);
    for (const listener of listeners) listener();
  };

  const add = (reason: string, times: number): void => {
    const at = clock.now();
    const own = slots.get(reason) ?? [];
    const last = own.at(-1);
    if (last && at - last.at < SLOT_MS) {
      last.times += times;
      return;
    }
    slots.set(reason, [...own.filter((slot) => slot.at > at - WINDOW_MS), { at, times }]);
    if (!told) tell();
  };

  return {
    counting: (metrics) => ({
      ...metrics,
      clientRefused(labels, times = 1) {
        add(labels.reason, times);
        metrics.clientRefused(labels, times);
      },
    }),
    view,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function byReason([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
