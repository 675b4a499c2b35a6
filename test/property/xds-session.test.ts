import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { GroupSnapshot } from '../../src/snapshot/model.ts';
import { createResponseCache } from '../../src/xds/responses.ts';
import { createRuntimeLane } from '../../src/xds/runtime-lane.ts';
import { Session } from '../../src/xds/session.ts';
import type { SessionEvent } from '../../src/xds/session-events.ts';
import { syncState } from '../../src/xds/sync.ts';
import { DEFAULT_TIMINGS } from '../../src/xds/timings.ts';
import { createViewHistory } from '../../src/xds/view.ts';
import { decodeDeltaRequest, decodeSotwRequest } from '../../src/xds/wire/request.ts';
import { EnvoyModel, published } from '../support/xds/envoy-model.ts';
import { snapshotOf } from '../support/xds/mesh.ts';
import type { MeshSpec } from '../support/xds/mesh.ts';
import { decodeResponse, encodeRequest } from '../support/xds/wire.ts';

/** Without the limit after which routes no longer wait for a silent client: nothing here may depend on it. */
const TIMINGS = { ...DEFAULT_TIMINGS, clusterWait: 1e9 };

/** Responses: of each of five types one, and four of clusters, with some that are answered by their own. */
const MOST_IN_FLIGHT = 12;

/** One server process and one client with a lossless, ordered, slow line between them. */
class World {
  now = 0;
  readonly client: EnvoyModel;
  readonly #protocol: 'sotw' | 'delta';
  #shared = { responses: createResponseCache(), lane: createRuntimeLane(), history: createViewHistory() };
  #session: Session;
  #snapshot: GroupSnapshot;
  #toClient: Buffer[] = [];
  #toServer: Buffer[] = [];
  readonly #nonces = new Set<string>();
  /** What the client said last on this stream, the newest at the end. */
  #heard: Buffer[] = [];
  #acquired = false;
  #compiled = false;
  #largest = 0;
  /** Runtime keys that had a weight in some snapshot. */
  readonly #weighted = new Set<string>();

  constructor(protocol: 'sotw' | 'delta', snapshot: GroupSnapshot) {
    this.#protocol = protocol;
    this.#snapshot = snapshot;
    this.#weigh(snapshot);
    this.client = new EnvoyModel(protocol);
    this.#session = this.#connect();
  }

  get session(): Session {
    return this.#session;
  }

