import { logVerbosity, Server, ServerCredentials, setLogVerbosity, status } from '@grpc/grpc-js';
import type { sendUnaryData, ServerDuplexStream, ServerUnaryCall } from '@grpc/grpc-js';
import type { SnapshotSource } from '../snapshot/cache.ts';
import { TYPE_URLS } from '../snapshot/model.ts';
import type { ResourceType } from '../snapshot/model.ts';
import type { FleetRegistry } from './fleet.ts';
import type { XdsLog, XdsMetrics } from './ports.ts';
import { createResponseCache } from './responses.ts';
import { createRuntimeLane } from './runtime-lane.ts';
import { createFetcher } from './fetch.ts';
import type { FetchOutcome, FetchRequest } from './fetch.ts';
import { AGGREGATED_DISCOVERY, LOAD_REPORTING, TYPE_SERVICES } from './service.ts';
import { openStream } from './stream.ts';
import type { StreamContext } from './stream.ts';
import { DEFAULT_TIMINGS } from './timings.ts';
import type { Timings } from './timings.ts';
import { createViewHistory } from './view.ts';
import { decodeSotwRequest } from './wire/request.ts';

export interface XdsServerOptions {
  readonly snapshots: SnapshotSource;
  readonly fleet: FleetRegistry;
  readonly log: XdsLog;
  readonly metrics: XdsMetrics;
  /** What differs from `DEFAULT_TIMINGS`. */
  readonly timings?: Partial<Timings>;
}

export interface XdsAddress {
  readonly host: string;
  readonly port: number;
}

export interface XdsServer {
  /**
   * Listens in plaintext; port 0 takes a free one. Rejects with an `Error` whose `code` is the system's
   * (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`) where it named one.
   */
  listen(address: XdsAddress): Promise<XdsAddress>;
  /** The unary form, for clients that come some other way than by gRPC. */
  fetch(type: ResourceType, request: FetchRequest): Promise<FetchOutcome>;
  /** Takes no new connection, ends the streams, and after `graceMs` closes what is still open. */
  shutdown(options: { readonly graceMs: number }): Promise<void>;
}

const FETCH_STATUS = {
  invalid: status.INVALID_ARGUMENT,
  'unknown-service': status.NOT_FOUND,
  'not-ready': status.UNAVAILABLE,
} as const;

type Call = ServerDuplexStream<Buffer, Buffer>;

const SERVER_OPTIONS = {
  // A sidecar that vanished without a word is noticed within a minute.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 20_000,
  // The largest requests are a delta reconnect's versions: about 100 bytes a resource.
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
  'grpc.max_send_message_length': -1,
  'grpc.max_concurrent_streams': 1_000,
} as const;

