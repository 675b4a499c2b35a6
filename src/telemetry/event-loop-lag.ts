import { monitorEventLoopDelay } from 'node:perf_hooks';
import type * as Prometheus from 'prom-client';

interface Client {
  readonly Gauge: typeof Prometheus.Gauge;
}

const NAME = 'nodejs_eventloop_lag';

/**
 * How long the event loop is kept busy at a stretch, under the names that dashboards know from prom-client; since the
 * last scrape. What that package does takes a sample every 10 ms, which wakes an idle process a hundred times a second:
 * half a percent of a core. Here each turn of the loop is a sample, and a loop without work makes no turns. Versions of
 * Node that do not know this option fall back to samples by time.
 */
export function eventLoopLag({ Gauge }: Client, registry: Prometheus.Registry): void {
  const busy = monitorEventLoopDelay({ samplePerIteration: true });
  busy.enable();
  // The turn that began before has all that came before in it.
  setImmediate(() => {
    busy.reset();
  });

  const gauge = (name: string, help: string, collect?: () => void): Prometheus.Gauge =>
    new Gauge({ name, help, registers: [registry], ...(collect && { collect }) });
  const figure = (suffix: string, help: string, read: () => number) => {
    const own = gauge(`${NAME}_${suffix}_seconds`, help);
    return () => {
      // Without a sample the histogram has no numbers to give.
      own.set(busy.count === 0 ? 0 : read() / 1e9);
    };
  };
  const figures: (() => void)[] = [];
  const now = gauge(`${NAME}_seconds`, 'Lag of event loop in seconds.', () => {
    const asked = performance.now();
    setImmediate(() => {
      now.set((performance.now() - asked) / 1_000);
    });
    for (const set of figures) set();
    busy.reset();
  });
  const percentile = (share: number) =>
    figure(`p${share}`, `The ${share}th percentile of the recorded event loop delays.`, () =>
      busy.percentile(share),
    );
  figures.push(
    figure('min', 'The minimum recorded event loop delay.', () => busy.min),
    figure('max', 'The maximum recorded event loop delay.', () => busy.max),
    figure('mean', 'The mean of the recorded event loop delays.', () => busy.mean),
    figure('stddev', 'The standard deviation of the recorded event loop delays.', () => busy.stddev),
    percentile(50),
    percentile(90),
    percentile(99),
  );
}