  #connect(): Session {
    this.#toClient = [];
    this.#toServer = [];
    this.#nonces.clear();
    this.#heard = [];
    this.#acquired = false;
    this.#compiled = false;
    this.#session = new Session({ protocol: this.#protocol, timings: TIMINGS, ...this.#shared });
    this.client.connect();
    return this.#session;
  }

  #step(event: SessionEvent): void {
    for (const effect of this.#session.step(event, this.now)) {
      if (effect.kind === 'acquire') this.#acquired = true;
      else if (effect.kind === 'send') {
        const { nonce } = decodeResponse(this.#protocol, effect.bytes);
        assert.ok(!this.#nonces.has(nonce), `nonce ${nonce} was used twice on a stream`);
        this.#nonces.add(nonce);
        this.#toClient.push(effect.bytes);
        this.#inflightBytes(effect.bytes);
      } else if (effect.kind === 'fail') assert.fail(effect.message);
    }
    for (const own of Object.values(this.#session.state.types)) {
      assert.ok(own.inflight.length <= 4, 'bounded bytes in flight');
    }
  }

  publish(snapshot: GroupSnapshot): void {
    this.#snapshot = snapshot;
    this.#weigh(snapshot);
    if (this.#compiled) this.#step({ kind: 'snapshot', snapshot });
  }

  /** The server has the snapshot of a service that a stream has asked for: at once, or after a compile. */
  compiles(): void {
    if (!this.#acquired || this.#compiled) return;
    this.#compiled = true;
    this.#step({ kind: 'snapshot', snapshot: this.#snapshot });
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
    const waiting = this.#toClient.reduce((sum, one) => sum + one.length, 0);
    assert.ok(
      waiting <= most * MOST_IN_FLIGHT,
      `${waiting} bytes are in flight to a client that does not read`,
    );
  }

  /**
   * A delta client that reconnects with a cluster half warmed says that it holds all: Envoy's own time-out ends
   * that, which this model does not have.
   */
  reconnect(restart: boolean): void {
    if (this.#protocol === 'delta' && this.client.warming) return;
    if (restart) {
      this.#shared = {
        responses: createResponseCache(),
        lane: createRuntimeLane(),
        history: createViewHistory(),
      };
    }
    this.#connect();
  }

  clientReads(): boolean {
    const bytes = this.#toClient.shift();
    if (!bytes) return false;
    this.client.receive(decodeResponse(this.#protocol, bytes));
    for (const [key, weight] of this.client.weights)
      assert.ok(weight === 0 || this.#weighted.has(key), `${key} has weight ${weight}, which nobody gave it`);
    return true;
  }

  clientWrites(): boolean {
    const request = this.client.take();
    if (!request) return false;
    this.#toServer.push(encodeRequest(this.#protocol, request));
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
    const decode = this.#protocol === 'sotw' ? decodeSotwRequest : decodeDeltaRequest;
    this.#step({ kind: 'request', request: decode(bytes, this.#session.wantsNode) });
  }

  /**
   * A request once more, late: its nonce is stale, or was answered already. Not one that asks for something in delta,
   * where that would count, nor one without a nonce, which begins a subscription.
   */
  repeat(back: number): void {
    const bytes = this.#heard.at(-1 - back);
    if (!bytes) return;
    if (this.#protocol === 'sotw') {
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

  settle(): void {
    for (let round = 0; round < 8; round += 1) {
      for (let steps = 0; ; steps += 1) {
        assert.ok(steps < 2_000, 'the two never come to rest');
        this.compiles();
        const moved = [this.clientWrites(), this.serverReads(), this.clientReads()];
        if (!moved.some(Boolean)) break;
      }
      this.advance(30_000);
    }
  }
}

const weights = fc
  .record({ v1: fc.nat(3), v2: fc.nat(3), v3: fc.nat(3) }, { requiredKeys: [] })
  .filter((one) => Object.values(one).some((weight) => weight > 0));
const revisions = fc.dictionary(fc.constantFrom('a/v1', 'a/v2', 'b/v1'), fc.nat(2), { maxKeys: 2 });
const spec: fc.Arbitrary<MeshSpec> = fc.record({
  targets: fc.record({ a: weights, b: weights }),
  clusterRevisions: revisions,
  endpointRevisions: revisions,
  listeners: fc.constantFrom<Record<string, string>>({ one: 'a' }, { one: 'a', two: 'b' }, { one: 'b' }),
  listenerRevisions: fc.record({ one: fc.nat(1) }),
});

/** As `spec`, with clusters that have lost their endpoints: the last snapshot of a run has none. */
const poorSpec: fc.Arbitrary<MeshSpec> = fc
  .tuple(spec, fc.subarray(['a/v1', 'a/v2', 'b/v1']))
  .map(([one, withoutEndpoints]) => ({ ...one, withoutEndpoints }));

type Move =
  | { readonly kind: 'publish'; readonly spec: MeshSpec }
  | { readonly kind: 'clientReads' | 'clientWrites' | 'serverReads' | 'compiles' }
  | { readonly kind: 'repeat'; readonly back: number }
  | { readonly kind: 'advance'; readonly by: number }
  | { readonly kind: 'reconnect'; readonly restart: boolean }
  | { readonly kind: 'poison'; readonly what: string };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 4, arbitrary: poorSpec.map((one): Move => ({ kind: 'publish', spec: one })) },
  { weight: 8, arbitrary: fc.constant<Move>({ kind: 'clientReads' }) },
  { weight: 8, arbitrary: fc.constant<Move>({ kind: 'clientWrites' }) },
  { weight: 8, arbitrary: fc.constant<Move>({ kind: 'serverReads' }) },
  { weight: 4, arbitrary: fc.constant<Move>({ kind: 'compiles' }) },
  { weight: 1, arbitrary: fc.nat(4).map((back): Move => ({ kind: 'repeat', back })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(1, 500, 1_000, 2_000, 5_000).map((by): Move => ({ kind: 'advance', by })),
  },
  { weight: 1, arbitrary: fc.boolean().map((restart): Move => ({ kind: 'reconnect', restart })) },
);
const poison: fc.Arbitrary<Move> = fc
  .constantFrom(
    'cds:a/v1:1',
    'cds:a/v2:0',
    'eds:a/v1:1',
    'lds:one:a:1',
    'rds:routes/a:a/v1,a/v2#0',
    'rds:routes/a:a/v2#0',
  )
  .map((what) => ({ kind: 'poison', what }));

function play(world: World, moves: readonly Move[], options: { readonly restarts: boolean }): void {
  for (const one of moves) {
    switch (one.kind) {
      case 'publish':
        world.publish(snapshotOf(one.spec));
        break;
      case 'advance':
        world.advance(one.by);
        break;
      case 'reconnect':
        world.reconnect(one.restart && options.restarts);
        break;
      case 'repeat':
        world.repeat(one.back);
        break;
      case 'poison':
        world.client.poison.add(one.what);
        break;
      default:
        world[one.kind]();
    }
  }
}

const RUNS = Number(process.env['MONIKER_PROPERTY_RUNS'] ?? 1_000);
/** As a failure prints them: the same runs again, or with the path the one that failed. */
const SEED = process.env['MONIKER_PROPERTY_SEED'];
const PATH = process.env['MONIKER_PROPERTY_PATH'];
const PARAMETERS = {
  numRuns: RUNS,
  ...(SEED !== undefined && { seed: Number(SEED) }),
  ...(PATH !== undefined && { path: PATH }),
};

describe('a session against a model of Envoy', () => {
  for (const protocol of ['sotw', 'delta'] as const) {
    // What a SotW client holds is unknown to a server that has just started: only delta survives a restart whole.
    const restarts = protocol === 'delta';
    it(`${protocol}: ends with what is published, and no request fails on the way`, () => {
      fc.assert(
        fc.property(spec, fc.array(move, { maxLength: 80, size: 'max' }), spec, (first, moves, last) => {
          const world = new World(protocol, snapshotOf(first));
          play(world, moves, { restarts });
          const snapshot = snapshotOf(last);
          world.publish(snapshot);
          world.settle();
          assert.deepEqual(world.client.state(), published(snapshot));
          assert.equal(syncState(world.session.state, createRuntimeLane()), 'SYNCED');
        }),
        PARAMETERS,
      );
    });

    it(`${protocol}: rejections break nothing, and a good snapshot mends all`, () => {
      fc.assert(
        fc.property(
          spec,
          fc.array(fc.oneof({ weight: 12, arbitrary: move }, { weight: 1, arbitrary: poison }), {
            maxLength: 80,
          }),
          spec,
          (first, moves, last) => {
            const world = new World(protocol, snapshotOf(first));
            play(world, moves, { restarts: false });
            world.settle();
            world.client.poison.clear();
            const snapshot = snapshotOf({ ...last, ...fresh });
            world.publish(snapshot);
            world.settle();
            assert.deepEqual(world.client.state(), published(snapshot));
            assert.equal(syncState(world.session.state, createRuntimeLane()), 'SYNCED');
          },
        ),
        PARAMETERS,
      );
    });
  }
});

/** Revisions that nothing before them had, so that each resource is another than any that was rejected. */
const NEW_REVISION = 9;
const everyCluster = Object.fromEntries(
  ['a', 'b'].flatMap((target) => ['v1', 'v2', 'v3'].map((version) => [`${target}/${version}`, NEW_REVISION])),
);
const fresh = {
  clusterRevisions: everyCluster,
  endpointRevisions: everyCluster,
  routeRevision: NEW_REVISION,
  listenerRevisions: { one: NEW_REVISION, two: NEW_REVISION },
};
