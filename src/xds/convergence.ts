import type { NodeGroup } from '../snapshot/model.ts';
import type { FleetMember } from './fleet-model.ts';

/** With more of them those go that nobody has any more: a version may come back. */
const MOST_HELD = 8;

/** Members of a group that hold the same. */
interface Holding {
  readonly variant: string | undefined;
  readonly version: string;
  members: number;
}

export interface Entry {
  readonly member: FleetMember;
  readonly state: GroupState;
  /** What it held when it was last looked at; null: it lagged, or has not been looked at. */
  holding: Holding | null;
  /** It changed since it was last looked at, and stands in its group's queue between these. */
  unseen: boolean;
  before: Entry | null;
  after: Entry | null;
}

export interface GroupState {
  readonly group: NodeGroup;
  readonly key: string;
  size: number;
  /** What those that were looked at hold, or held: as a rule the newest, and what was before it. */
  held: readonly Holding[];
  /**
   * Ends of the queue of those that changed since they were last looked at: the others need no look. With the first of
   * them lagging, nobody else matters. Linked, since each of 5,000 members comes and goes with each change.
   */
  first: Entry | null;
  last: Entry | null;
  /** The version that all members of each variant hold. */
  converged: ReadonlyMap<string | undefined, string>;
  /** It is to be looked at before the turn ends. */
  dirty: boolean;
  /** The one that is to be looked at after it. */
  nextDirty: GroupState | null;
}

export function newGroup(key: string, group: NodeGroup): GroupState {
  return {
    group,
    key,
    size: 0,
    held: [],
    first: null,
    last: null,
    converged: new Map(),
    dirty: false,
    nextDirty: null,
  };
}

export function newEntry(member: FleetMember, state: GroupState): Entry {
  return { member, state, holding: null, unseen: false, before: null, after: null };
}

/** Something about the member has changed. */
export function enqueue(entry: Entry): void {
  if (entry.unseen) return;
  const { state } = entry;
  entry.unseen = true;
  entry.before = state.last;
  if (state.last) state.last.after = entry;
  else state.first = entry;
  state.last = entry;
}

export function dequeue(entry: Entry): void {
  if (!entry.unseen) return;
  const { state, before, after } = entry;
  if (before) before.after = after;
  else state.first = after;
  if (after) after.before = before;
  else state.last = before;
  entry.unseen = false;
  entry.before = entry.after = null;
}

function holdingOf(state: GroupState, version: string, variant: string | undefined): Holding {
  const newest = state.held[0];
  if (newest?.version === version && newest.variant === variant) return newest;
  for (const one of state.held) if (one.version === version && one.variant === variant) return one;
  const made: Holding = { variant, version, members: 0 };
  const others = state.held.length < MOST_HELD ? state.held : state.held.filter(({ members }) => members > 0);
  // The newest first: most will ask for it.
  state.held = [made, ...others];
  return made;
}

/** What the member held counts no more. */
export function drop({ holding }: Entry): void {
  if (holding) holding.members -= 1;
}

/** Takes down what the member holds now. False: it lags. */
function look(entry: Entry): boolean {
  const { member, state, holding } = entry;
  const version = member.syncedVersion();
  const variant = version === null ? undefined : member.variant?.();
  if (version !== null && holding?.version === version && holding.variant === variant) return true;
  drop(entry);
  entry.holding = version === null ? null : holdingOf(state, version, variant);
  if (entry.holding) entry.holding.members += 1;
  return entry.holding !== null;
}

/** Looks at those that changed, up to the first that lags. True: none does. */
export function allSynced(state: GroupState): boolean {
  while (state.first) {
    if (!look(state.first)) return false;
    dequeue(state.first);
  }
  return true;
}

/** The one version of each variant; null where members of a variant hold different ones. */
export function versionsOf({ held }: GroupState): ReadonlyMap<string | undefined, string> | null {
  const versions = new Map<string | undefined, string>();
  for (const { variant, version, members } of held) {
    if (members === 0) continue;
    if (versions.has(variant)) return null;
    versions.set(variant, version);
  }
  return versions;
}
