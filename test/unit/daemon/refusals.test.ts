import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRefusals } from '../../../src/daemon/refusals.ts';
import type { Refusals } from '../../../src/daemon/refusals.ts';
import { createMetrics } from '../../../src/telemetry/metrics.ts';

interface Made {
  readonly refusals: Refusals;
  readonly refuse: (reason: string, times?: number) => void;
  /** Lets time pass, with the timers that are due. */
  readonly pass: (milliseconds: number) => void;
}

function make(): Made {
  let now = 1_000_000;
  const timers = new Map<() => void, number>();
  const clock = {
    now: () => now,
    after(milliseconds: number, task: () => void) {
      timers.set(task, now + milliseconds);
      return () => void timers.delete(task);
    },
  };
  const limits = { maxConnections: 1, maxStreams: 7, maxStreamsPerConnection: 3 };
  const refusals = createRefusals({ limits, clock });
  const metrics = refusals.counting(createMetrics('1.2.3', null));
  return {
    refusals,
    refuse: (reason, times) => {
      metrics.clientRefused({ reason }, times);
    },
    pass(milliseconds) {
      now += milliseconds;
      for (const [task, at] of [...timers]) {
        if (at > now) continue;
        timers.delete(task);
        task();
      }
    },
  };
}

describe('the refusals of the last minute', () => {
  it('are counted by their reason, with the option that sets the limit', () => {
    const { refusals, refuse, pass } = make();
    assert.deepEqual(refusals.view(), []);
    refuse('streams');
    refuse('connections', 4);
    pass(30_000);
    refuse('connections');
    refuse('headers');
    assert.deepEqual(refusals.view(), [
      { reason: 'connections', times: 5, limit: '--max-connections 1' },
      { reason: 'headers', times: 1, limit: null },
      { reason: 'streams', times: 1, limit: '--max-streams 7' },
    ]);
    pass(30_000);
    assert.deepEqual(refusals.view(), [
      { reason: 'connections', times: 1, limit: '--max-connections 1' },
      { reason: 'headers', times: 1, limit: null },
    ]);
  });

  it('are told when they begin and when they are over, and not one by one between', () => {
    const { refusals, refuse, pass } = make();
    const seen: number[] = [];
    const stop = refusals.onChange(() => {
      seen.push(refusals.view()[0]?.times ?? 0);
    });
    for (let second = 0; second < 50; second += 1) {
      refuse('connections');
      pass(1_000);
    }
    assert.deepEqual(seen, [1]);
    pass(10_000);
    assert.deepEqual(seen, [1, 49]);
    pass(60_000);
    assert.deepEqual(seen, [1, 49, 0]);
    refuse('connections');
    assert.deepEqual(seen, [1, 49, 0, 1]);
    stop();
    pass(60_000);
    assert.deepEqual(seen, [1, 49, 0, 1]);
  });
});
