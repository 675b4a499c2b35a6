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

interface GroupState {
  readonly group: NodeGroup;
  readonly members: Set<FleetMember>;
  /** The version that all members of each variant hold. */
  converged: ReadonlyMap<string | undefined, string>;
  /** The member that kept the group from converging when it was last looked at: while it lags, nobody else matters. */
  laggard: FleetMember | null;
}

export function createFleet(options: FleetOptions): FleetRegistry {
  const members = new Map<number, { readonly member: FleetMember; readonly state: GroupState }>();
  const groups = new Map<string, GroupState>();
  const listeners = new Set<() => void>();
  const convergedListeners = new Set<(convergence: Convergence) => void>();
  const dirty = new Set<GroupState>();
  let scheduled = false;

  const check = (state: GroupState): void => {
    if (state.laggard && state.laggard.syncedVersion() === null) return;
    state.laggard = null;
    const versions = new Map<string | undefined, string>();
    const passed: FleetMember[] = [];
    for (const member of state.members) {
      const synced = member.syncedVersion();
      if (synced === null) {
        state.laggard = member;
        // To the end of the order, so that all these looks together cost no more than one at each member.
        for (const one of passed) if (state.members.delete(one)) state.members.add(one);
      }
      const variant = member.variant?.();
      if (synced === null || (versions.get(variant) ?? synced) !== synced) return;
      versions.set(variant, synced);
      passed.push(member);
    }
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
  const touch = (state: GroupState | undefined): void => {
    if (state) dirty.add(state);
    if (scheduled) return;
    scheduled = true;
    options.defer(tell);
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
      let state = groups.get(key);
      if (!state)
        groups.set(
          key,
          (state = { group: member.group, members: new Set(), converged: new Map(), laggard: null }),
        );
      state.members.add(member);
      members.set(member.id, { member, state });
      touch(state);
    },
    leave(member) {
      const state = members.get(member.id)?.state;
      if (!state) return;
      members.delete(member.id);
      state.members.delete(member);
      if (state.laggard === member) state.laggard = null;
      if (state.members.size === 0) groups.delete(groupKey(member.group));
      touch(state);
    },
    changed(member) {
      touch(members.get(member.id)?.state);
    },
  };
}
