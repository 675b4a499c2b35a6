import type { LogLevel } from '../config/config.ts';
import type { SnapshotSource } from '../snapshot/cache.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { FleetRegistry } from '../xds/fleet.ts';
import type { XdsServer, XdsServerOptions } from '../xds/server.ts';

export interface ServingOptions {
  /** 1: the streams are on this thread, and nothing of the others is even loaded. */
  readonly threads: number;
  readonly server: Pick<XdsServerOptions, 'timings' | 'loadInterval' | 'admitPerSecond' | 'limits'>;
  readonly snapshots: SnapshotSource;
  readonly fleet: FleetRegistry;
  readonly log: Logger;
  readonly logLevel: LogLevel;
  readonly metrics: Metrics;
}

/** What serves the sidecars: on this thread, or on threads of its own. */
export async function createServing(options: ServingOptions): Promise<XdsServer> {
  const { threads, server, snapshots, fleet, log, metrics } = options;
  if (threads === 1) {
    const { createXdsServer } = await import('../xds/server.ts');
    return createXdsServer({ ...server, snapshots, fleet, log, metrics });
  }
  const { createThreadedServer } = await import('../threads/server.ts');
  return createThreadedServer({
    ...options,
    onLost: (error) => {
      metrics.servingThreadLost();
      log.error(
        { err: error },
        'A serving thread ended by a fault, another takes its place: its sidecars connect again',
      );
    },
  });
}
