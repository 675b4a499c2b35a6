import { EventEmitter, once } from 'node:events';
import { Client, credentials } from '@grpc/grpc-js';
import protobuf from 'protobufjs/minimal.js';
import { createDelivery } from '../../../src/delivery/delivery.ts';
import type { Delivery } from '../../../src/delivery/delivery.ts';
import type { Origin } from '../../../src/delivery/ports.ts';
import { DEFAULT_WAVES } from '../../../src/delivery/settings.ts';
import type { WaveSettings } from '../../../src/delivery/settings.ts';
import { systemClock } from '../../../src/daemon/clock.ts';
import { createSnapshotCache } from '../../../src/snapshot/cache.ts';
import { createFleet } from '../../../src/xds/fleet.ts';
import type { FleetRegistry } from '../../../src/xds/fleet.ts';
import type { XdsServer } from '../../../src/xds/server.ts';
import { EnvoyModel } from './envoy-model.ts';
import { openTestStream, SHORT_TIMINGS } from './line.ts';
import type { Protocol, TestStream } from './line.ts';
import { serveXds } from './serve-xds.ts';
import type { ServeOptions } from './serve-xds.ts';
import { decodeResponse, encodeRequest } from './wire.ts';

export interface SidecarOptions {
  readonly id: string;
  readonly protocol?: Protocol;
  readonly service?: string;
  /** Minor version of Envoy 1.x. */
  readonly minor?: number;
  /** Contents that it rejects, as `EnvoyModel.poison`. */
  readonly poison?: readonly string[];
  /** It reads and never answers. */
  readonly silent?: boolean;
  /** The text of its rejections. */
  readonly complaint?: string;
}

/** A small Envoy of our own bootstrap at the end of a gRPC stream. */
export class TestSidecar {
  readonly id: string;
  readonly model: EnvoyModel;
  /** Every cluster content that it was ever sent. */
  readonly seen = new Set<string>();
  readonly #stream: TestStream;
  readonly #options: SidecarOptions;
  readonly #events: EventEmitter;
  #closed = false;
  silent: boolean;

  constructor(client: Client, options: SidecarOptions, events: EventEmitter) {
    this.#options = options;
    this.#events = events;
    this.id = options.id;
    this.silent = options.silent ?? false;
    this.model = new EnvoyModel(options.protocol ?? 'delta');
    for (const one of options.poison ?? []) this.model.poison.add(one);
    this.#stream = openTestStream(client, this.model.protocol);
    this.model.connect();
    this.#send(true);
    void this.#read();
  }

  /** Resolves when the stream is over, for whatever reason. */
  get ended(): Promise<unknown> {
    return this.#stream.ended;
  }

  close(): void {
    this.#closed = true;
    this.#stream.call.cancel();
  }

  content(cluster: string): string | undefined {
    return this.model.clusters.get(cluster)?.content;
  }

  async #read(): Promise<void> {
    while (!this.#closed) {
      const response = decodeResponse(this.model.protocol, await this.#stream.receive());
      const text = response.resources.map(({ any }) => new TextDecoder().decode(any));
      for (const one of text) this.seen.add(one);
      if (this.silent) continue;
      this.model.receive(response);
      this.#send(false);
      this.#events.emit('change');
    }
  }

  #send(first: boolean): void {
    for (let request = this.model.take(); request; request = this.model.take()) {
      const { node, ...rest } = request;
      const complaint = this.#options.complaint;
      const said = rest.error !== undefined && complaint !== undefined ? { ...rest, error: complaint } : rest;
      const bytes = encodeRequest(this.model.protocol, said);
      this.#stream.send(node && first ? Buffer.concat([this.#node(), bytes]) : bytes);
    }
  }

  /** A node with the metadata of our bootstraps, as the field of a request. */
  #node(): Buffer {
    const { id, service = 'svc', minor = 40 } = this.#options;
    const tag = (field: number): number => (field << 3) | 2;
    const writer = protobuf.Writer.create();
    writer.uint32(tag(this.model.protocol === 'sotw' ? 2 : 1)).fork();
    writer.uint32(tag(1)).string(id).uint32(tag(2)).string(service);
    // metadata { moniker { contract: 1 } }
    writer.uint32(tag(3)).fork().uint32(tag(1)).fork().uint32(tag(1)).string('moniker').uint32(tag(2)).fork();
    writer
      .uint32(tag(5))
      .fork()
      .uint32(tag(1))
      .fork()
      .uint32(tag(1))
      .string('contract')
      .uint32(tag(2))
      .fork();
    writer.uint32(17).double(1).ldelim().ldelim().ldelim().ldelim().ldelim().ldelim();
    // user_agent_build_version { version { major, minor } }
    writer.uint32(tag(8)).fork().uint32(tag(1)).fork().uint32(8).uint32(1).uint32(16).uint32(minor);
    writer.ldelim().ldelim().ldelim();
    return Buffer.from(writer.finish());
  }
}

export interface TestFleet {
  readonly delivery: Delivery;
  readonly fleet: FleetRegistry;
  readonly server: XdsServer;
  readonly log: readonly { readonly message: string; readonly fields: object }[];
  connect(options: SidecarOptions): TestSidecar;
  /** Waits until something that the fleet or the delivery does makes it true. */
  until(what: string, condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

/** A server with waves in front of its snapshots. */
export async function startFleet(
  settings: Partial<WaveSettings> = {},
  origins: readonly Origin[] = [],
  { threads = 1, ...serving }: Pick<ServeOptions, 'threads' | 'url' | 'onLost'> = {},
): Promise<TestFleet> {
  const log: { message: string; fields: object }[] = [];
  const note = (fields: object, message: string): void => void log.push({ fields, message });
  const delivery = createDelivery({
    cache: createSnapshotCache(),
    settings: { ...DEFAULT_WAVES, ...settings },
    clock: systemClock,
    log: { info: note, warn: note },
    explain: () => Promise.resolve({ origins }),
  });
  const fleet = createFleet({ now: Date.now, defer: (task) => setImmediate(task) });
  const timings = { timings: SHORT_TIMINGS };
  const server = serveXds({ ...serving, threads, snapshots: delivery, fleet, server: timings });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const clients: Client[] = [];
  const events = new EventEmitter().setMaxListeners(0);
  const sidecars: TestSidecar[] = [];
  delivery.onChange(() => void events.emit('change'));
  fleet.subscribe(() => void events.emit('change'));
  return {
    delivery,
    fleet,
    server,
    log,
    connect(options) {
      // A connection each, as sidecars have.
      const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
        'grpc.use_local_subchannel_pool': 1,
      });
      clients.push(client);
      const sidecar = new TestSidecar(client, options, events);
      sidecars.push(sidecar);
      return sidecar;
    },
    async until(what, condition) {
      while (!condition()) {
        await once(events, 'change', { signal: AbortSignal.timeout(20_000) }).catch((error: unknown) => {
          const status = JSON.stringify(delivery.status());
          throw new Error(`waited in vain for ${what}: ${status}`, { cause: error });
        });
      }
    },
    async close() {
      for (const sidecar of sidecars) sidecar.close();
      for (const client of clients) client.close();
      delivery.close();
      await server.shutdown({ graceMs: 1_000 });
    },
  };
}
