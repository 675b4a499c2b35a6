import { groupKey, isDefaultGroup } from './groups.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet, ResourceType } from './model.ts';
import type { NodeFacts, VariantRules } from './variants.ts';

/** Something that a stream asked for and that is not compiled yet. */
export interface Need {
  readonly kind: 'group' | 'plainRoutes';
  readonly group: NodeGroup;
}

export interface Publication {
  /** All known services that have a sidecar. */
  readonly services: readonly string[];
  /** The others, whose applications may be proxyless gRPC clients all the same. */
  readonly withoutSidecar?: readonly string[];
  /** How nodes of one service are told apart; absent: as before. */
  readonly variants?: VariantRules;
  /** Groups that are not listed keep what they have; those of services that are gone become null. */
  readonly groups: readonly GroupSnapshot[];
}

/** Who holds a group's snapshot, for a source that decides node by node. */
export interface Holder {
  readonly streamId: number;
  readonly nodeId: string;
  /**
   * Its answers tell whether a snapshot is good: an aggregated stream of a bootstrap of ours. Others follow what
   * those accept.
   */
  readonly judges: boolean;
  /** `1.40.0`; null where the client does not say. */
  readonly envoyVersion: string | null;
  /** What sets the node apart from others of its service; absent: nothing is known. */
  readonly facts?: NodeFacts;
}

/** A client's rejection of what it was sent. */
export interface Refusal {
  readonly type: ResourceType;
  readonly message: string;
  /** It comes from the client's machine (an address in use), not from the resource. */
  readonly local: boolean;
  /** Name → version (empty: a removal) of what the rejected response changed: one of them is the culprit. */
  readonly suspects: ReadonlyMap<string, string>;
}

/** A stream's hold on its group. */
export interface GroupHandle {
  /** As `SnapshotCache.current`, for this holder. */
  current(): GroupSnapshot | null | undefined;
  /** What a client of the group may hold from before this stream, beside `current`; absent: nothing is known of that. */
  others?(): readonly GroupSnapshot[];
  /** The source wants to hear which snapshot the stream has accepted whole. */
  awaits(): boolean;
  accepted(version: string): void;
  refused(refusal: Refusal): void;
  /** Ends all calls to the stream's listeners. */
  release(): void;
  /**
   * Asks for the group's RDS with the real weights, for a client without a runtime layer. The listener is
   * called with them at once if they are there, and again with each new publication's.
   */
  needPlainRoutes(listener: (rds: ResourceSet) => void): void;
}

/** Where the streams get their snapshots from. */
export type SnapshotSource = Pick<SnapshotCache, 'acquire'>;

/** Holds what each group of nodes is to have, and tells the streams of changes. Knows nothing of nodes. */
export interface SnapshotCache {
  publish(publication: Publication): void;
  publishPlainRoutes(group: NodeGroup, rds: ResourceSet): void;
  /** Groups that a stream holds, so that the pipeline recompiles them. */
  groups(): readonly NodeGroup[];
  /** Calls the listener with what nobody has compiled yet, as soon as a stream wants it. */
  onNeed(listener: (need: Need) => void): void;
  /** The listener is called on changes only, never from within this call: ask `current` for the present state. */
  acquire(group: NodeGroup, listener: (snapshot: GroupSnapshot | null) => void, holder?: Holder): GroupHandle;
  /** Null: no such service. Undefined: not compiled yet. */
  current(group: NodeGroup): GroupSnapshot | null | undefined;
}

interface Entry {
  readonly group: NodeGroup;
  snapshot: GroupSnapshot | null | undefined;
  plainRoutes: ResourceSet | undefined;
  readonly listeners: Set<(snapshot: GroupSnapshot | null) => void>;
  readonly plainListeners: Set<(rds: ResourceSet) => void>;
}

