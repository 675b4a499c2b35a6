import type { SecureServerOptions } from 'node:http2';
import { performance } from 'node:perf_hooks';
import type { Method, ServerLimits } from '../grpc/model.ts';
import { createGrpcServer } from '../grpc/server.ts';
import type { ListenOptions } from '../grpc/server.ts';
import { STATUS } from '../grpc/status.ts';
import { unary } from '../grpc/unary.ts';
import type { SnapshotSource } from '../snapshot/cache.ts';
import { TYPE_URLS } from '../snapshot/model.ts';
import type { ResourceType } from '../snapshot/model.ts';
import { createAdmission } from './admission.ts';
import { DiscoveryCall } from './discovery-call.ts';
import { clientStatusMethods } from './operator/client-status.ts';
import type { FleetStreams, SidecarView } from './fleet.ts';
import { createLoadBook } from './load/load-book.ts';
import type { LoadBook, LoadView } from './load/load-book.ts';
import { loadReports } from './load/load-reports.ts';
import type { XdsLog, XdsMetrics } from './ports.ts';
import { transportEvents } from './pressure.ts';
import type { ResourceStatuses } from './resource-status.ts';
import { createResponseCache } from './session/responses.ts';
import { createRuntimeLane } from './session/runtime-lane.ts';
import { createFetcher } from './fetch.ts';
import type { FetchOutcome, FetchRequest } from './fetch.ts';
import { AGGREGATED_DISCOVERY, STREAM_LOAD_STATS, TYPE_SERVICES } from './service.ts';
import { tallied } from './tally.ts';
import type { StreamContext } from './stream.ts';
import { createSessions } from './session/stream-session.ts';
import { syncedVersion } from './sync.ts';
import { DEFAULT_TIMINGS } from './session/timings.ts';
import type { Timings } from './session/timings.ts';
import { createViewHistory } from './session/view.ts';
import { decodeSotwRequest } from './wire/request.ts';
import { createRequestDecoder } from './wire/request-memo.ts';

export interface XdsServerOptions {
  readonly snapshots: SnapshotSource;
  readonly fleet: FleetStreams & {
    /** For sidecars that ask about themselves: all views, or those of the node. */
    list(nodeId: string): readonly SidecarView[] | Promise<readonly SidecarView[]>;
    /** Resource by resource; null where there is no such stream. */
    resources(streamId: number): ResourceStatuses | null | Promise<ResourceStatuses | null>;
  };
  /** Ids of streams, each greater than the last. Default: 1, 2, 3. */
  readonly nextId?: () => number;
  /** Where load reports are summed up. Default: in a book of this server's own. */
  readonly book?: LoadBook;
  readonly log: XdsLog;
  readonly metrics: XdsMetrics;
  /** What differs from `DEFAULT_TIMINGS`. */
  readonly timings?: Partial<Timings>;
  /** Milliseconds between two load reports of a sidecar; 0: none. Default 10,000. */
  readonly loadInterval?: number;
  /** Streams that begin in a second; more of them wait their turn. Default 10,000. */
  readonly admitPerSecond?: number;
  /** What differs from `XDS_LIMITS`. */
  readonly limits?: Partial<ServerLimits>;
  /** Certificates and the like; absent: plaintext. */
  readonly tls?: SecureServerOptions;
}

export interface XdsAddress {
  readonly host: string;
  readonly port: number;
}

/** What the sidecars report of the requests that they send. */
export interface Loads {
  view(): readonly LoadView[];
  /** Calls after each report; returns the way to stop. */
  onChange(listener: () => void): () => void;
}

/** What clients have under way now. */
export interface Pressure {
  readonly connections: number;
  /** Calls of all kinds; discovery streams are most of them. */
  readonly calls: number;
  /** Discovery streams that are not let in yet. */
  readonly waiting: number;
}

export interface XdsServer {
  /**
   * Listens; port 0 takes a free one. Rejects with an `Error` whose `code` is the system's
   * (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`) where it named one.
   */
  listen(address: ListenOptions): Promise<XdsAddress>;
  /** The unary form, for clients that come some other way than by gRPC. */
  fetch(type: ResourceType, request: FetchRequest): Promise<FetchOutcome>;
  readonly loads: Loads;
  /** Resolves when the fleet and the counts show all that happened before the call; at once on a single thread. */
  refresh(): Promise<void>;
  /** What a stream has, resource by resource; null where there is no such stream. */
  resources(streamId: number): Promise<ResourceStatuses | null>;
  pressure(): Pressure;
  /** Takes no new connection, ends the streams, and after `graceMs` closes what is still open. */
  shutdown(options: { readonly graceMs: number }): Promise<void>;
}

const DEFAULT_LOAD_INTERVAL = 10_000;

const FETCH_STATUS = {
  invalid: STATUS.INVALID_ARGUMENT,
  'unknown-service': STATUS.NOT_FOUND,
  'not-ready': STATUS.UNAVAILABLE,
} as const;

/** A stream lives for ever: now and then it is asked to come again, so that replicas share the fleet evenly. */
export const XDS_LIMITS: Partial<ServerLimits> = Object.freeze({ maxAge: 3_600_000 });

