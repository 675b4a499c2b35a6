import { EventEmitter, once } from 'node:events';
import { Client, credentials } from '@grpc/grpc-js';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { decodeAny } from '../../src/proto/codec.ts';
import { TYPE_URLS } from '../../src/snapshot/model.ts';
import type { CompiledType } from '../../src/snapshot/model.ts';
import { decodeResponse, encodeRequest } from './xds/wire.ts';
import type { ClientRequest, ClientResource } from './xds/wire.ts';

const METHOD = '/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources';
const pass = (bytes: Buffer): Buffer => bytes;

/** What a sidecar asks for. */
type ResourceType = CompiledType | 'rtds';

/** A client of delta ADS over real gRPC that wants what a sidecar wants, accepts all of it and keeps it. */
export class XdsClient {
  readonly resources: Readonly<Record<ResourceType, Map<string, ClientResource>>> = {
    lds: new Map(),
    rds: new Map(),
    cds: new Map(),
    eds: new Map(),
    rtds: new Map(),
  };
  /** How many responses of each type have come. */
  readonly responses: Record<ResourceType, number> = { lds: 0, rds: 0, cds: 0, eds: 0, rtds: 0 };
  readonly #client: Client;
  readonly #stream: ClientDuplexStream<Buffer, Buffer>;
  readonly #events = new EventEmitter();
  readonly #asked = { rds: new Set<string>(), eds: new Set<string>() };
  #ended = false;

  constructor(address: { readonly host: string; readonly port: number }, service: string, zone?: string) {
    // A connection of its own, as sidecars have.
    this.#client = new Client(`${address.host}:${address.port}`, credentials.createInsecure(), {
      'grpc.use_local_subchannel_pool': 1,
    });
    this.#stream = this.#client.makeBidiStreamRequest(METHOD, pass, pass);
    this.#stream.on('data', (bytes: Buffer) => {
      this.#take(bytes);
    });
    for (const event of ['end', 'error'] as const) {
      this.#stream.on(event, () => {
        this.#ended = true;
        this.#events.emit('change');
      });
    }
    const node = { id: `${service}-1`, cluster: service, ...(zone !== undefined && { locality: { zone } }) };
    this.#send('rtds', { node, subscribe: ['moniker.policy', 'moniker.weights'] });
    this.#send('cds', {});
    this.#send('lds', {});
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The resource as JSON text; empty if the client does not hold it. */
  text(type: ResourceType, name: string): string {
    const held = this.resources[type].get(name);
    return held === undefined ? '' : JSON.stringify(decodeAny(held.any));
  }

  /** Waits for responses until the condition holds. */
  async until(what: string, condition: () => boolean): Promise<void> {
    while (!condition()) {
      await once(this.#events, 'change', { signal: AbortSignal.timeout(20_000) }).catch((error: unknown) => {
        throw new Error(`waited in vain for ${what}`, { cause: error });
      });
    }
  }

  close(): void {
    this.#stream.on('error', () => undefined);
    this.#stream.cancel();
    this.#client.close();
  }

  #send(type: ResourceType, request: ClientRequest): void {
    if (!this.#ended) this.#stream.write(encodeRequest('delta', { typeUrl: TYPE_URLS[type], ...request }));
  }

  #take(bytes: Buffer): void {
    const { type, nonce, resources, removed } = decodeResponse('delta', bytes);
    if (!isAsked(type)) throw new Error(`a response of ${String(type)}, which was not asked for`);
    this.responses[type] += 1;
    const held = this.resources[type];
    for (const resource of resources) held.set(resource.name, resource);
    for (const name of removed) held.delete(name);
    this.#send(type, { nonce });
    if (type === 'cds')
      this.#subscribe(
        'eds',
        [...held.keys()].filter((name) => this.text('cds', name).includes('"EDS"')),
      );
    if (type === 'lds')
      this.#subscribe(
        'rds',
        [...held.keys()].flatMap((name) => this.#routesOf(name)),
      );
    this.#events.emit('change');
  }

  #routesOf(listener: string): readonly string[] {
    return [...this.text('lds', listener).matchAll(/"route_config_name":"([^"]+)"/g)].map(
      ([, name = '']) => name,
    );
  }

  #subscribe(type: 'eds' | 'rds', names: readonly string[]): void {
    const subscribe = names.filter((name) => !this.#asked[type].has(name));
    const unsubscribe = [...this.#asked[type]].filter((name) => !names.includes(name));
    for (const name of subscribe) this.#asked[type].add(name);
    for (const name of unsubscribe) this.#asked[type].delete(name);
    if (subscribe.length + unsubscribe.length > 0) this.#send(type, { subscribe, unsubscribe });
  }
}

function isAsked(type: string | null): type is ResourceType {
  return type !== null && ['lds', 'rds', 'cds', 'eds', 'rtds'].includes(type);
}
