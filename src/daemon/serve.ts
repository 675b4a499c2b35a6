import { createApiServer } from '../api/server.ts';
import type { Config } from '../config/config.ts';
import { formatHostPort, isLoopback } from '../config/values.ts';
import type { HostPort } from '../config/values.ts';
import { VERSION } from '../config/version.ts';
import type { EngineHost } from '../pipeline/engine-host.ts';
import { createLastGoodStore } from '../pipeline/last-good-store.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import type { PipelineStatus } from '../pipeline/status.ts';
import { createInputWatcher } from '../pipeline/watch.ts';
import { hostWorker } from '../pipeline/worker-host.ts';
import { createSnapshotCache } from '../snapshot/cache.ts';
import type { Logger } from '../telemetry/log.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createLog } from '../telemetry/pino-log.ts';
import { createTracing } from '../telemetry/create-tracing.ts';
import { createFleet } from '../xds/fleet.ts';
import type { Fleet, FleetRegistry } from '../xds/fleet.ts';
import type { XdsServer } from '../xds/server.ts';
import { apiSource } from './sources.ts';
import { badAddress, badCatalog } from './start-error.ts';

/** A running control plane. */
export interface Daemon {
  /** Where it listens, with the ports that the system picked. */
  readonly xds: HostPort;
  readonly http: HostPort;
  readonly log: Logger;
  readonly fleet: Fleet;
  status(): PipelineStatus;
  /** Stops accepting, ends the streams within the drain timeout, and lets go of everything. */
  close(): Promise<void>;
}

export interface ServeOptions {
  /** Default: this process's; the standard OTEL_* variables are read from it. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Default: pino on standard output. */
  readonly log?: Logger;
}

/**
 * Starts the control plane: compile, then listen, then watch. Throws a StartError where the catalog is bad and no
 * last-good file stands in, or where an address cannot be listened on; nothing is left open then.
 */
export async function serve(config: Config, options: ServeOptions = {}): Promise<Daemon> {
  const startedAt = Date.now();
  const tracing = await createTracing(options.environment ?? process.env, VERSION);
  const metrics = createMetrics(VERSION, tracing.meter);
  // Loading gRPC takes as long as the first compile: both at once.
  const xdsModule = import('../xds/server.ts');
  const log =
    options.log ?? (await createLog({ level: config.logLevel, format: config.logFormat, ids: tracing.ids }));
  const cache = createSnapshotCache();
  const fleet = createFleet({ now: Date.now, defer: setImmediate });
  const host = engineHost(config, log, metrics);
  const pipeline = createPipeline({
    host,
    watcher: (report) => createInputWatcher({ directory: config.catalog, mode: config.watch, ...report }),
    target: cache,
    store: config.lastGood === null ? null : createLastGoodStore(config.lastGood),
    log,
    metrics,
    tracing,
  });
  const closing = closers();
  closing.add(() => tracing.shutdown());
  closing.add(() => pipeline.close());
  try {
    const outcome = await pipeline.start();
    if (!outcome.published) throw badCatalog(config.catalog, outcome.diagnostics);
    fleet.onConverged(({ version, group, at }) => {
      pipeline.converged({ version, service: group.service, at });
    });
    metrics.sidecars(() => sidecarStates(fleet));

    const { createXdsServer } = await xdsModule;
    const xdsServer = createXdsServer({ snapshots: cache, fleet, log, metrics });
    const xds = await listen(xdsServer, '--xds-address', config.xds);
    closing.add(() => xdsServer.shutdown({ graceMs: config.drainTimeout }));

    let ready = false;
    const source = apiSource({ pipeline, cache, fleet, metrics, startedAt, isReady: () => ready });
    const api = createApiServer({ source, log, loopback: isLoopback(config.http.host) });
    const http = await listen(api, '--http-address', config.http);
    closing.add(() => api.close());
    ready = true;

    await pipeline.watch();
    void metrics.load();
    return { xds, http, log, fleet, status: () => pipeline.status(), close: () => closing.close() };
  } catch (error) {
    await closing.close();
    throw error;
  }
}

function engineHost(config: Config, log: Logger, metrics: Metrics): EngineHost {
  return hostWorker({
    acceptLargeChanges: config.acceptLargeChanges,
    onLost(error) {
      metrics.workerLost();
      log.error({ err: error }, 'The compile thread ended by a fault, another takes its place');
    },
  });
}

async function listen(
  server: Pick<XdsServer, 'listen'>,
  option: string,
  address: HostPort,
): Promise<HostPort> {
  try {
    return await server.listen(address);
  } catch (error) {
    throw badAddress(option, formatHostPort(address), error);
  }
}

function sidecarStates(fleet: FleetRegistry): Readonly<Record<string, number>> {
  const states: Record<string, number> = { SYNCED: 0, STALE: 0, NACKED: 0, UNKNOWN_SERVICE: 0 };
  for (const { state } of fleet.list()) states[state] = (states[state] ?? 0) + 1;
  return states;
}

/** Closes in the reverse order of opening, once, and all of it even if one fails. */
function closers(): { add(close: () => Promise<void>): void; close(): Promise<void> } {
  const all: (() => Promise<void>)[] = [];
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const one of all.reverse()) await one().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed');
  };
  return {
    add: (one) => {
      all.push(one);
    },
    close: () => (closed ??= close()),
  };
}
