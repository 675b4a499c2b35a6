import { groupKey } from '../snapshot/groups.ts';
import type { NodeGroup, ResourceType } from '../snapshot/model.ts';
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

interface Entry {
  readonly member: FleetMember;
  readonly state: GroupState;
  /** What it held when it was last looked at; null: it lagged, or has not been looked at. */
  version: string | null;
  variant: string | undefined;
}

interface GroupState {
  readonly group: NodeGroup;
  size: number;
  /** Variant → version → how many hold it, of those that were looked at. */
  readonly held: Map<string | undefined, Map<string, number>>;
  /** Those that changed since they were last looked at: the others need no look. */
  readonly unseen: Set<Entry>;
  /** The version that all members of each variant hold. */
  converged: ReadonlyMap<string | undefined, string>;
  /** The member that kept the group from converging when it was last looked at: while it lags, nobody else matters. */
  laggard: Entry | null;
}

function newGroup(group: NodeGroup): GroupState {
  return { group, size: 0, held: new Map(), unseen: new Set(), converged: new Map(), laggard: null };
}

function count({ state, version, variant }: Entry, change: 1 | -1): void {
  if (version === null) return;
  const versions = state.held.get(variant) ?? new Map<string, number>();
  const left = (versions.get(version) ?? 0) + change;
  if (left > 0) versions.set(version, left);
  else versions.delete(version);
  if (versions.size > 0) state.held.set(variant, versions);
  else state.held.delete(variant);
}

/** Looks at those that changed, up to the first that lags. True: none does. */
function allSynced(state: GroupState): boolean {
  if (state.laggard && state.laggard.member.syncedVersion() === null) return false;
  state.laggard = null;
  for (const entry of state.unseen) {
    state.unseen.delete(entry);
    count(entry, -1);
    entry.version = entry.member.syncedVersion();
    entry.variant = entry.member.variant?.();
    count(entry, 1);
    if (entry.version !== null) continue;
    state.laggard = entry;
    state.unseen.add(entry);
    return false;
  }
  return true;
}

/** The one version of each variant; null where members of a variant hold different ones. */
function versionsOf({ held }: GroupState): ReadonlyMap<string | undefined, string> | null {
  const versions = new Map<string | undefined, string>();
  for (const [variant, counts] of held) {
    const [version, ...others] = counts.keys();
    if (version === undefined || others.length > 0) return null;
    versions.set(variant, version);
  }
  return versions;
}

export function createFleet(options: FleetOptions): FleetRegistry {
  const members = new Map<number, Entry>();
  const groups = new Map<string, GroupState>();
  const listeners = new Set<() => void>();
  const convergedListeners = new Set<(convergence: Convergence) => void>();
  const dirty = new Set<GroupState>();
  let scheduled = false;

  const check = (state: GroupState): void => {
    const versions = allSynced(state) ? versionsOf(state) : null;
    if (versions === null) return;
    const before = state.converged;
    state.converged = versions;
    const at = options.now();
    for (const [variant, version] of versions) {
      if (version === before.get(variant)) continue;
      for (const listener of [...convergedListeners]) listener({ version, group: state.group, at });
    }
  };
  const tell = (): void => {
    scheduled = false;
    const states = [...dirty];
    dirty.clear();
    for (const state of states) check(state);
    for (const listener of [...listeners]) listener();
  };
  const schedule = (state?: GroupState): void => {
    if (state) dirty.add(state);
    if (scheduled) return;
    scheduled = true;
    options.defer(tell);
  };
  const touch = (entry: Entry): void => {
    entry.state.unseen.add(entry);
    schedule(entry.state);
  };

  return {
    list: () => [...members.values()].map(({ member }) => member.view()),
    resources: (streamId) => members.get(streamId)?.member.resources?.() ?? null,
    subscribe(listener) {
      const own = (): void => {
        listener();
      };
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    onConverged(listener) {
      const own = (convergence: Convergence): void => {
        listener(convergence);
      };
      convergedListeners.add(own);
      return () => void convergedListeners.delete(own);
    },
    join(member) {
      const key = groupKey(member.group);
      const state = groups.get(key) ?? newGroup(member.group);
      groups.set(key, state);
      state.size += 1;
      const entry: Entry = { member, state, version: null, variant: undefined };
      members.set(member.id, entry);
      touch(entry);
    },
    leave({ id }) {
      const entry = members.get(id);
      if (!entry) return;
      const { state } = entry;
      members.delete(id);
      count(entry, -1);
      state.unseen.delete(entry);
      state.size -= 1;
      if (state.laggard === entry) state.laggard = null;
      if (state.size === 0) groups.delete(groupKey(state.group));
      schedule(state);
    },
    changed({ id }) {
      const entry = members.get(id);
      if (entry) touch(entry);
      else schedule();
    },
  };
}
