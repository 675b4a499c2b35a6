import assert from 'node:assert/strict';
import { createComposer } from '../../../src/delivery/compose.ts';
import { messageOf } from '../../../src/grpc/framing.ts';
import type { GroupSnapshot } from '../../../src/snapshot/model.ts';
import { createRuntimeLane } from '../../../src/xds/session/runtime-lane.ts';
import type { SessionEvent } from '../../../src/xds/session/session-events.ts';
import { syncState } from '../../../src/xds/sync.ts';
import { DEFAULT_TIMINGS } from '../../../src/xds/session/timings.ts';
import { decodeDeltaRequest, decodeSotwRequest } from '../../../src/xds/wire/request.ts';
import { EnvoyModel, published } from './envoy-model.ts';
import { plainRoutesOf } from './mesh.ts';
import { newProcess, Trio } from './trio.ts';
import { decodeResponse, encodeRequest, readResource } from './wire.ts';
import type { ClientResponse } from './wire.ts';

/** Responses: of each of five types one, and four of clusters, with some that are answered by their own. */
const MOST_IN_FLIGHT = 12;

/** Without the limits after which a silent client is no longer waited for: nothing here may depend on them. */
const TIMINGS = { ...DEFAULT_TIMINGS, clusterWait: 1e9 };

export interface WorldOptions {
  readonly protocol: 'sotw' | 'delta';
  /** A client without a runtime layer. Default false. */
  readonly plain?: boolean;
  /** Lifetime of resources in milliseconds. Default 0: for ever. */
  readonly ttl?: number;
}

/**
 * What becomes of a stream: `reconnect` to the same server, or to a `restart`ed one, which may have `kept` what the
 * client accepted last; then it gives that first to others than the `canary`.
 */
export type Interruption = 'reconnect' | 'restart' | 'kept' | 'kept canary';

interface OnTheWay {
  readonly bytes: Buffer;
  readonly heartbeat: boolean;
}

/** One server process and one client with a lossless, ordered, slow line between them. */
export class World {
  now = 0;
  readonly client: EnvoyModel;
  readonly #options: WorldOptions;
  #shared = newProcess();
  #compose = createComposer();
  #session: Trio;
  #newest: GroupSnapshot;
  /** What the client accepted before the restart, as long as it is given that. */
  #baseline: GroupSnapshot | null = null;
  /** What it accepted last, and what of that is on the disk. */
  #accepted: GroupSnapshot | null = null;
  #saved: GroupSnapshot | null = null;
  #toClient: OnTheWay[] = [];
  #toServer: Buffer[] = [];
  readonly #nonces = new Set<string>();
  /** What the client said last on this stream, the newest at the end. */
  #heard: Buffer[] = [];
  #acquired = false;
  #compiled = false;
  #wantsPlain = false;
  #plainOf: GroupSnapshot | null = null;
  #largest = 0;
  #memoryless = false;
  /** Versions of its clusters that this server process sent. */
  #sent = new Set<string>();
  /** The stream has had no clusters yet. */
  #beginning = true;
  /** Runtime keys that had a weight in some snapshot. */
  readonly #weighted = new Set<string>();

  constructor(options: WorldOptions, snapshot: GroupSnapshot) {
    this.#options = options;
    this.#newest = snapshot;
    this.#weigh(snapshot);
    this.client = new EnvoyModel(options.protocol, options);
    this.#session = this.#connect();
  }

  /** The client holds what is published, and the server knows. */
  assertSettled(): void {
    const plain = this.#options.plain === true ? plainRoutesOf(this.#newest) : undefined;
    assert.deepEqual(this.client.state(), published(this.#newest, plain));
    assert.equal(syncState(this.#session.state, createRuntimeLane()), 'SYNCED');
    this.#assertAlive();
  }

  /** Heartbeats have come for all that would be lost without. */
  #assertAlive(): void {
    const { protocol, ttl = 0 } = this.#options;
    const mortal = protocol === 'delta' ? (['cds', 'eds', 'lds', 'rds'] as const) : (['cds', 'lds'] as const);
    const names =
      ttl === 0 ? [] : mortal.flatMap((type) => this.client.held(type).map((name) => `${type} ${name}`));
    for (const name of names) {
      const expiry = this.client.expiries.get(name);
      assert.ok(
        expiry !== undefined && expiry > this.now,
        `${name} expires at ${expiry}, and it is ${this.now}`,
      );
    }
    // Weights are to be had for ever, and what a SotW Envoy cannot lose without harm.
    for (const name of this.client.expiries.keys())
      assert.ok(ttl > 0 && mortal.some((type) => name.startsWith(`${type} `)), `${name} would expire`);
  }

  #connect(): Trio {
    const { protocol, ttl = 0 } = this.#options;
    this.#toClient = [];
    this.#toServer = [];
    this.#nonces.clear();
    this.#heard = [];
    this.#beginning = true;
    this.#acquired = false;
    this.#compiled = false;
    this.#wantsPlain = false;
    this.#plainOf = null;
    const runtimeWait = this.#memoryless ? 1e9 : TIMINGS.runtimeWait;
    this.#session = new Trio(this.#shared, {
      protocol,
      timings: { ...TIMINGS, resourceTtl: ttl, runtimeWait },
    });
    this.client.connect();
    return this.#session;
  }

