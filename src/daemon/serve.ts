import { createApiServer } from '../api/server.ts';
import type { Config, LimitsConfig } from '../config/config.ts';
import { formatHostPort, isLoopback } from '../config/values.ts';
import type { HostPort } from '../config/values.ts';
import { VERSION } from '../config/version.ts';
import type { ServerLimits } from '../grpc/model.ts';
import { createDelivery } from '../delivery/delivery.ts';
import { formatDiagnostic } from '../diagnostics/format.ts';
import { createLastGoodStore } from '../pipeline/last-good-store.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import type { PipelineStatus } from '../pipeline/status.ts';
import { createInputWatcher } from '../pipeline/watch.ts';
import { createSnapshotCache } from '../snapshot/cache.ts';
import type { Logger } from '../telemetry/log.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createLog } from '../telemetry/pino-log.ts';
import type { LogOutput } from '../telemetry/pino-log.ts';
import { createTracing } from '../telemetry/create-tracing.ts';
import { createFleet } from '../xds/fleet.ts';
import type { Fleet, SidecarView } from '../xds/fleet.ts';
import type { XdsServer } from '../xds/server.ts';
import { startCompiler } from './compiler.ts';
import type { Compiler } from './compiler.ts';
import { systemClock } from './clock.ts';
import { createVet, startValidator } from './vet.ts';
import { defaultGroup } from '../snapshot/groups.ts';
import { createServing } from './serving.ts';
import { connectionsWithin, openFilesLimit } from './open-files.ts';
import { openState } from './state.ts';
import type { State } from './state.ts';
import { apiSource, sidecarViews } from './sources.ts';
import { createRefusals } from './refusals.ts';
import { badAddress, badCatalog } from './start-error.ts';
import { createWaiting } from './waiting.ts';

/** A running control plane. */
export interface Daemon {
  /** Where it listens, with the ports that the system picked. */
  readonly xds: HostPort;
  readonly http: HostPort;
  readonly log: Logger;
  readonly fleet: Fleet;
  readonly startupMs: StartupMs;
  status(): PipelineStatus;
  /** Stops accepting, ends the streams within the drain timeout, and lets go of everything. */
  close(): Promise<void>;
}

/** When each step of the start was done, in milliseconds since the process began. */
export interface StartupMs {
  /** The modules of the serving side are loaded. */
  readonly modules: number;
  /** The first snapshot is compiled and published. */
  readonly snapshot: number;
  readonly listening: number;
  /** The catalog directory is watched. */
  readonly watching: number;
}

export interface ServeOptions {
  /** Default: this process's; the standard OTEL_* variables are read from it. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Default: pino on the output. */
  readonly log?: Logger;
  /** Default: standard output. */
  readonly output?: LogOutput;
  /** Default: started here. One that is given is closed with the daemon. */
  readonly compiler?: Compiler;
  /** Aborted when the daemon is to stop: ends what a start would wait for. */
  readonly signal?: AbortSignal;
}

/**
 * Starts the control plane: compile, then listen, then watch. Throws a StartError where the catalog is bad and no
 * last-good file stands in, or where an address cannot be listened on; nothing is left open then.
 */
