import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GroupSnapshot } from '../../../src/snapshot/model.ts';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import type { Effect } from '../../../src/xds/session/session-events.ts';
import { createSessions } from '../../../src/xds/session/stream-session.ts';
import type { Sessions, StreamSession } from '../../../src/xds/session/stream-session.ts';
import { DEFAULT_TIMINGS } from '../../../src/xds/session/timings.ts';
import { syncedVersion } from '../../../src/xds/sync.ts';
import { heapBytes } from '../../support/heap.ts';
import { snapshotOf } from '../../support/xds/mesh.ts';
import { newProcess } from '../../support/xds/trio.ts';
import type { Process } from '../../support/xds/trio.ts';
import { encodeRequest } from '../../support/xds/wire.ts';
import type { ClientRequest } from '../../support/xds/wire.ts';

/** A server's sessions and the streams that it has; time is the test's. */
class Streams {
  now = 0;
  readonly #process: Process = newProcess();
  readonly #sessions: Sessions = createSessions({
    ...this.#process,
    timings: DEFAULT_TIMINGS,
    syncedVersion: (state) => syncedVersion(state, this.#process.lane),
  });
  #nodes = 0;

  /** A stream that has asked for clusters and been given the snapshot. */
  open(snapshot: GroupSnapshot, names: readonly string[] = []): Client {
    this.#nodes += 1;
    const client = new Client(this, this.#sessions.open('sotw'), names);
    client.ask({ node: { id: `n${this.#nodes}`, cluster: 'svc' } });
    client.give(snapshot);
    return client;
  }

  decode(bytes: Buffer, wantsNode: boolean) {
    return this.#process.requests.sotw.decode(bytes, wantsNode);
  }
}

class Client {
  readonly session: StreamSession;
  readonly #streams: Streams;
  effects: readonly Effect[] = [];

  readonly #names: readonly string[];

  constructor(streams: Streams, session: StreamSession, names: readonly string[]) {
    this.#streams = streams;
    this.session = session;
    this.#names = names;
  }

  ask(request: Omit<ClientRequest, 'typeUrl' | 'names'>): void {
    const bytes = encodeRequest('sotw', { typeUrl: TYPE_URLS.cds, names: this.#names, ...request });
    const decoded = this.#streams.decode(bytes, this.session.wantsNode);
    this.effects = this.session.step({ kind: 'request', request: decoded }, this.#streams.now);
  }

  give(snapshot: GroupSnapshot): void {
    this.effects = this.session.step({ kind: 'snapshot', snapshot }, this.#streams.now);
  }

  /** Accepts what was sent last; with an error it is rejected. */
  answer(error?: string): void {
    const { lastNonce, sent, acked } = this.session.state.types.cds;
    const version = error === undefined ? sent.version : (acked?.version ?? '');
    this.ask({ nonce: lastNonce ?? '', version, ...(error !== undefined && { error }) });
  }

  /** What the last step sent. */
  get sent(): readonly Buffer[] {
    return this.effects.flatMap((effect) => (effect.kind === 'send' ? [effect.frame] : []));
  }
}

const meshOf = (revision: number): GroupSnapshot =>
  snapshotOf({
    targets: { a: { v1: 10_000 } },
    clusterRevisions: { 'a/v1': revision },
    listeners: { one: 'a' },
  });

describe('streams in the same state', () => {
  it('are in it together, and what a change comes to is worked out once', () => {
    const streams = new Streams();
    const mesh = meshOf(0);
    const clients = [1, 2, 3].map(() => streams.open(mesh));
    for (const client of clients) client.answer();
    const next = meshOf(1);
    const told = clients.map((client) => {
      client.give(next);
      return client.effects;
    });
    assert.equal(new Set(told).size, 1);
    for (const client of clients) client.answer();
    assert.equal(new Set(clients.map(({ session }) => session.state)).size, 1);
    assert.deepEqual(
      clients.map(({ session }) => session.syncedVersion),
      clients.map(() => next.version),
    );
  });

  it('name their own nodes', () => {
    const sessions = createSessions({ ...newProcess(), timings: DEFAULT_TIMINGS, syncedVersion: () => null });
    const nodes = ['one', 'two'].map((id) => {
      const process = newProcess();
      const bytes = encodeRequest('sotw', { typeUrl: TYPE_URLS.cds, node: { id, cluster: 'svc' } });
      const request = process.requests.sotw.decode(bytes, true);
      const [effect] = sessions.open('sotw').step({ kind: 'request', request }, 0);
      return effect?.kind === 'acquire' ? effect.node.id : null;
    });
    assert.deepEqual(nodes, ['one', 'two']);
  });

  it('are left by one that rejects, which comes back when it has accepted', () => {
    const streams = new Streams();
    const first = meshOf(0);
    const clients = [1, 2, 3].map(() => streams.open(first));
    for (const client of clients) client.answer();
    const bad = meshOf(1);
    for (const client of clients) client.give(bad);
    const [rejecting, ...others] = clients;
    assert.ok(rejecting);
    rejecting.answer('no good');
    for (const client of others) client.answer();
    assert.equal(rejecting.session.state.types.cds.nack?.message, 'no good');
    assert.equal(rejecting.sent.length, 1, 'what it had goes out again');
    for (const { session } of others) assert.equal(session.state.types.cds.nack, null);
    rejecting.answer();
    const good = meshOf(2);
    for (const client of clients) client.give(good);
    for (const client of clients) client.answer();
    assert.equal(rejecting.session.syncedVersion, good.version);
    assert.equal(new Set(clients.map(({ session }) => session.state)).size, 1);
  });

  it('wait from when each was told, not from when the first was', () => {
    const streams = new Streams();
    const first = meshOf(0);
    const [early, late] = [streams.open(first), streams.open(first)];
    early.answer();
    late.answer();
    const [next, last] = [meshOf(1), meshOf(2)];
    early.give(next);
    streams.now = 400;
    late.give(next);
    early.give(last);
    late.give(last);
    const { clusterOvertake } = DEFAULT_TIMINGS;
    assert.deepEqual(
      [early.session.deadline, late.session.deadline],
      [clusterOvertake, 400 + clusterOvertake],
    );
  });

  it('may be as different as there are clients', () => {
    const streams = new Streams();
    const mesh = meshOf(0);
    const clients = Array.from({ length: 50 }, (_, index) => streams.open(mesh, ['a/v1', `none/${index}`]));
    for (const client of clients) client.answer();
    const next = meshOf(1);
    for (const client of clients) {
      client.give(next);
      assert.equal(client.sent.length, 1);
      client.answer();
      assert.equal(client.session.syncedVersion, next.version);
    }
  });

  it('keep nothing of what was published before', async () => {
    const streams = new Streams();
    const client = streams.open(meshOf(0));
    const published = Array.from({ length: 20 }, (_, index) => {
      const mesh = meshOf(index + 1);
      // Whoever comes meanwhile goes the same ways.
      streams.open(mesh).answer();
      client.answer();
      client.give(mesh);
      return new WeakRef(mesh);
    });
    client.answer();
    await heapBytes();
    const kept = published.filter((mesh) => mesh.deref() !== undefined);
    assert.ok(kept.length <= 2, `${kept.length} of ${published.length} are kept`);
    assert.equal(client.session.state.snapshot, published.at(-1)?.deref());
  });
});
