import { createRequire } from 'node:module';
import type * as Prometheus from 'prom-client';
import { eventLoopLag } from './event-loop-lag.ts';

const load = createRequire(import.meta.url);

/**
 * The parts of prom-client that are used, loaded one by one: its index pulls in OpenTelemetry's API by way of a
 * single default metric, and a process that sends no traces is to load none of that.
 */
export interface PrometheusClient {
  readonly Registry: typeof Prometheus.Registry;
  readonly Counter: typeof Prometheus.Counter;
  readonly Gauge: typeof Prometheus.Gauge;
  readonly Histogram: typeof Prometheus.Histogram;
}

/** The default metrics of a Node process, but for two that `cpuTime` and `eventLoopLag` stand in for. */
const PROCESS_METRICS = [
  'processStartTime',
  'osMemoryHeap',
  'processOpenFileDescriptors',
  'heapSizeAndUsed',
  'gc',
  'version',
];

export function loadPrometheus(): PrometheusClient {
  return {
    Registry: load('prom-client/lib/registry.js') as typeof Prometheus.Registry,
    Counter: load('prom-client/lib/counter.js') as typeof Prometheus.Counter,
    Gauge: load('prom-client/lib/gauge.js') as typeof Prometheus.Gauge,
    Histogram: load('prom-client/lib/histogram.js') as typeof Prometheus.Histogram,
  };
}

export function collectProcessMetrics(client: PrometheusClient, registry: Prometheus.Registry): void {
  for (const name of PROCESS_METRICS) {
    const collect = load(`prom-client/lib/metrics/${name}.js`) as (to: Prometheus.Registry) => void;
    collect(registry);
  }
  cpuTime(client, registry);
  eventLoopLag(client, registry);
}

function cpuTime({ Counter }: PrometheusClient, registry: Prometheus.Registry): void {
  let counted = process.cpuUsage();
  const counter = new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Total user and system CPU time spent in seconds.',
    registers: [registry],
    collect() {
      const now = process.cpuUsage();
      counter.inc((now.user - counted.user + now.system - counted.system) / 1e6);
      counted = now;
    },
  });
}
