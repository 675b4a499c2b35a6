import { Client, credentials } from '@grpc/grpc-js';
import type { ClientDuplexStream, StatusObject } from '@grpc/grpc-js';
import { messageOf } from '../../../src/grpc/framing.ts';
import { createSnapshotCache } from '../../../src/snapshot/cache.ts';
import type { SnapshotCache } from '../../../src/snapshot/cache.ts';
import type { GroupSnapshot } from '../../../src/snapshot/model.ts';
import { createFleet } from '../../../src/xds/fleet.ts';
import type { FleetRegistry } from '../../../src/xds/fleet.ts';
import type { XdsServer } from '../../../src/xds/server.ts';
import { serveXds } from './serve-xds.ts';
import type { SessionEvent } from '../../../src/xds/session/session-events.ts';
import { DEFAULT_TIMINGS } from '../../../src/xds/session/timings.ts';
import type { Timings } from '../../../src/xds/session/timings.ts';
import { syncState } from '../../../src/xds/sync.ts';
import { newProcess, Trio } from './trio.ts';
import { encodeRequest } from './wire.ts';

export type Protocol = 'sotw' | 'delta';

/** A server with one client stream, however they are tied together. */
export interface Line {
  /** Opens a new stream in place of the last. */
  open(protocol: Protocol): void;
  send(bytes: Buffer): void;
  /** The next response; waits for timers of the server if there is none yet. */
  receive(): Promise<Buffer>;
  /** Throws if the server has said something unasked. */
  silence(): Promise<void>;
  /** Null: the service is gone. */
  publish(snapshot: GroupSnapshot | null): Promise<void>;
  /** Another server process over the same snapshot. */
  replace(): Promise<void>;
  /** One whose resources have a lifetime. */
  letExpire(): Promise<void>;
  /** The state that the fleet shows; over gRPC, the one that is expected if it comes to show that soon. */
  state(expected: string): Promise<string>;
  close(): Promise<void>;
}

const SERVICE = 'svc';

/** The state machine alone, with a clock that jumps to the next timer. */
export function sessionLine(): Line {
  let shared = newProcess();
  let timings = DEFAULT_TIMINGS;
  const cache = createSnapshotCache();
  let protocol: Protocol = 'sotw';
  let session: Trio | null = null;
  let release: (() => void) | null = null;
  let now = 0;
  let responses: Buffer[] = [];
  const step = (event: SessionEvent): void => {
    for (const effect of session?.step(event, now) ?? []) {
      if (effect.kind === 'acquire') {
        const own = session;
        const handle = cache.acquire(effect.group, (snapshot) => {
          if (own === session) step({ kind: 'snapshot', snapshot });
        });
        release = handle.release.bind(handle);
        const current = cache.current(effect.group);
        if (current !== undefined) step({ kind: 'snapshot', snapshot: current });
      } else if (effect.kind === 'send') responses.push(effect.bytes);
      else if (effect.kind === 'sendOther') responses.push(messageOf(effect.frame));
      else if (effect.kind === 'fail') throw new Error(effect.message);
    }
  };
  return {
    open(next) {
      release?.();
      release = null;
      protocol = next;
      responses = [];
      session = new Trio(shared, { protocol, timings });
    },
    send(bytes) {
      const request = shared.requests[protocol].decode(bytes, session?.wantsNode ?? true);
      step({ kind: 'request', request });
    },
    receive() {
      while (responses.length === 0) {
        const deadline = session?.deadline ?? null;
        if (deadline === null) throw new Error('no response, and no timer that could bring one');
        now = deadline;
        step({ kind: 'tick' });
      }
      const [bytes] = responses.splice(0, 1);
      if (!bytes) throw new Error('no response');
      return Promise.resolve(bytes);
    },
    silence() {
      if (responses.length > 0) throw new Error('a response that nobody expected');
      return Promise.resolve();
    },
    publish(snapshot) {
      cache.publish(snapshot ? { services: [SERVICE], groups: [snapshot] } : { services: [], groups: [] });
      return Promise.resolve();
    },
    replace() {
      shared = newProcess();
      return Promise.resolve();
    },
    letExpire() {
      timings = { ...DEFAULT_TIMINGS, resourceTtl: 90_000 };
      return Promise.resolve();
    },
    state() {
      if (!session || session.state.service === 'unknown') return Promise.resolve('UNKNOWN_SERVICE');
      return Promise.resolve(syncState(session.state, shared.lane));
    },
    close: () => Promise.resolve(),
  };
}

const passThrough = (bytes: Buffer): Buffer => bytes;
const ADS = '/envoy.service.discovery.v3.AggregatedDiscoveryService/';
const METHODS = { sotw: `${ADS}StreamAggregatedResources`, delta: `${ADS}DeltaAggregatedResources` } as const;

