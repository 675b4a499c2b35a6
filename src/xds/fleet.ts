import { groupKey } from '../snapshot/groups.ts';
import type { NodeGroup, ResourceType } from '../snapshot/model.ts';
import { allSynced, dequeue, drop, enqueue, newEntry, newGroup, versionsOf } from './convergence.ts';
import type { Entry, GroupState } from './convergence.ts';
import type { Convergence } from './ports.ts';
import type { ResourceStatuses } from './resource-status.ts';

export type SyncState = 'SYNCED' | 'STALE' | 'NACKED';

export interface TypeView {
  /** Resources that the stream wants: for a wildcard, as many as there are. */
  readonly subscribed: number;
  /** Version of the newest response; null: none. */
  readonly sent: string | null;
  /** Version last accepted on this stream; null: none. */
  readonly acked: string | null;
  readonly state: SyncState;
  /** The text of a rejection, until a newer version is accepted. */
  readonly error: string | null;
  /** Epoch milliseconds. */
  readonly sentAt: number | null;
  readonly ackedAt: number | null;
}

/** One connected sidecar. */
export interface SidecarView {
  readonly streamId: number;
  readonly nodeId: string;
  readonly service: string;
  /** The mesh knows the service. */
  readonly known: boolean;
  readonly peer: string;
  /** Epoch milliseconds. */
  readonly connectedAt: number;
  readonly protocol: 'sotw' | 'delta';
  /** See `ClientKind`. */
  readonly client: 'runtime' | 'plain' | 'proxyless' | 'pending';
  /** Of a gRPC application, its library's version. */
  readonly envoyVersion: string | null;
  /** Where it says that it runs; null: it does not say. */
  readonly zone: string | null;
  /** Of the bootstrap; null: not one of ours. */
  readonly contract: number | null;
  readonly state: SyncState | 'UNKNOWN_SERVICE';
  /** Types that the stream asked for. */
  readonly types: Readonly<Partial<Record<ResourceType, TypeView>>>;
}

export interface Fleet {
  /** In the order of connecting. */
  list(): readonly SidecarView[];
  /** What a stream has, resource by resource; null where that is not known here. */
  resources(streamId: number): ResourceStatuses | null;
  /** Calls after changes, many at once; returns the way to stop. */
  subscribe(listener: () => void): () => void;
  /** Calls when the last stream of a group has accepted a snapshot. */
  onConverged(listener: (convergence: Convergence) => void): () => void;
}

/** What a stream lets the fleet see. The view is made when someone looks. */
export interface FleetMember {
  readonly id: number;
  readonly group: NodeGroup;
  view(): SidecarView;
  /** Resource by resource; absent where the stream is another thread's, which has to be asked. */
  resources?(): ResourceStatuses;
  /** Version of the snapshot that the stream has accepted whole; null: it lags. */
  syncedVersion(): string | null;
  /** Of the group's variants the one whose snapshots the stream gets; absent: it has none. */
  variant?(): string | undefined;
}

/** The writing side, for the streams. */
export interface FleetStreams {
  join(member: FleetMember): void;
  leave(member: FleetMember): void;
  /** Something about the member changed. */
  changed(member: FleetMember): void;
}

export interface FleetRegistry extends Fleet, FleetStreams {}

export interface FleetOptions {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Runs a task soon, once; many changes are told in one call. */
  readonly defer: (task: () => void) => void;
}

export function createFleet(options: FleetOptions): FleetRegistry {
  const members = new Map<number, Entry>();
  const groups = new Map<string, GroupState>();
  const listeners = createListeners<null>();
  const convergedListeners = createListeners<Convergence>();
  /** Groups that are to be looked at, linked: nearly every turn has some. */
  let firstDirty: GroupState | null = null;
  let lastDirty: GroupState | null = null;
  let scheduled = false;

  const check = (state: GroupState): void => {
    state.dirty = false;
    const versions = allSynced(state) ? versionsOf(state) : null;
    if (versions === null) return;
    const before = state.converged;
    state.converged = versions;
    const at = options.now();
    for (const [variant, version] of versions) {
      if (version !== before.get(variant)) convergedListeners.tell({ version, group: state.group, at });
    }
  };
  const tell = (): void => {
    scheduled = false;
    let state: GroupState | null = firstDirty;
    firstDirty = lastDirty = null;
    while (state) {
      const { nextDirty }: GroupState = state;
      state.nextDirty = null;
      check(state);
      state = nextDirty;
    }
    listeners.tell(null);
  };
  const schedule = (state?: GroupState): void => {
    if (state && !state.dirty) {
      state.dirty = true;
      if (lastDirty) lastDirty.nextDirty = state;
      else firstDirty = state;
      lastDirty = state;
    }
    if (scheduled) return;
    scheduled = true;
    options.defer(tell);
  };
  const touch = (entry: Entry): void => {
    enqueue(entry);
    schedule(entry.state);
  };

  return {
    list: () => [...members.values()].map(({ member }) => member.view()),
    resources: (streamId) => members.get(streamId)?.member.resources?.() ?? null,
    subscribe: (listener) => listeners.add(listener),
    onConverged: (listener) => convergedListeners.add(listener),
    join(member) {
      const key = groupKey(member.group);
      let state = groups.get(key);
      if (!state) groups.set(key, (state = newGroup(key, member.group)));
      state.size += 1;
      const entry = newEntry(member, state);
      members.set(member.id, entry);
      touch(entry);
    },
    leave({ id }) {
      const entry = members.get(id);
      if (!entry) return;
      const { state } = entry;
      members.delete(id);
      drop(entry);
      dequeue(entry);
      state.size -= 1;
      if (state.size === 0) groups.delete(state.key);
      schedule(state);
    },
    changed({ id }) {
      const entry = members.get(id);
      if (entry) touch(entry);
      else schedule();
    },
  };
}

interface Listeners<T> {
  /** Returns the way to stop. One that is given twice is called twice. */
  add(listener: (value: T) => void): () => void;
  tell(value: T): void;
}

function createListeners<T>(): Listeners<T> {
  // Replaced by each change, so that who is told may come and go meanwhile.
  let all: readonly { readonly listener: (value: T) => void }[] = [];
  return {
    add(listener) {
      const own = { listener };
      all = [...all, own];
      return () => {
        all = all.filter((one) => one !== own);
      };
    },
    tell(value) {
      for (const { listener } of all) listener(value);
    },
  };
}
