import { performance } from 'node:perf_hooks';
import type { SnapshotSource } from '../snapshot/cache.ts';
import type { FleetStreams } from '../xds/fleet.ts';
import type { ResourceStatuses } from '../xds/resource-status.ts';
import type { XdsLog, XdsMetrics } from '../xds/ports.ts';
import type { Pressure, XdsAddress } from '../xds/server.ts';
import { addCount } from './counts.ts';
import { createLender } from './lender.ts';
import type { SharedLoads } from './loads.ts';
import type { Batch, Found, ThreadSettings, Wanted } from './protocol.ts';
import { createRemoteStreams } from './remote-streams.ts';
import type { RemoteStreams } from './remote-streams.ts';
import type { Share } from './shared-bytes.ts';
import { startThread } from './thread.ts';
import type { Thread } from './thread.ts';

export interface ServingThreadOptions {
  readonly settings: ThreadSettings;
  readonly url: URL;
  readonly snapshots: SnapshotSource;
  readonly fleet: FleetStreams;
  readonly log: XdsLog;
  readonly metrics: XdsMetrics;
  readonly loads: SharedLoads;
  readonly share: Share;
  readonly find: (wanted: Wanted) => Promise<Found>;
  /** It ended by a fault, and its streams with it; another takes its place. */
  readonly onLost: (error: Error) => void;
}

/** A place for a serving thread: one that is lost is replaced by another, which listens where it did. */
export interface ServingThread {
  listen(address: XdsAddress): Promise<XdsAddress>;
  /** Takes up what has changed in the thread until now. A thread that does not answer for a while is as it was. */
  refresh(): Promise<void>;
  /** What a stream of this thread has, resource by resource; null where there is no such stream. */
  resources(streamId: number): Promise<ResourceStatuses | null>;
  /** As of the last `refresh`. */
  pressure(): Pressure;
  shutdown(options: { readonly graceMs: number }): Promise<void>;
}

/** How long `refresh` waits: what is known is better than no answer. */
const PATIENCE_MS = 1_000;
/** A thread that has served for so long is replaced at once, and one that has not after a while. */
const STEADY_MS = 10_000;
const RETRY_MS = 1_000;
const NO_PRESSURE: Pressure = Object.freeze({ connections: 0, calls: 0, waiting: 0 });

export function createServingThread(options: ServingThreadOptions): ServingThread {
  const { settings, url, log } = options;
  let address: XdsAddress | null = null;
  let closing = false;
  let pressure = NO_PRESSURE;
  let retry: NodeJS.Timeout | undefined;

  const start = (): { readonly thread: Thread; readonly streams: RemoteStreams } => {
    const startedAt = performance.now();
    const account = createAccount(options);
    const streams = createRemoteStreams({
      ...options,
      lender: createLender(options.share),
      send: (goods, tells) => {
        thread.send({ kind: 'tell', goods, tells });
      },
    });
    const thread = startThread({
      settings,
      url,
      onNews: (news) => {
        if (news.kind === 'find') {
          void options.find(news.wanted).then((found) => {
            thread.send({ kind: 'found', ask: news.ask, found });
          });
          return;
        }
        streams.apply(news.batch);
        account.add(news.batch);
      },
    });
    void thread.ended.then((error) => {
      streams.end();
      account.end();
      if (closing) return;
      options.onLost(error);
      pressure = NO_PRESSURE;
      // Those who lose their streams come back at once, and may bring what ended it.
      const isSteady = performance.now() - startedAt >= STEADY_MS;
      retry = setTimeout(replace, isSteady ? 0 : RETRY_MS);
    });
    return { thread, streams };
  };
  const replace = (): void => {
    current = start();
    if (address === null) return;
    const { thread } = current;
    thread.ask<'listen'>({ kind: 'listen', address }).catch((error: unknown) => {
      if (closing) return;
      log.warn({ err: error }, 'A serving thread cannot listen: it is tried again');
      void thread.end();
    });
  };
  let current = start();

  return {
    async listen(wanted) {
      address = await current.thread.ask<'listen'>({ kind: 'listen', address: wanted });
      return address;
    },
    async refresh() {
      const { thread, streams } = current;
      // Taken up however late it is: the thread tells each change once.
      const shown = thread.ask<'views'>({ kind: 'views' }).then((answer) => {
        if (thread !== current.thread) return;
        streams.show(answer.views);
        pressure = answer.pressure;
      });
      await within(PATIENCE_MS, shown).catch(() => null);
    },
    async resources(streamId) {
      const { thread, streams } = current;
      if (!streams.has(streamId)) return null;
      const asked = thread.ask<'resources'>({ kind: 'resources', streamId });
      return within(PATIENCE_MS, asked).catch(() => null);
    },
    pressure: () => pressure,
    async shutdown({ graceMs }) {
      closing = true;
      clearTimeout(retry);
      const { thread } = current;
      await within(graceMs + PATIENCE_MS, thread.ask<'shutdown'>({ kind: 'shutdown', graceMs })).catch(
        () => null,
      );
      await thread.end();
      await thread.ended;
    },
  };
}

/** What a thread counts, and what is taken back when it ends. */
function createAccount({ metrics, log, loads }: ServingThreadOptions) {
  const open = { sotw: 0, delta: 0 };
  const reporting = new Set<number>();
  return {
    add(batch: Batch): void {
      for (const count of batch.counts ?? []) {
        addCount(metrics, count);
        if (count.event === 'streamOpened') open[count.label as keyof typeof open] += count.times;
        if (count.event === 'streamClosed') open[count.label as keyof typeof open] -= count.times;
      }
      for (const { id, loads: reported } of batch.loads ?? []) {
        if (reported === null) {
          loads.book.leave(id);
          reporting.delete(id);
        } else {
          loads.book.report(id, reported);
          reporting.add(id);
        }
      }
      if (batch.loads) loads.changed();
      for (const { level, fields, message } of batch.log ?? []) log[level](fields, message);
    },
    end(): void {
      for (const protocol of ['sotw', 'delta'] as const) {
        if (open[protocol] > 0) metrics.streamClosed({ protocol }, open[protocol]);
      }
      for (const id of reporting) loads.book.leave(id);
      if (reporting.size > 0) loads.changed();
    },
  };
}

/** Null where it takes longer. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, milliseconds, null);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
