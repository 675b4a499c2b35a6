import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import type { CompiledType, GroupSnapshot, ResourceSet } from '../../../src/snapshot/model.ts';
import { readResource, readRuntime } from './wire.ts';
import type { ClientRequest, ClientResource, ClientResponse } from './wire.ts';

/** What a sidecar asks for. */
type ResourceType = CompiledType | 'rtds';

interface Cluster {
  content: string;
  /** What it becomes once its assignment has come. */
  warming: string | null;
}

interface Channel {
  nonce: string;
  version: string;
  /** Delta: name → version, as the client would list them when it reconnects. */
  readonly versions: Map<string, string>;
  wanted: string[];
}

const NAMED: readonly ResourceType[] = ['eds', 'rds', 'rtds'];

/**
 * A small Envoy: warms clusters and withholds its CDS ACK meanwhile, asks for the assignments and routes that its
 * clusters and listeners name, applies what it can of a response that it rejects, keeps its state over reconnects.
 * Throws where traffic would fail: routes that name a cluster that is not there, weights that sum to 0.
 */
export class EnvoyModel {
  readonly protocol: 'sotw' | 'delta';
  readonly clusters = new Map<string, Cluster>();
  readonly assignments = new Map<string, string>();
  readonly listeners = new Map<string, string>();
  readonly routes = new Map<string, string>();
  weights: ReadonlyMap<string, number> = new Map();
  /** Milliseconds, set by whoever has the clock. */
  now = 0;
  /** When what has a lifetime is lost, by type and name. */
  readonly expiries = new Map<string, number>();
  /** Clusters that a server without a memory of this client may take away under its routes. */
  #lenient: ReadonlySet<string> = new Set();
  layers = new Set<string>();
  /** Contents that this client rejects: `cds:a/v1:3`. */
  readonly poison = new Set<string>();
  readonly #channels: Record<ResourceType, Channel>;
  readonly #clustersEver = new Set<string>();
  #withheld: ClientRequest[] = [];
  #outbox: ClientRequest[] = [];
  #named = false;
  #started = false;

  readonly #plain: boolean;

  /** `plain`: it has no runtime layer, and its routes carry their weights. */
  constructor(protocol: 'sotw' | 'delta', { plain = false }: { readonly plain?: boolean } = {}) {
    this.protocol = protocol;
    this.#plain = plain;
    const channel = (): Channel => ({ nonce: '', version: '', versions: new Map(), wanted: [] });
    this.#channels = { lds: channel(), rds: channel(), cds: channel(), eds: channel(), rtds: channel() };
  }