export async function serve(config: Config, options: ServeOptions = {}): Promise<Daemon> {
  const startedAt = Date.now();
  const compiler = options.compiler ?? startCompiler(config);
  const tracing = await createTracing(options.environment ?? process.env, VERSION);
  const metrics = createMetrics(VERSION, tracing.meter);
  const log =
    options.log ??
    (await createLog({
      level: config.logLevel,
      format: config.logFormat,
      ids: tracing.ids,
      ...(options.output && { output: options.output }),
    }));
  options.output?.onLost((lines) => {
    metrics.logLinesLost(lines);
  });
  const ending = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, ending.signal]) : ending.signal;
  const validator = await startValidator(config, signal).catch(async (error: unknown) => {
    await compiler.host.close();
    await tracing.shutdown();
    throw error;
  });
  const cache = createSnapshotCache();
  const fleet = createFleet({ now: Date.now, defer: setImmediate });
  compiler.reportLosses((error) => {
    metrics.workerLost();
    log.error({ err: error }, 'The compile thread ended by a fault, another takes its place');
  });
  let state: State | null = null;
  const delivery = createDelivery({
    cache,
    settings: config.waves,
    clock: systemClock,
    log,
    onAccepted: () => state?.changed(),
    explain: (report) => vet.explain(report),
  });
  const vet = createVet({ delivery: () => delivery, pipeline: () => pipeline, validator, log, signal });
  const pipeline = createPipeline({
    host: compiler.host,
    watcher: (report) => createInputWatcher({ directory: config.catalog, mode: config.watch, ...report }),
    target: vet.target,
    store: config.lastGood === null ? null : createLastGoodStore(config.lastGood),
    log,
    metrics,
    tracing,
  });
  const closing = closers();
  closing.add(() => tracing.shutdown());
  closing.add(() => pipeline.close());
  closing.add(() => {
    delivery.close();
    return Promise.resolve();
  });
  try {
    if (config.stateDir !== null) {
      const opened = await openState(config.stateDir, delivery, log);
      state = opened;
      closing.add(() => opened.close());
    }
    // Before the first compile, while its thread still starts: later it would keep the thread waiting for answers.
    const openFiles = await openFilesLimit();
    const maxConnections = connectionsWithin(openFiles, config.limits.maxConnections);
    if (maxConnections < config.limits.maxConnections) {
      log.info(
        { openFiles, maxConnections },
        'Fewer connections than --max-connections: raise the limit of open files',
      );
    }
    const refusals = createRefusals({ limits: { ...config.limits, maxConnections }, clock: systemClock });
    const xdsServer = await createServing({
      threads: config.servingThreads,
      server: {
        timings: { resourceTtl: config.resourceTtl },
        loadInterval: config.loadReportInterval,
        admitPerSecond: config.limits.admitPerSecond,
        limits: transportLimits({ ...config.limits, maxConnections }),
      },
      snapshots: delivery,
      fleet,
      log,
      logLevel: config.logLevel,
      metrics: refusals.counting(metrics),
    });
    closing.add(() => xdsServer.shutdown({ graceMs: config.drainTimeout }));
    const modules = performance.now();
    const started = pipeline.start();
    metrics.pressure(() => xdsServer.pressure());
    metrics.loads(() => xdsServer.loads.view());
    const outcome = await started;
    if (!outcome.published) {
      const groups = state?.restored ?? [];
      if (groups.length === 0) throw badCatalog(config.catalog, outcome.diagnostics);
      delivery.publish({ services: [...new Set(groups.map(({ group }) => group.service))], groups });
      log.warn(
        { diagnostics: outcome.diagnostics.map(formatDiagnostic) },
        'The catalog cannot be served: what sidecars accepted last serves in its place',
      );
    }
    await vet.settled();
    const isUnserved = (): boolean =>
      vet.status().held.some(({ service }) => !delivery.current(defaultGroup(service)));
    if (isUnserved()) {
      const trouble = await pipeline.fallBack();
      await vet.settled();
      if (isUnserved()) throw badCatalog(config.catalog, [...vet.diagnostics(), ...trouble]);
    }
    fleet.onConverged(({ version, group, at }) => {
      pipeline.converged({ version, service: group.service, at });
    });
    metrics.sidecars(() => sidecarStates(sidecarViews(fleet, delivery)));
    metrics.delivery(() => vet.status());
    const snapshot = performance.now();

    const xds = await listen(xdsServer, '--xds-address', config.xds);

    if (config.operatorGrpc !== null) {
      const { createOperatorServer } = await import('../xds/operator/operator-server.ts');
      const list = async (): Promise<readonly SidecarView[]> => {
        await xdsServer.refresh();
        return sidecarViews(fleet, delivery);
      };
      const operator = createOperatorServer({ list, resources: (id) => xdsServer.resources(id), log });
      await listen(operator, '--operator-grpc-address', config.operatorGrpc);
      closing.add(() => operator.close());
    }

    let ready = false;
    const source = apiSource({
      loads: xdsServer.loads,
      refresh: () => xdsServer.refresh(),
      pipeline,
      cache,
      fleet,
      delivery,
      vet,
      metrics,
      refusals,
      waiting: createWaiting({ count: () => xdsServer.pressure().waiting, clock: systemClock }),
      diagnostics: state?.diagnostics ?? [],
      startedAt,
      isReady: () => ready,
    });
    const api = createApiServer({
      source,
      discovery: xdsServer,
      log,
      loopback: isLoopback(config.http.host),
    });
    const http = await listen(api, '--http-address', config.http);
    closing.add(() => api.close());
    ready = true;
    const listening = performance.now();

    await pipeline.watch();
    const startupMs = { modules, snapshot, listening, watching: performance.now() };
    void metrics.load();
    const status = (): PipelineStatus => pipeline.status();
    const close = (): Promise<void> => {
      ending.abort();
      return closing.close();
    };
    return { xds, http, log, fleet, startupMs, status, close };
  } catch (error) {
    ending.abort();
    await closing.close();
    throw error;
  }
}

function transportLimits(limits: LimitsConfig): Partial<ServerLimits> {
  return {
    maxConnections: limits.maxConnections,
    maxStreams: limits.maxStreams,
    maxConcurrentStreams: limits.maxStreamsPerConnection,
    maxAge: limits.maxConnectionAge,
    maxAgeGrace: limits.maxConnectionAgeGrace,
    keepalive: limits.keepalive,
    slowReader: limits.slowReader,
  };
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

function sidecarStates(views: readonly SidecarView[]): Readonly<Record<string, number>> {
  const states: Record<string, number> = { SYNCED: 0, STALE: 0, NACKED: 0, UNKNOWN_SERVICE: 0 };
  for (const { state } of views) states[state] = (states[state] ?? 0) + 1;
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