export function createXdsServer(options: XdsServerOptions): XdsServer {
  const context: StreamContext = {
    ...options,
    responses: createResponseCache(),
    lane: createRuntimeLane(),
    history: createViewHistory(),
    timings: { ...DEFAULT_TIMINGS, ...options.timings },
  };
  // The library writes to stderr by itself; all that matters comes back as an error or a status.
  setLogVerbosity(logVerbosity.NONE);
  const server = new Server(SERVER_OPTIONS);
  const fetcher = createFetcher(context);
  const calls = new Set<Call>();
  let lastId = 0;
  let stopping: Promise<void> | null = null;

  const track = (call: Call, onEnd: () => void): void => {
    calls.add(call);
    const end = (): void => {
      if (calls.delete(call)) onEnd();
    };
    call.on('cancelled', end);
    call.on('close', end);
    call.on('error', end);
    // The client has closed its half: an xDS stream has nothing more to say then.
    call.on('end', () => {
      end();
      call.end();
    });
  };
  const discovery = (protocol: 'sotw' | 'delta', only?: ResourceType) => (call: Call) => {
    lastId += 1;
    const port = {
      peer: call.getPeer(),
      write: (bytes: Buffer) => void call.write(bytes),
      reject: (message: string) => {
        fail(call, status.INVALID_ARGUMENT, message);
      },
    };
    const stream = openStream({ id: lastId, protocol, ...(only && { only }) }, port, context);
    track(call, () => {
      stream.close();
    });
    call.on('data', (bytes: Buffer) => {
      stream.receive(bytes);
    });
  };
  const fetch = async (type: ResourceType, request: FetchRequest): Promise<FetchOutcome> => {
    const { typeUrl } = request;
    if (typeUrl !== '' && typeUrl !== TYPE_URLS[type]) {
      options.metrics.badRequest();
      return refuse(`this service serves ${TYPE_URLS[type]} only, not ${typeUrl}`);
    }
    lastId += 1;
    const outcome = await fetcher.fetch(type, request, lastId);
    if (outcome.kind === 'response') options.metrics.push({ type }, outcome.bytes.length);
    return outcome;
  };
  const unary =
    (type: ResourceType) =>
    (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>): void => {
      const request = decodeFetch(call.request);
      const outcome = request ? fetch(type, request) : Promise.resolve(refuse('not a discovery request'));
      outcome.then(
        (answer) => {
          if (answer.kind === 'response') callback(null, answer.bytes);
          else callback({ code: FETCH_STATUS[answer.reason], details: answer.message });
        },
        (error: unknown) => {
          options.log.warn({ err: error }, 'a fetch failed');
          callback({ code: status.INTERNAL, details: 'internal error: the log has its cause' });
        },
      );
    };
  server.addService(AGGREGATED_DISCOVERY, {
    StreamAggregatedResources: discovery('sotw'),
    DeltaAggregatedResources: discovery('delta'),
  });
  for (const { type, methods } of TYPE_SERVICES) {
    const { sotw, delta, fetch } = methods;
    server.addService(
      { delta, ...(sotw && { sotw }), ...(fetch && { fetch }) },
      { delta: discovery('delta', type), sotw: discovery('sotw', type), fetch: unary(type) },
    );
  }
  server.addService(LOAD_REPORTING, {
    // Never asked for reports, a client sends its first message and stays quiet.
    StreamLoadStats: (call: Call) => {
      track(call, () => undefined);
      call.resume();
    },
  });

  return {
    async listen({ host, port }) {
      const name = host.includes(':') ? `[${host}]` : host;
      const bound = await new Promise<number>((resolve, reject) => {
        server.bindAsync(`${name}:${port}`, ServerCredentials.createInsecure(), (error, boundPort) => {
          if (error) reject(listenError(error, `${name}:${port}`));
          else resolve(boundPort);
        });
      });
      return { host, port: bound };
    },
    fetch,
    shutdown({ graceMs }) {
      fetcher.close();
      stopping ??= new Promise((resolve) => {
        const force = setTimeout(() => {
          server.forceShutdown();
          resolve();
        }, graceMs);
        server.tryShutdown(() => {
          clearTimeout(force);
          resolve();
        });
        for (const call of [...calls]) fail(call, status.UNAVAILABLE, 'the control plane is shutting down');
      });
      return stopping;
    },
  };
}

function fail(call: Call, code: status, details: string): void {
  call.emit('error', { code, details, name: 'Error', message: details });
}

/** gRPC wraps the system's error in a sentence; the code is what callers act on. */
function listenError(error: Error, address: string): Error {
  const code = /\bE[A-Z]{4,}\b/.exec(error.message)?.[0];
  const wrapped = new Error(`cannot listen on ${address}: ${error.message}`, { cause: error });
  return code === undefined ? wrapped : Object.assign(wrapped, { code });
}

function decodeFetch(bytes: Uint8Array): FetchRequest | null {
  try {
    return decodeSotwRequest(bytes, true);
  } catch {
    return null;
  }
}

const refuse = (message: string): FetchOutcome => ({ kind: 'refused', reason: 'invalid', message });
