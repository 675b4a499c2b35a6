import { createThreadedServer } from '../../../src/threads/server.ts';
import type { FleetRegistry } from '../../../src/xds/fleet.ts';
import type { SnapshotSource } from '../../../src/snapshot/cache.ts';
import { NO_METRICS } from '../../../src/xds/ports.ts';
import type { XdsLog, XdsMetrics } from '../../../src/xds/ports.ts';
import { createXdsServer } from '../../../src/xds/server.ts';
import type { XdsServer } from '../../../src/xds/server.ts';
import type { ServerSettings } from '../../../src/threads/protocol.ts';

/** How many threads serve in the tests that hold for one as well as for several. */
export const THREADS = [1, 2] as const;

/** `(two threads)` behind the name of a test that is run for both. */
export const onThreads = (threads: number): string => (threads === 1 ? '' : ` (${threads} threads)`);

const silent = (): void => undefined;

export interface ServeOptions {
  /** Default 1: the streams are on the test's own thread. */
  readonly threads?: number;
  readonly snapshots: SnapshotSource;
  readonly fleet: FleetRegistry;
  readonly server?: ServerSettings;
  readonly metrics?: XdsMetrics;
  readonly log?: XdsLog;
  readonly url?: URL;
  readonly onLost?: (error: Error) => void;
}

/** The xDS server as the daemon would make it. */
export function serveXds(options: ServeOptions): XdsServer {
  const { threads = 1, server = {}, snapshots, fleet, url } = options;
  const { metrics = NO_METRICS, log = { debug: silent, info: silent, warn: silent } } = options;
  if (threads === 1) return createXdsServer({ ...server, snapshots, fleet, log, metrics });
  const lost = (error: Error): void => {
    throw error;
  };
  return createThreadedServer({
    threads,
    server,
    snapshots,
    fleet,
    log,
    logLevel: 'info',
    metrics,
    onLost: options.onLost ?? lost,
    ...(url && { url }),
  });
}
