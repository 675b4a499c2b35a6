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
   * called with them at once if they are there, and again with each new publication's. Asked again, it has the last
   * listener only.
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
  readonly key: string;
  snapshot: GroupSnapshot | null | undefined;
  plainRoutes: ResourceSet | undefined;
  readonly holds: Set<Hold>;
  /** Those of the holds that want the RDS with the real weights. */
  readonly plainHolds: Set<Hold>;
}

/** What a hold asks of the cache. */
interface Ledger {
  need(kind: Need['kind'], group: NodeGroup): void;
  released(entry: Entry): void;
}

class Hold implements GroupHandle {
  readonly tell: (snapshot: GroupSnapshot | null) => void;
  tellRoutes: ((rds: ResourceSet) => void) | null = null;
  readonly #entry: Entry;
  readonly #ledger: Ledger;

  constructor(entry: Entry, tell: Hold['tell'], ledger: Ledger) {
    this.tell = tell;
    this.#entry = entry;
    this.#ledger = ledger;
  }

  current(): GroupSnapshot | null | undefined {
    return this.#entry.snapshot;
  }

  awaits(): boolean {
    return false;
  }

  accepted(): void {
    // Nobody waits for it.
  }

  refused(): void {
    // As `accepted`.
  }

  release(): void {
    this.#entry.holds.delete(this);
    this.#entry.plainHolds.delete(this);
    this.#ledger.released(this.#entry);
  }

  needPlainRoutes(listener: (rds: ResourceSet) => void): void {
    const { plainRoutes, snapshot, group, plainHolds } = this.#entry;
    this.tellRoutes = listener;
    plainHolds.add(this);
    if (plainRoutes) listener(plainRoutes);
    else if (snapshot) this.#ledger.need('plainRoutes', group);
  }
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
        key,
        snapshot: isUnknown(group) ? null : undefined,
        plainRoutes: undefined,
        holds: new Set(),
        plainHolds: new Set(),
      };
      entries.set(key, entry);
    }
    return entry;
  };
  const need = (kind: Need['kind'], group: NodeGroup): void => {
    for (const listener of needListeners) listener({ kind, group });
  };
  /** A default group lives as long as its service is known: a sidecar that comes is served without a compile. */
  const dropIfIdle = (entry: Entry): void => {
    if (entry.holds.size > 0) return;
    if (!isDefaultGroup(entry.group) || entry.snapshot === null || entry.snapshot === undefined)
      entries.delete(entry.key);
  };
  const ledger: Ledger = {
    need,
    released(entry) {
      if (entries.get(entry.key) === entry) dropIfIdle(entry);
    },
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
      for (const entry of entries.values()) {
        if (isUnknown(entry.group)) {
          if (entry.snapshot !== null) changed.add(entry);
          entry.snapshot = null;
        } else if (entry.snapshot === null) {
          entry.snapshot = undefined;
        }
        if (changed.has(entry)) entry.plainRoutes = undefined;
        if (entry.snapshot === undefined && entry.holds.size > 0) {
          wanted.push({ kind: 'group', group: entry.group });
        }
        if (entry.snapshot && entry.plainHolds.size > 0 && !entry.plainRoutes) {
          wanted.push({ kind: 'plainRoutes', group: entry.group });
        }
        dropIfIdle(entry);
      }
      for (const entry of changed) {
        const { snapshot } = entry;
        if (snapshot !== undefined) for (const hold of [...entry.holds]) hold.tell(snapshot);
      }
      for (const { kind, group } of wanted) need(kind, group);
    },

    publishPlainRoutes(group, rds) {
      const entry = entries.get(groupKey(group));
      if (!entry || entry.plainHolds.size === 0) return;
      entry.plainRoutes = rds;
      for (const hold of [...entry.plainHolds]) hold.tellRoutes?.(rds);
    },

    groups() {
      return [...entries.values()].filter((entry) => entry.holds.size > 0).map((entry) => entry.group);
    },

    onNeed(listener) {
      needListeners.push(listener);
    },

    acquire(group, listener) {
      const entry = entryOf(group);
      const hold = new Hold(entry, listener, ledger);
      entry.holds.add(hold);
      if (entry.snapshot === undefined) need('group', group);
      return hold;
    },

    current(group) {
      const entry = entries.get(groupKey(group));
      if (entry) return entry.snapshot;
      return isUnknown(group) ? null : undefined;
    },
  };
}
