import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import type { Metrics } from '../../../src/telemetry/metrics.ts';

async function lags(metrics: Metrics): Promise<ReadonlyMap<string, number>> {
  const { text } = await metrics.render();
  return new Map(
    text
      .split('\n')
      .filter((line) => line.startsWith('nodejs_eventloop_lag_'))
      .map((line) => line.split(' '))
      .map(([name = '', value]) => [name, Number(value)]),
  );
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('the lag of the event loop', () => {
  it('has the names of prom-client, and numbers from the start', async () => {
    const found = await lags(createMetrics('0', null));
    assert.deepEqual([...found.keys()].sort(), [
      'nodejs_eventloop_lag_max_seconds',
      'nodejs_eventloop_lag_mean_seconds',
      'nodejs_eventloop_lag_min_seconds',
      'nodejs_eventloop_lag_p50_seconds',
      'nodejs_eventloop_lag_p90_seconds',
      'nodejs_eventloop_lag_p99_seconds',
      'nodejs_eventloop_lag_seconds',
      'nodejs_eventloop_lag_stddev_seconds',
    ]);
    assert.ok([...found.values()].every(Number.isFinite), JSON.stringify([...found]));
  });

  it('tells of work that keeps the loop', async () => {
    const metrics = createMetrics('0', null);
    await lags(metrics);
    await turn();
    await turn();
    const until = performance.now() + 60;
    while (performance.now() < until);
    await turn();
    await turn();
    const worst = (await lags(metrics)).get('nodejs_eventloop_lag_max_seconds') ?? 0;
    assert.ok(worst >= 0.055, String(worst));
  });
});
