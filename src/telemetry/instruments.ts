import type { Registry } from 'prom-client';
import type { PrometheusClient } from './prometheus.ts';
import type { MeterBridge } from './tracing.ts';

export type Labels = Readonly<Record<string, string>>;
export type RecordValue = (value: number, labels?: Labels) => void;

interface InstrumentSpec {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

export interface Instruments {
  counter(spec: InstrumentSpec): RecordValue;
  histogram(spec: InstrumentSpec & { readonly buckets: readonly number[] }): RecordValue;
  /** `reset` forgets all label values, before they are set anew. */
  gauge(spec: InstrumentSpec): { readonly set: RecordValue; reset(): void };
  /** Loads the Prometheus client and hands it what was recorded until now. */
  load(): Promise<Registry>;
}

type Client = PrometheusClient;
type Action = (value: number, labels: Labels) => void;

/**
 * Instruments that record for Prometheus, and by `bridge` for OpenTelemetry as well. The Prometheus client takes
 * longer to load than all else that a start needs, so it comes after the start: until then records are kept.
 */
export function createInstruments(bridge: MeterBridge | null): Instruments {
  const makers: ((client: Client, registry: Registry) => void)[] = [];
  let kept: (() => void)[] | null = [];
  let loading: Promise<Registry> | undefined;

  const whenLoaded = (act: () => void): void => {
    if (kept === null) act();
    else kept.push(act);
  };
  const deferred = (make: (client: Client, registry: Registry) => Action, other?: Action): RecordValue => {
    let action: Action | undefined;
    makers.push((client, registry) => {
      action = make(client, registry);
    });
    return (value, labels = {}) => {
      whenLoaded(() => action?.(value, labels));
      other?.(value, labels);
    };
  };
  const load = async (): Promise<Registry> => {
    const { collectProcessMetrics, loadPrometheus } = await import('./prometheus.ts');
    const client = loadPrometheus();
    const registry = new client.Registry();
    collectProcessMetrics(client, registry);
    for (const make of makers) make(client, registry);
    const actions = kept ?? [];
    kept = null;
    for (const act of actions) act();
    return registry;
  };

  return {
    counter({ name, help, labels = [] }) {
      return deferred(({ Counter }, registry) => {
        const counter = new Counter({ name, help, labelNames: [...labels], registers: [registry] });
        return (value, given) => {
          counter.inc({ ...given }, value);
        };
      }, bridge?.counter(name, help));
    },
    histogram({ name, help, labels = [], buckets }) {
      return deferred(({ Histogram }, registry) => {
        const settings = {
          name,
          help,
          labelNames: [...labels],
          buckets: [...buckets],
          registers: [registry],
        };
        const histogram = new Histogram(settings);
        return (value, given) => {
          histogram.observe({ ...given }, value);
        };
      }, bridge?.histogram(name, help));
    },
    gauge({ name, help, labels = [] }) {
      let forget = (): void => undefined;
      const set = deferred(({ Gauge }, registry) => {
        const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [registry] });
        forget = () => {
          gauge.reset();
        };
        return (value, given) => {
          gauge.set({ ...given }, value);
        };
      }, bridge?.gauge(name, help));
      return {
        set,
        reset: () => {
          whenLoaded(() => {
            forget();
          });
        },
      };
    },
    load: () => (loading ??= load()),
  };
}