/** Streams that begin in a second, where it is not said otherwise. */
export const ADMIT_PER_SECOND = 10_000;

/** How long counts wait for company. */
const COUNTS_MS = 20;

export function createXdsServer(options: XdsServerOptions): XdsServer {
  const { log } = options;
  const metrics = tallied(options.metrics, (task) => void setTimeout(task, COUNTS_MS).unref());
  const responses = createResponseCache();
  const lane = createRuntimeLane();
  const context: StreamContext = {
    ...options,
    metrics,
    responses,
    lane,
    sessions: createSessions({
      responses,
      lane,
      history: createViewHistory(),
      timings: { ...DEFAULT_TIMINGS, ...options.timings },
      syncedVersion: (state) => syncedVersion(state, lane),
    }),
    requests: { sotw: createRequestDecoder('sotw'), delta: createRequestDecoder('delta') },
  };
  const fetcher = createFetcher(context);
  const book = options.book ?? createLoadBook();
  const loadListeners = new Set<() => void>();
  const loadInterval = options.loadInterval ?? DEFAULT_LOAD_INTERVAL;
  const loadChanged = (): void => {
    for (const listener of [...loadListeners]) listener();
  };
  const admission = createAdmission({
    perSecond: options.admitPerSecond ?? ADMIT_PER_SECOND,
    now: () => performance.now(),
    after: (milliseconds, task) => void setTimeout(task, milliseconds),
  });
  const nextId = options.nextId ?? counted();

  const discovery =
    (protocol: 'sotw' | 'delta', only?: ResourceType): Method =>
    (call) =>
      new DiscoveryCall(call, { id: nextId(), protocol, ...(only && { only }), context, admission });
  const fetch = async (type: ResourceType, request: FetchRequest): Promise<FetchOutcome> => {
    const { typeUrl } = request;
    if (typeUrl !== '' && typeUrl !== TYPE_URLS[type]) {
      metrics.badRequest();
      return refuse(`this service serves ${TYPE_URLS[type]} only, not ${typeUrl}`);
    }
    const outcome = await fetcher.fetch(type, request, nextId());
    if (outcome.kind === 'response') metrics.push({ type }, outcome.bytes.length);
    return outcome;
  };
  const fetchMethod = (type: ResourceType): Method =>
    unary(
      async (bytes) => {
        const request = decodeFetch(bytes);
        const answer = request ? await fetch(type, request) : refuse('not a discovery request');
        if (answer.kind === 'response') return { kind: 'message', bytes: answer.bytes };
        return { kind: 'status', status: { code: FETCH_STATUS[answer.reason], message: answer.message } };
      },
      (error) => {
        log.warn({ err: error }, 'a fetch failed');
      },
    );
  const methods = new Map<string, Method>([
    [AGGREGATED_DISCOVERY.sotw, discovery('sotw')],
    [AGGREGATED_DISCOVERY.delta, discovery('delta')],
    [STREAM_LOAD_STATS, loadReports({ book, nextId, metrics, interval: loadInterval, changed: loadChanged })],
  ]);
  const list = async (nodeId?: string): Promise<readonly SidecarView[]> =>
    nodeId === undefined ? [] : options.fleet.list(nodeId);
  const resources = async (streamId: number): Promise<ResourceStatuses | null> =>
    options.fleet.resources(streamId);
  for (const [path, method] of clientStatusMethods({ list, resources, selfOnly: true, log }))
    methods.set(path, method);
  for (const { type, methods: paths } of TYPE_SERVICES) {
    methods.set(paths.delta, discovery('delta', type));
    if (paths.sotw !== null) methods.set(paths.sotw, discovery('sotw', type));
    if (paths.fetch !== null) methods.set(paths.fetch, fetchMethod(type));
  }
  const server = createGrpcServer({
    methods,
    limits: { ...XDS_LIMITS, ...options.limits },
    ...(options.tls && { tls: options.tls }),
    events: transportEvents({ metrics, log }),
  });

  return {
    listen: (address) => server.listen(address),
    refresh: () => {
      metrics.tell();
      return Promise.resolve();
    },
    resources,
    fetch,
    loads: {
      view: () => book.view(),
      onChange(listener) {
        loadListeners.add(listener);
        return () => void loadListeners.delete(listener);
      },
    },
    pressure: () => ({
      connections: server.connections,
      calls: server.calls,
      waiting: admission.waiting,
    }),
    async shutdown({ graceMs }) {
      fetcher.close();
      const status = { code: STATUS.UNAVAILABLE, message: 'the control plane is shutting down' };
      await server.shutdown({ status, graceMs });
      metrics.tell();
    },
  };
}

function counted(): () => number {
  let last = 0;
  return () => (last += 1);
}

function decodeFetch(bytes: Uint8Array): FetchRequest | null {
  try {
    return decodeSotwRequest(bytes, true);
  } catch {
    return null;
  }
}

const refuse = (message: string): FetchOutcome => ({ kind: 'refused', reason: 'invalid', message });