  /** A new stream: all types are asked for at once, unless this is the start, which begins with the runtime. */
  connect(): void {
    this.#outbox = [];
    this.#withheld = [];
    this.#named = false;
    for (const channel of Object.values(this.#channels)) channel.nonce = '';
    this.#channels.rtds.wanted = this.#plain ? [] : ['moniker.policy', 'moniker.weights'];
    const types: ResourceType[] = ['rtds', 'cds', 'eds', 'lds', 'rds'];
    for (const type of types) {
      const channel = this.#channels[type];
      const named = NAMED.includes(type);
      if (named && channel.wanted.length === 0) continue;
      if (type === 'lds' && !this.#started) continue;
      const names = named ? channel.wanted : [];
      if (this.protocol === 'sotw') this.#send(type, { names, version: channel.version });
      else this.#send(type, { subscribe: names, initial: Object.fromEntries(channel.versions) });
    }
  }

  /** Takes what there is to send. */
  take(): ClientRequest | undefined {
    return this.#outbox.shift();
  }

  get idle(): boolean {
    return this.#outbox.length === 0;
  }

  #send(type: ResourceType, request: ClientRequest): void {
    const node = this.#named ? {} : { node: { id: 'n', cluster: 'svc' } };
    this.#named = true;
    this.#outbox.push({ ...node, typeUrl: TYPE_URLS[type], ...request });
  }

  receive(response: ClientResponse): void {
    const type = asked(response);
    if (!type) throw new Error(`a response of an unknown type ${response.typeUrl}`);
    const channel = this.#channels[type];
    channel.nonce = response.nonce;
    const beats = response.resources.filter((one) => one.any.length === 0);
    for (const one of beats) this.#prolong(type, one);
    const parsed = response.resources
      .filter((one) => one.any.length > 0)
      .map((one) => ({ ...readResource(one.any), version: one.version, any: one.any, ttl: one.ttl }));
    const names = parsed.map((one) => one.name);
    if (new Set(names).size !== names.length) throw new Error(`${type}: a name twice in one response`);
    const bad = parsed.find((one) => this.poison.has(`${type}:${one.name}:${one.content}`));
    for (const one of parsed) {
      if (one === bad) continue;
      this.#apply(type, one);
      this.#live(type, one);
      if (!bad) channel.versions.set(one.name, one.version);
    }
    const complete = this.protocol === 'sotw' && (type === 'cds' || type === 'lds');
    const removed = complete
      ? [...(type === 'cds' ? this.clusters : this.listeners).keys()].filter((name) => !names.includes(name))
      : response.removed;
    for (const name of removed) this.#remove(type, name);
    if (!bad) channel.version = response.version;
    this.#answer(type, bad ? `bad resource ${bad.name}` : null);
    this.#subscribe();
    this.#resume();
    this.check();
  }

  /** A heartbeat counts for the version that the client holds. */
  #prolong(type: ResourceType, { name, version, ttl }: ClientResource): void {
    if (this.#channels[type].versions.get(name) === version) this.#live(type, { name, ttl });
  }

  #live(
    type: ResourceType,
    { name, ttl }: { readonly name: string; readonly ttl?: number | undefined },
  ): void {
    if (ttl === undefined) this.expiries.delete(`${type} ${name}`);
    else this.expiries.set(`${type} ${name}`, this.now + ttl);
  }

  /** Of a type, what the client holds that is lost if nobody prolongs it. */
  held(type: ResourceType): readonly string[] {
    const { clusters, assignments, listeners, routes, layers } = this;
    const names = { cds: clusters, eds: assignments, lds: listeners, rds: routes, rtds: layers };
    const held = [...names[type].keys()];
    return type === 'eds' ? held.filter((name) => clusters.has(name)) : held;
  }

  /** The version that it names as a stream begins; empty: it has accepted nothing. */
  version(type: ResourceType): string {
    return this.#channels[type].version;
  }

  /** Its clusters, and what each is or becomes. */
  forms(): ReadonlyMap<string, string> {
    return new Map([...this.clusters].map(([name, { content, warming }]) => [name, warming ?? content]));
  }

  /** The server knows of these clusters only: what else this client holds it may lose under its routes. */
  forgive(known: ReadonlySet<string>): void {
    const unknown = [...this.clusters.keys()].filter((name) => !known.has(name));
    this.#lenient = new Set([...this.#lenient, ...unknown]);
  }

  #apply(type: ResourceType, one: { name: string; content: string; any: Uint8Array }): void {
    switch (type) {
      case 'cds': {
        const cluster = this.clusters.get(one.name);
        this.#clustersEver.add(one.name);
        this.#lenient = new Set([...this.#lenient].filter((name) => name !== one.name));
        if (!cluster) this.clusters.set(one.name, { content: '', warming: one.content });
        else if (cluster.content !== one.content) cluster.warming = one.content;
        else cluster.warming = null;
        return;
      }
      case 'eds': {
        this.assignments.set(one.name, one.content);
        const cluster = this.clusters.get(one.name);
        if (cluster && cluster.warming !== null) {
          cluster.content = cluster.warming;
          cluster.warming = null;
        }
        return;
      }
      case 'lds':
        this.listeners.set(one.name, one.content);
        return;
      case 'rds':
        if (this.#channels.rds.wanted.includes(one.name)) this.routes.set(one.name, one.content);
        return;
      case 'rtds':
        this.layers.add(one.name);
        if (one.name === 'moniker.weights') this.weights = readRuntime(one.any);
        return;
    }
  }

  #remove(type: ResourceType, name: string): void {
    this.#channels[type].versions.delete(name);
    this.expiries.delete(`${type} ${name}`);
    if (type === 'cds') {
      this.clusters.delete(name);
      this.assignments.delete(name);
    } else if (type === 'lds') this.listeners.delete(name);
    else if (type === 'rtds') throw new Error(`the runtime layer ${name} was removed`);
    // Envoy keeps routes and endpoints whose removal it is told: their owners decide.
  }

