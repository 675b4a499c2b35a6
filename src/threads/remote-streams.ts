import type { GroupHandle, SnapshotSource } from '../snapshot/cache.ts';
import type { GroupSnapshot, ResourceSet } from '../snapshot/model.ts';
import type { FleetMember, FleetStreams, SidecarView } from '../xds/fleet.ts';
import type { Lender } from './lender.ts';
import type { Batch, Goods, Opening, Tell } from './protocol.ts';

export interface RemoteStreamsOptions {
  readonly snapshots: SnapshotSource;
  readonly fleet: FleetStreams;
  readonly lender: Lender;
  readonly send: (goods: Goods, tells: readonly Tell[]) => void;
}

/** The streams of one serving thread, as delivery and fleet see them: as if they were on this thread. */
export interface RemoteStreams {
  apply(batch: Batch): void;
  has(id: number): boolean;
  /** Takes up the views that the thread was asked for. */
  show(views: readonly SidecarView[]): void;
  /** The thread is gone, and its streams with it. */
  end(): void;
}

interface Stream {
  readonly id: number;
  readonly handle: GroupHandle;
  readonly member: FleetMember | null;
  /** What it was told last. */
  snapshot: GroupSnapshot | null | undefined;
  routes: ResourceSet | null;
  /** What its client may hold from before, until it is told. */
  others: readonly GroupSnapshot[];
  /** Version that it has accepted whole, of what it was told last. */
  synced: string | null;
}

export function createRemoteStreams(options: RemoteStreamsOptions): RemoteStreams {
  const { snapshots, fleet, lender, send } = options;
  const streams = new Map<number, Stream>();
  const views = new Map<number, SidecarView>();
  /** Streams that have not been told yet what they are to have: all of a turn are, in one message. */
  const untold = new Set<Stream>();
  const unrouted = new Set<Stream>();
  let scheduled = false;

  const flush = (): void => {
    scheduled = false;
    const tells = [...tellsOf(untold, unrouted, lender)];
    // Once said it is of no more use: it goes with this message, and is forgotten after it.
    for (const stream of untold) takeBackOthers(stream);
    untold.clear();
    unrouted.clear();
    const goods = lender.goods();
    if (tells.length > 0 || goods.forget.length > 0) send(goods, tells);
  };
  /** Behind the task that is running: a publish tells each stream of its own, one after the other. */
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(flush);
  };
  const takeBackOthers = (stream: Stream): void => {
    for (const other of stream.others) lender.takeBack(other);
    stream.others = [];
  };
  const give = (stream: Stream, snapshot: GroupSnapshot | null): void => {
    const before = stream.snapshot;
    // Lent before the other is taken back: what both have in common stays where it is.
    if (snapshot) lender.lend(snapshot);
    if (before) lender.takeBack(before);
    else if (snapshot) {
      stream.others = (stream.handle.others?.() ?? []).filter((other) => other !== snapshot);
      for (const other of stream.others) lender.lend(other);
    }
    stream.snapshot = snapshot;
    stream.synced = null;
    untold.add(stream);
    schedule();
  };
  const giveRoutes = (stream: Stream, routes: ResourceSet): void => {
    const before = stream.routes;
    lender.lend(routes);
    if (before) lender.takeBack(before);
    stream.routes = routes;
    unrouted.add(stream);
    schedule();
  };
  const open = ({ id, group, holder, view }: Opening): void => {
    const tell = (snapshot: GroupSnapshot | null): void => {
      give(stream, snapshot);
    };
    if (view) views.set(id, view);
    const stream: Stream = {
      id,
      handle: snapshots.acquire(group, tell, holder),
      member: view && {
        id,
        group,
        view: () => views.get(id) ?? view,
        syncedVersion: () => stream.synced,
        variant: () => stream.snapshot?.group.variant,
      },
      snapshot: undefined,
      routes: null,
      others: [],
      synced: null,
    };
    streams.set(id, stream);
    if (stream.member) fleet.join(stream.member);
    const current = stream.handle.current();
    if (current !== undefined) give(stream, current);
  };
  const synced = (stream: Stream, version: string | null): void => {
    // It may be about one that the stream is no longer to have.
    stream.synced = stream.snapshot?.version === version ? version : null;
    if (stream.synced !== null && stream.handle.awaits()) stream.handle.accepted(stream.synced);
    if (stream.member) fleet.changed(stream.member);
  };
  const close = (stream: Stream): void => {
    streams.delete(stream.id);
    views.delete(stream.id);
    untold.delete(stream);
    unrouted.delete(stream);
    stream.handle.release();
    takeBackOthers(stream);
    if (stream.snapshot) lender.takeBack(stream.snapshot);
    if (stream.routes) lender.takeBack(stream.routes);
    if (stream.member) fleet.leave(stream.member);
    schedule();
  };
  /** Some may have ended meanwhile. */
  function* known(ids: readonly number[] = []): Generator<Stream> {
    for (const id of ids) {
      const stream = streams.get(id);
      if (stream) yield stream;
    }
  }

  return {
    apply(batch) {
      for (const opening of batch.opened ?? []) open(opening);
      for (const stream of known(batch.plainRoutes)) {
        stream.handle.needPlainRoutes((routes) => {
          giveRoutes(stream, routes);
        });
      }
      for (const { id, refusal } of batch.refused ?? []) streams.get(id)?.handle.refused(refusal);
      for (const [version, ids] of batch.synced ?? []) {
        for (const stream of known(ids)) synced(stream, version);
      }
      const changed = batch.changed === undefined ? null : streams.get(batch.changed)?.member;
      if (changed) fleet.changed(changed);
      for (const stream of known(batch.closed)) close(stream);
    },
    has: (id) => streams.has(id),
    show(changed) {
      for (const view of changed) if (streams.has(view.streamId)) views.set(view.streamId, view);
    },
    end() {
      for (const stream of [...streams.values()]) close(stream);
    },
  };
}

/** What clients may hold comes before what they are to have. One for each snapshot, with all the streams that are to have it. */
function* tellsOf(untold: Iterable<Stream>, unrouted: Iterable<Stream>, lender: Lender): Generator<Tell> {
  const othersOf = ({ others }: Stream): string => others.map((one) => lender.idOf(one)).join();
  for (const [text, streams] of grouped(untold, othersOf)) {
    if (text !== '') yield { kind: 'others', ids: text.split(',').map(Number), streams };
  }
  for (const [snapshot, streams] of grouped(untold, (stream) => stream.snapshot ?? null)) {
    yield { kind: 'snapshot', id: snapshot && lender.idOf(snapshot), streams };
  }
  for (const [routes, streams] of grouped(unrouted, (stream) => stream.routes)) {
    if (routes) yield { kind: 'plainRoutes', id: lender.idOf(routes), streams };
  }
}

function grouped<T>(streams: Iterable<Stream>, of: (stream: Stream) => T): ReadonlyMap<T, number[]> {
  const groups = new Map<T, number[]>();
  for (const stream of streams) {
    const key = of(stream);
    const ids = groups.get(key);
    if (ids) ids.push(stream.id);
    else groups.set(key, [stream.id]);
  }
  return groups;
}