/** A client stream whose messages are bytes. */
export class TestStream {
  readonly call: ClientDuplexStream<Buffer, Buffer>;
  readonly ended: Promise<StatusObject>;
  readonly #waiting: ((bytes: Buffer) => void)[] = [];
  readonly #responses: Buffer[] = [];
  #written: Promise<void> = Promise.resolve();

  constructor(client: Client, path: string) {
    this.call = client.makeBidiStreamRequest<Buffer, Buffer>(path, passThrough, passThrough);
    this.call.on('data', (bytes: Buffer) => {
      const waiting = this.#waiting.shift();
      if (waiting) waiting(bytes);
      else this.#responses.push(bytes);
    });
    // The status says the same as the error.
    this.call.on('error', () => undefined);
    this.ended = new Promise((resolve) => this.call.on('status', resolve));
  }

  send(bytes: Buffer): void {
    this.#written = new Promise((resolve) => {
      this.call.write(bytes, () => {
        resolve();
      });
    });
  }

  /** All that was sent is on the connection: HTTP/2 may put a later stream's messages before those that wait. */
  get written(): Promise<void> {
    return this.#written;
  }

  receive(): Promise<Buffer> {
    const bytes = this.#responses.shift();
    if (bytes) return Promise.resolve(bytes);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  get unread(): number {
    return this.#responses.length;
  }
}

export function openTestStream(client: Client, protocol: Protocol): TestStream {
  return new TestStream(client, METHODS[protocol]);
}

/** Waits short enough for a test; their order is that of the defaults. */
export const SHORT_TIMINGS: Timings = {
  clusterOvertake: 40,
  clusterWait: 400,
  removalGrace: 60,
  runtimeWait: 120,
  retryMin: 40,
  retryMax: 80,
  resourceTtl: 0,
};

export interface TestServer {
  readonly cache: SnapshotCache;
  readonly fleet: FleetRegistry;
  readonly server: XdsServer;
  readonly address: string;
  client(): Client;
  close(): Promise<void>;
}

export async function startTestServer(
  options: {
    readonly cache?: SnapshotCache;
    readonly threads?: number;
    readonly timings?: Partial<Timings>;
  } = {},
): Promise<TestServer> {
  const { threads = 1 } = options;
  const timings = { ...SHORT_TIMINGS, ...options.timings };
  const cache = options.cache ?? createSnapshotCache();
  const fleet = createFleet({ now: Date.now, defer: (task) => setImmediate(task) });
  const server = serveXds({ threads, snapshots: cache, fleet, server: { timings } });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const address = `127.0.0.1:${port}`;
  const clients: Client[] = [];
  return {
    cache,
    fleet,
    server,
    address,
    client() {
      const client = new Client(address, credentials.createInsecure(), {
        'grpc.use_local_subchannel_pool': 1,
      });
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) client.close();
      await server.shutdown({ graceMs: 1_000 });
    },
  };
}

/** The same over gRPC, on a free port. */
export async function grpcLine(threads = 1): Promise<Line> {
  let running = await startTestServer({ threads });
  let client = running.client();
  let stream: TestStream | null = null;
  const current = (): TestStream => {
    if (!stream) throw new Error('no stream is open');
    return stream;
  };
  const fence = async (): Promise<void> => {
    await stream?.written;
    // A second stream on the same connection: its answer comes behind all that the first was to get by now.
    const second = openTestStream(client, 'delta');
    const node = { id: 'fence', cluster: 'fence' };
    second.send(encodeRequest('delta', { node, typeUrl: 'fence', subscribe: ['fence'] }));
    await second.receive();
    second.call.cancel();
  };
  const restart = async (timings: Partial<Timings>): Promise<void> => {
    const { cache } = running;
    await running.close();
    running = await startTestServer({ cache, threads, timings });
    client = running.client();
  };
  const silence = async (): Promise<void> => {
    await fence();
    if (current().unread > 0) throw new Error('a response that nobody expected');
  };
  return {
    open(protocol) {
      stream?.call.cancel();
      stream = openTestStream(client, protocol);
    },
    send(bytes) {
      current().send(bytes);
    },
    receive: () => current().receive(),
    silence,
    async publish(snapshot) {
      // What the client has said by now comes first.
      if (stream) await fence();
      running.cache.publish(
        snapshot ? { services: [SERVICE], groups: [snapshot] } : { services: [], groups: [] },
      );
      // Serving threads hear of it at the end of this turn, and of the question after it.
      await new Promise(setImmediate);
      await running.server.refresh();
    },
    replace: () => restart({}),
    letExpire: () => restart({ resourceTtl: 300 }),
    async state(expected) {
      const until = Date.now() + 2_000;
      for (;;) {
        await silence();
        await running.server.refresh();
        const shown = running.fleet.list().find(({ service }) => service === SERVICE)?.state ?? 'GONE';
        if (shown === expected || Date.now() >= until) return shown;
      }
    },
    async close() {
      stream?.call.cancel();
      await running.close();
    },
  };
}
