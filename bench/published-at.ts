import { performance } from 'node:perf_hooks';
import type { BenchDaemon } from './daemon.ts';

const METRIC = /^moniker_cp_snapshot_published_timestamp_seconds (\S+)$/m;

/**
 * When the daemon took up the publication that serves now, as its metric tells it, in this process's
 * `performance.now()`. The daemon's clock has whole milliseconds, cut off: what is measured from here is up to a
 * millisecond too long, never too short.
 */
export async function publishedAt({ ready }: BenchDaemon): Promise<number> {
  const text = await (await fetch(`${ready.http}/metrics`)).text();
  const seconds = METRIC.exec(text)?.[1];
  if (seconds === undefined) throw new Error('the daemon does not tell when it published');
  return Number(seconds) * 1_000 - wallClockOffset();
}

/** What `Date.now()` is ahead of `performance.now()`, to a few microseconds: looked at when it ticks. */
function wallClockOffset(): number {
  const before = Date.now();
  let now = before;
  while (now === before) now = Date.now();
  return now - performance.now();
}