  /** CDS is answered once every cluster is warm; in SotW only the newest response is. */
  #answer(type: ResourceType, error: string | null): void {
    const channel = this.#channels[type];
    const head = { nonce: channel.nonce, ...(error === null ? {} : { error }) };
    const request: ClientRequest =
      this.protocol === 'sotw'
        ? { ...head, names: NAMED.includes(type) ? channel.wanted : [], version: channel.version }
        : head;
    if (type !== 'cds') {
      this.#send(type, request);
      return;
    }
    if (this.protocol === 'sotw') this.#withheld = [];
    this.#withheld.push(request);
  }

  get warming(): boolean {
    return [...this.clusters.values()].some((cluster) => cluster.warming !== null);
  }

  #resume(): void {
    if (this.warming) return;
    for (const request of this.#withheld) this.#send('cds', request);
    this.#withheld = [];
    if (this.#started || this.clusters.size === 0) return;
    this.#started = true;
    this.#send('lds', this.protocol === 'sotw' ? { names: [] } : {});
  }

  #subscribe(): void {
    const routes = [...this.listeners.values()].map((content) => `routes/${content.split(':')[0] ?? ''}`);
    this.#want('eds', [...this.clusters.keys()]);
    this.#want('rds', routes);
    for (const name of [...this.routes.keys()]) {
      if (!routes.includes(name)) {
        this.routes.delete(name);
        this.#channels.rds.versions.delete(name);
      }
    }
    for (const name of [...this.#channels.eds.versions.keys()]) {
      if (!this.clusters.has(name)) this.#channels.eds.versions.delete(name);
    }
  }

  #want(type: ResourceType, names: readonly string[]): void {
    const channel = this.#channels[type];
    const next = [...new Set(names)].sort();
    const subscribe = next.filter((name) => !channel.wanted.includes(name));
    const unsubscribe = channel.wanted.filter((name) => !next.includes(name));
    if (subscribe.length === 0 && unsubscribe.length === 0) return;
    channel.wanted = next;
    if (this.protocol === 'sotw') {
      this.#send(type, { names: next, nonce: channel.nonce, version: channel.version });
    } else this.#send(type, { subscribe, unsubscribe });
  }

  /** Was it ever given this cluster? */
  everHad(cluster: string): boolean {
    return this.#clustersEver.has(cluster);
  }

  /** Would a request fail now? */
  check(): void {
    for (const [name, content] of this.routes) {
      const [named = '', , own] = content.split('#');
      const clusters = named.split(',');
      for (const cluster of clusters) {
        if (this.#lenient.has(cluster)) continue;
        const held = this.clusters.get(cluster);
        if (!held || held.content === '')
          throw new Error(`${name} names ${cluster}, which the client has not got`);
        if (!this.assignments.has(cluster)) throw new Error(`${cluster} has no endpoints`);
      }
      const target = name.slice('routes/'.length);
      const weights = own?.split(',').map(Number);
      const sum = clusters.reduce(
        (total, cluster, index) =>
          total + (weights?.[index] ?? this.weights.get(`split.${target}.${cluster}`) ?? 1),
        0,
      );
      if (sum === 0) throw new Error(`the weights of ${target} over ${content} sum to 0`);
    }
  }

  /** What the client holds, in a form that can be compared with `published`. */
  state(): object {
    return {
      clusters: sorted(this.forms()),
      warming: [...this.clusters].filter(([, cluster]) => cluster.warming !== null).map(([name]) => name),
      assignments: sorted([...this.assignments].filter(([name]) => this.clusters.has(name))),
      listeners: sorted(this.listeners),
      routes: sorted(this.routes),
      weights: sorted(this.weights),
      layers: [...this.layers].sort(),
    };
  }
}

function sorted<T>(entries: Iterable<readonly [string, T]>): (readonly [string, T])[] {
  return [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What a client of a snapshot holds in the end; with `plain` routes and without a runtime layer, where given. */
export function published(snapshot: GroupSnapshot, plain?: ResourceSet): object {
  const contents = (type: 'lds' | 'rds' | 'cds' | 'eds'): (readonly [string, string])[] =>
    [...((type === 'rds' && plain) || snapshot.sets[type]).byName.values()].map((one) => {
      const { name, content } = readResource(one.any);
      return [name, content] as const;
    });
  const used = new Set(contents('lds').map(([, content]) => `routes/${content.split(':')[0] ?? ''}`));
  return {
    clusters: sorted(contents('cds')),
    warming: [],
    assignments: sorted(contents('eds')),
    listeners: sorted(contents('lds')),
    routes: sorted(contents('rds').filter(([name]) => used.has(name))),
    weights: sorted(
      (plain ? [] : snapshot.splits).flatMap(({ runtimeKeyPrefix, weights }) =>
        weights.map(({ cluster, weight }) => [`${runtimeKeyPrefix}.${cluster}`, weight] as const),
      ),
    ),
    layers: plain ? [] : ['moniker.policy', 'moniker.weights'],
  };
}

function asked({ type }: ClientResponse): ResourceType | null {
  switch (type) {
    case 'lds':
    case 'rds':
    case 'cds':
    case 'eds':
    case 'rtds':
      return type;
    default:
      return null;
  }
}
