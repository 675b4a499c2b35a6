import { TYPE_URLS } from '../../src/snapshot/model.ts';
import type { ResourceType } from '../../src/snapshot/model.ts';
import type { Answers } from './answers.ts';
import { Connection } from './connection.ts';
import { comeback, firstRequest, LAYERS, readResource, request, routesOf } from './knowledge.ts';
import type { Holdings } from './knowledge.ts';
import { LARGE_BYTES } from './response-scan.ts';
import type { ScannedResponse } from './response-scan.ts';

export interface SidecarOptions {
  readonly host: string;
  readonly port: number;
  readonly service: string;
  readonly id: string;
  /** What it comes back with; null: it comes for the first time. */
  readonly holdings: Holdings | null;
  /** It reads all that it gets, so that others can come back with it. */
  readonly scout?: boolean;
  readonly answers: Answers;
  readonly events: SidecarEvents;
}

export interface SidecarEvents {
  /** A response; `count` resources were in it. Its ACK is on its way. */
  response(sidecar: Sidecar, type: ResourceType, count: number): void;
  /** It holds all that it asked for; or, back again, all that it said was dealt with. */
  settled(sidecar: Sidecar): void;
  lost(error: Error): void;
}

const BY_URL = new Map((Object.keys(TYPE_URLS) as ResourceType[]).map((type) => [TYPE_URLS[type], type]));

/** Asks for what an Envoy with the project's bootstrap asks for, over delta, and accepts it all. */
export class Sidecar {
  readonly id: string;
  /** What it holds, of a scout. */
  readonly holdings = new Map<ResourceType, Record<string, string>>();
  readonly #options: SidecarOptions;
  readonly #connection: Connection;
  readonly #asked = new Map<ResourceType, Set<string>>();
  readonly #got = new Map<ResourceType, number>();
  #settled = false;

  constructor(options: SidecarOptions) {
    const { host, port, service, id, holdings, scout = false } = options;
    this.#options = options;
    this.id = id;
    this.#connection = new Connection(
      { host, port, large: scout ? Infinity : LARGE_BYTES },
      {
        onChunk: (chunk) => this.#known(chunk),
        onResponse: (response, alone) => {
          this.#answer(response, alone);
        },
        onEnd: (error) => {
          options.events.lost(new Error(`${id}: ${error.message}`));
        },
      },
    );
    if (holdings !== null) {
      this.#connection.write(comeback(service, id, holdings));
      return;
    }
    this.#asked.set('rtds', new Set(LAYERS));
    this.#connection.write(firstRequest(service, id));
    this.#subscribe('eds', [`local/${service}`]);
    this.#connection.write(Buffer.concat([request('cds', {}), request('lds', {})]));
  }

  /** Bytes received so far. */
  get received(): number {
    return this.#connection.received;
  }

  close(): void {
    this.#connection.close();
  }

  #known(chunk: Buffer): boolean {
    const known = this.#settled ? this.#options.answers.find(chunk) : null;
    if (known === null) return false;
    this.#connection.write(known.ack);
    this.#options.events.response(this, known.type, known.count);
    return true;
  }

  #answer(response: ScannedResponse, alone: Buffer | null): void {
    const type = BY_URL.get(response.typeUrl);
    if (type === undefined) throw new Error(`a response of an unknown type, ${response.typeUrl}`);
    const ack = request(type, { nonce: response.nonce });
    this.#connection.write(ack);
    const { count } = response;
    if (this.#settled && alone !== null && (type === 'rtds' || type === 'eds' || type === 'rds')) {
      this.#options.answers.add({ chunk: Buffer.from(alone), ack, type, count });
    }
    this.#got.set(type, (this.#got.get(type) ?? 0) + count);
    this.#options.events.response(this, type, count);
    if (this.#options.holdings === null) this.#follow(type, response);
    else if (type === 'rds' && count === 0) this.#settle();
  }

  #follow(type: ResourceType, { small }: ScannedResponse): void {
    const { scout = false } = this.#options;
    const resources = scout || type === 'cds' || type === 'lds' ? small.map(readResource) : [];
    if (scout) {
      const held = this.holdings.get(type) ?? {};
      for (const { name, version } of resources) held[name] = version;
      this.holdings.set(type, held);
    }
    const names = resources.map(({ name }) => name);
    if (type === 'cds') this.#subscribe('eds', names);
    if (type === 'lds') this.#subscribe('rds', resources.flatMap(routesOf));
    if (this.#holdsAll()) this.#settle();
  }

  #subscribe(type: ResourceType, names: readonly string[]): void {
    const asked = this.#asked.get(type) ?? new Set<string>();
    const fresh = names.filter((name) => !asked.has(name));
    for (const name of fresh) asked.add(name);
    this.#asked.set(type, asked);
    if (fresh.length > 0) this.#connection.write(request(type, { subscribe: fresh }));
  }

  #holdsAll(): boolean {
    const answered = (['cds', 'lds'] as const).every((type) => this.#got.has(type));
    return answered && [...this.#asked].every(([type, names]) => (this.#got.get(type) ?? 0) >= names.size);
  }

  #settle(): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#options.events.settled(this);
  }
}