export function createSnapshotCache(): SnapshotCache {
  const entries = new Map<string, Entry>();
  const needListeners: ((need: Need) => void)[] = [];
  /** Null until the first publication: before it nothing is known to be unknown. */
  let services: { readonly all: ReadonlySet<string>; readonly withSidecar: ReadonlySet<string> } | null =
    null;
  const isUnknown = ({ service, client }: NodeGroup): boolean =>
    services !== null && !(client === 'proxyless' ? services.all : services.withSidecar).has(service);

  const entryOf = (group: NodeGroup): Entry => {
    const key = groupKey(group);
    let entry = entries.get(key);
    if (!entry) {
      entry = {
        group,
        snapshot: isUnknown(group) ? null : undefined,
        plainRoutes: undefined,
        listeners: new Set(),
        plainListeners: new Set(),
      };
      entries.set(key, entry);
    }
    return entry;
  };
  const need = (kind: Need['kind'], group: NodeGroup): void => {
    for (const listener of needListeners) listener({ kind, group });
  };
  /** A default group lives as long as its service is known: a sidecar that comes is served without a compile. */
  const dropIfIdle = (key: string, entry: Entry): void => {
    if (entry.listeners.size > 0) return;
    if (!isDefaultGroup(entry.group) || entry.snapshot === null || entry.snapshot === undefined)
      entries.delete(key);
  };

  return {
    publish(publication) {
      const { services: withSidecar, withoutSidecar = [] } = publication;
      services = { all: new Set([...withSidecar, ...withoutSidecar]), withSidecar: new Set(withSidecar) };
      const changed = new Set<Entry>();
      for (const snapshot of publication.groups) {
        const entry = entryOf(snapshot.group);
        if (entry.snapshot?.version !== snapshot.version) changed.add(entry);
        entry.snapshot = snapshot;
      }
      const wanted: Need[] = [];
      for (const [key, entry] of entries) {
        if (isUnknown(entry.group)) {
          if (entry.snapshot !== null) changed.add(entry);
          entry.snapshot = null;
        } else if (entry.snapshot === null) {
          entry.snapshot = undefined;
        }
        if (changed.has(entry)) entry.plainRoutes = undefined;
        if (entry.snapshot === undefined && entry.listeners.size > 0) {
          wanted.push({ kind: 'group', group: entry.group });
        }
        if (entry.snapshot && entry.plainListeners.size > 0 && !entry.plainRoutes) {
          wanted.push({ kind: 'plainRoutes', group: entry.group });
        }
        dropIfIdle(key, entry);
      }
      for (const entry of changed) {
        const { snapshot } = entry;
        if (snapshot !== undefined) for (const listener of [...entry.listeners]) listener(snapshot);
      }
      for (const { kind, group } of wanted) need(kind, group);
    },

    publishPlainRoutes(group, rds) {
      const entry = entries.get(groupKey(group));
      if (!entry || entry.plainListeners.size === 0) return;
      entry.plainRoutes = rds;
      for (const listener of [...entry.plainListeners]) listener(rds);
    },

    groups() {
      return [...entries.values()].filter((entry) => entry.listeners.size > 0).map((entry) => entry.group);
    },

    onNeed(listener) {
      needListeners.push(listener);
    },

    acquire(group, listener) {
      const entry = entryOf(group);
      const key = groupKey(group);
      // An own function for each holder, so that one listener may be given twice.
      const told = (snapshot: GroupSnapshot | null): void => {
        listener(snapshot);
      };
      entry.listeners.add(told);
      let toldRoutes: ((rds: ResourceSet) => void) | undefined;
      if (entry.snapshot === undefined) need('group', group);
      return {
        current: () => entry.snapshot,
        awaits: () => false,
        accepted: () => undefined,
        refused: () => undefined,
        release() {
          entry.listeners.delete(told);
          if (toldRoutes) entry.plainListeners.delete(toldRoutes);
          if (entries.get(key) === entry) dropIfIdle(key, entry);
        },
        needPlainRoutes(routesListener) {
          toldRoutes = (rds) => {
            routesListener(rds);
          };
          entry.plainListeners.add(toldRoutes);
          if (entry.plainRoutes) toldRoutes(entry.plainRoutes);
          else if (entry.snapshot) need('plainRoutes', group);
        },
      };
    },

    current(group) {
      const entry = entries.get(groupKey(group));
      if (entry) return entry.snapshot;
      return isUnknown(group) ? null : undefined;
    },
  };
}