  #step(event: SessionEvent): void {
    for (const effect of this.#session.step(event, this.now)) {
      if (effect.kind === 'acquire') this.#acquired = true;
      else if (effect.kind === 'needPlainRoutes') this.#wantsPlain = true;
      else if (effect.kind === 'send') this.#send(effect.bytes, false);
      else if (effect.kind === 'sendOther') this.#send(messageOf(effect.frame), true);
      else if (effect.kind === 'fail') assert.fail(effect.message);
    }
    for (const own of Object.values(this.#session.state.types)) {
      assert.ok(own.inflight.length <= 4, 'bounded bytes in flight');
    }
  }

  #send(bytes: Buffer, heartbeat: boolean): void {
    const response = decodeResponse(this.#options.protocol, bytes);
    const { nonce } = response;
    assert.ok(!this.#nonces.has(nonce), `nonce ${nonce} was used twice on a stream`);
    this.#nonces.add(nonce);
    if (response.type === 'cds' && !heartbeat && this.#options.protocol === 'sotw') this.#sends(response);
    this.#toClient.push({ bytes, heartbeat });
    if (!heartbeat) this.#inflightBytes(bytes);
  }

  publish(snapshot: GroupSnapshot): void {
    this.#newest = snapshot;
    this.#weigh(snapshot);
    if (this.#compiled) this.#give();
  }

  /** The server has the snapshot of a service that a stream has asked for: at once, or after a compile. */
  compiles(): void {
    if (this.#acquired && !this.#compiled) {
      this.#compiled = true;
      this.#give();
    }
    if (!this.#wantsPlain || !this.#compiled || this.#plainOf === this.#newest) return;
    this.#plainOf = this.#newest;
    this.#step({ kind: 'plainRoutes', rds: plainRoutesOf(this.#newest) });
  }

  #give(): void {
    const snapshot = this.#baseline ? this.#compose(this.#baseline, this.#newest) : this.#newest;
    const others = [this.#saved, this.#newest].flatMap((one) => (one && one !== snapshot ? one : []));
    this.#step({ kind: 'snapshot', snapshot, others });
  }

  /** What the client has accepted is noted, and what it is kept from is given to it. */
  #review(): void {
    const { snapshot, service } = this.#session.state;
    if (service !== 'known' || syncState(this.#session.state, this.#shared.lane) !== 'SYNCED') return;
    if (this.#baseline !== null) {
      this.#baseline = null;
      this.#give();
    } else if (snapshot?.version === this.#newest.version) this.#accepted = this.#newest;
  }

  /** The server writes down what the client accepted. */
  saves(): void {
    this.#saved = this.#accepted;
  }

  #weigh({ splits }: GroupSnapshot): void {
    for (const { runtimeKeyPrefix, weights: all } of splits)
      for (const { cluster, weight } of all)
        if (weight > 0) this.#weighted.add(`${runtimeKeyPrefix}.${cluster}`);
  }

  /** Whatever is published meanwhile, a client that does not read has no more on its way than this. */
  #inflightBytes(bytes: Buffer): void {
    const most = Math.max(this.#largest, bytes.length);
    this.#largest = most;
    const waiting = this.#toClient.reduce((sum, one) => sum + (one.heartbeat ? 0 : one.bytes.length), 0);
    assert.ok(
      waiting <= most * MOST_IN_FLIGHT,
      `${waiting} bytes are in flight to a client that does not read`,
    );
  }

  /**
   * A client that reconnects with a cluster half warmed says that it holds all: Envoy's own time-out ends that, which
   * this model does not have.
   */
  interrupt(how: Interruption): void {
    if (this.#options.protocol === 'delta' && this.client.warming) return;
    if (how !== 'reconnect') {
      this.#shared = newProcess();
      this.#compose = createComposer();
      if (how === 'restart') this.#saved = null;
      this.#accepted = this.#saved;
      // A client that judges nothing is given what others accept, which is the newest where there are none.
      this.#baseline = how === 'kept' && this.#options.plain !== true ? this.#saved : null;
      this.#memoryless = true;
      this.#sent = new Set();
    }
    this.#connect();
  }

  /** The first clusters of a stream take away those that the server does not know the client to hold. */
  #sends(clusters: ClientResponse): void {
    if (this.#beginning && !this.#isKnown()) this.client.forgive(new Set(namesIn(clusters)));
    this.#beginning = false;
    this.#sent.add(clusters.version);
  }

  /**
   * Does the version that the client named tell the server which clusters it holds? It is one that this process sent,
   * or that of what is published as the stream begins, of what was accepted before a restart, or of both together.
   */
  #isKnown(): boolean {
    if (this.#sent.has(this.client.version('cds'))) return true;
    const views = [this.#saved, this.#newest].flatMap((one) => (one ? formsOf(one) : []));
    const held = inWords(this.client.forms());
    return views.some((one) => views.some((other) => inWords(new Map([...one, ...other])) === held));
  }

  clientReads(): boolean {
    const next = this.#toClient.shift();
    if (!next) return false;
    this.client.now = this.now;
    this.client.receive(decodeResponse(this.#options.protocol, next.bytes));
    for (const [key, weight] of this.client.weights)
      assert.ok(weight === 0 || this.#weighted.has(key), `${key} has weight ${weight}, which nobody gave it`);
    return true;
  }

  clientWrites(): boolean {
    const request = this.client.take();
    if (!request) return false;
    this.#toServer.push(encodeRequest(this.#options.protocol, request));
    return true;
  }

  serverReads(): boolean {
    const bytes = this.#toServer.shift();
    if (!bytes) return false;
    this.#heard = [...this.#heard.slice(-4), bytes];
    this.#receive(bytes);
    return true;
  }

  #receive(bytes: Buffer): void {
    const decoder = this.#shared.requests[this.#options.protocol];
    this.#step({ kind: 'request', request: decoder.decode(bytes, this.#session.wantsNode) });
    this.#review();
  }

  /**
   * A request once more, late: its nonce is stale, or was answered already. Not one that asks for something in delta,
   * where that would count, nor one without a nonce, which begins a subscription.
   */
  repeat(back: number): void {
    const bytes = this.#heard.at(-1 - back);
    if (!bytes) return;
    if (this.#options.protocol === 'sotw') {
      if (decodeSotwRequest(bytes, false).responseNonce !== '') this.#receive(bytes);
      return;
    }
    const { subscribe, unsubscribe, responseNonce } = decodeDeltaRequest(bytes, false);
    if (responseNonce !== '' && subscribe.length + unsubscribe.length === 0) this.#receive(bytes);
  }

  advance(milliseconds: number): void {
    const end = this.now + milliseconds;
    for (;;) {
      const { deadline } = this.#session;
      if (deadline === null || deadline > end) break;
      assert.ok(deadline >= this.now, 'a deadline lies in the past');
      this.now = Math.max(deadline, this.now);
      this.#step({ kind: 'tick' });
      if (this.#session.deadline === deadline) assert.fail('a tick settled nothing');
    }
    this.now = end;
  }

  /** Both say and read all that they have, and time passes until nothing comes of it. */
  settle(): void {
    for (let round = 0; round < 8; round += 1) {
      if (round > 0) this.advance(30_000);
      for (let steps = 0; ; steps += 1) {
        assert.ok(steps < 2_000, 'the two never come to rest');
        this.compiles();
        const moved = [this.clientWrites(), this.serverReads(), this.clientReads()];
        if (!moved.some(Boolean)) break;
      }
    }
  }
}

/** The clusters of a snapshot, and what each is. */
function formsOf({ sets }: GroupSnapshot): ReadonlyMap<string, string> {
  return new Map([...sets.cds.byName.values()].map(({ name, any }) => [name, readResource(any).content]));
}

function inWords(forms: ReadonlyMap<string, string>): string {
  return [...forms]
    .map((form) => form.join('@'))
    .sort()
    .join();
}

function namesIn({ resources }: ClientResponse): string[] {
  return resources.map(({ any }) => readResource(any).name);
}
