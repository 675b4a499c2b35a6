import { groupKey } from '../snapshot/groups.ts';
import { allSynced, dequeue, drop, enqueue, newEntry, newGroup, versionsOf } from './convergence.ts';
import type { Entry, GroupState } from './convergence.ts';
import type { FleetRegistry } from './fleet-model.ts';
import type { Convergence } from './ports.ts';

export type { Fleet, FleetMember, FleetRegistry, FleetStreams } from './fleet-model.ts';
export type { SidecarView, SyncState, TypeView } from './fleet-model.ts';

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
