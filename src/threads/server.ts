import { createServer } from 'node:net';
import type { SnapshotSource } from '../snapshot/cache.ts';
import type { FleetRegistry } from '../xds/fleet.ts';
import type { ResourceStatuses } from '../xds/resource-status.ts';
import type { XdsLog, XdsMetrics } from '../xds/ports.ts';
import { createXdsServer } from '../xds/server.ts';
import type { XdsAddress, XdsServer } from '../xds/server.ts';
import { shareOf } from './limits.ts';
import { createLoads } from './loads.ts';
import type { Found, LogLevel, ServerSettings, Wanted } from './protocol.ts';
import { createServingThread } from './serving-thread.ts';
import { createShare } from './shared-bytes.ts';

export interface ThreadedServerOptions {
  /** At least 2. */
  readonly threads: number;
  /** Its limits are for all threads together. */
  readonly server: ServerSettings;
  readonly snapshots: SnapshotSource;
  readonly fleet: FleetRegistry;
  readonly log: XdsLog;
  readonly logLevel: LogLevel;
  readonly metrics: XdsMetrics;
  /** A thread ended by a fault; another takes its place. */
  readonly onLost: (error: Error) => void;
  /** The module of the threads; default `worker.ts`. */
  readonly url?: URL;
}

/**
 * An xDS server whose streams are on several threads, which listen on the same port: the system shares the connections
 * out. All that is decided stays on this thread: which snapshot each stream is to have, and what the fleet looks like.
 * Threads start at once, and listen when told to.
 */
export function createThreadedServer(options: ThreadedServerOptions): XdsServer {
  const { threads: count, snapshots, fleet, log, metrics } = options;
  const ids = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const loads = createLoads();
  const lastId = new BigInt64Array(ids);
  const nextId = (): number => Number(Atomics.add(lastId, 0, 1n)) + 1;
  /** Serves no stream: it answers those who come by HTTP. */
  const local = createXdsServer({ ...options.server, snapshots, fleet, log, metrics, nextId });
  const refresh = async (): Promise<void> => {
    await Promise.all([local, ...threads].map((one) => one.refresh()));
  };
  const resources = async (streamId: number): Promise<ResourceStatuses | null> => {
    const all = await Promise.all(threads.map((thread) => thread.resources(streamId)));
    return all.find((one) => one !== null) ?? null;
  };
  const shared = {
    ...options,
    settings: { server: shareOf(options.server, count), logLevel: options.logLevel, ids },
    url: options.url ?? new URL('./worker.ts', import.meta.url),
    share: createShare(),
    loads,
    find: async (wanted: Wanted): Promise<Found> => {
      if ('streamId' in wanted) return { resources: await resources(wanted.streamId) };
      await refresh();
      return { views: fleet.list().filter((view) => view.nodeId === wanted.nodeId) };
    },
  };
  const threads = Array.from({ length: count }, () => createServingThread(shared));

  return {
    async listen({ host, port }) {
      if (port !== 0) await probe({ host, port });
      const [first, ...rest] = threads;
      if (!first) throw new Error('a server without threads');
      const address = await first.listen({ host, port });
      await Promise.all(rest.map((thread) => thread.listen({ host, port: address.port })));
      return address;
    },
    refresh,
    resources,
    fetch: (type, request) => local.fetch(type, request),
    loads,
    pressure() {
      const all = threads.map((thread) => thread.pressure());
      const sum = (of: 'connections' | 'calls' | 'waiting'): number =>
        all.reduce((total, one) => total + one[of], 0);
      return { connections: sum('connections'), calls: sum('calls'), waiting: sum('waiting') };
    },
    async shutdown({ graceMs }) {
      await Promise.all([
        local.shutdown({ graceMs }),
        ...threads.map((thread) => thread.shutdown({ graceMs })),
      ]);
    },
  };
}

/**
 * Rejects with the system's error where another process listens: it would share the port with threads of ours if it
 * is of the same user and willing, and each would get a part of the sidecars.
 */
function probe({ host, port }: XdsAddress): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.close(() => {
        resolve();
      });
    });
  });
}
