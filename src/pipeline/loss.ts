import type { Catalog } from '../catalog/model.ts';
import type { Endpoints } from '../endpoints/model.ts';

/** A reload may drop this share of a catalog's keys, or of its bound keys, without being held. */
export const TOLERATED_LOSS = 0.2;

/** Statuses whose keys the resolvers skip: such a key routes nothing, so it counts as unbound. */
const UNROUTED = new Set(['draft', 'pending_review', 'archived']);

export interface KeyLoss {
  readonly what: 'keys' | 'bound keys';
  readonly dropped: number;
  readonly of: number;
}

interface KeySets {
  readonly keys: ReadonlySet<string>;
  readonly bound: ReadonlySet<string>;
}

function keySets(catalogs: readonly Catalog[]): KeySets {
  const keys = new Set<string>();
  const bound = new Set<string>();
  for (const { entries } of catalogs) {
    for (const entry of entries.values()) {
      keys.add(entry.key);
      if (entry.sourceType !== null && !UNROUTED.has(entry.status ?? 'active')) bound.add(entry.key);
    }
  }
  return { keys, bound };
}

function loss(
  what: KeyLoss['what'],
  sets: { before: ReadonlySet<string>; after: ReadonlySet<string> },
): KeyLoss | null {
  const { before, after } = sets;
  // Renamed keys count as dropped: what was asked for under the old name is answered no more.
  let dropped = 0;
  for (const key of before) if (!after.has(key)) dropped += 1;
  return dropped > before.size * TOLERATED_LOSS ? { what, dropped, of: before.size } : null;
}

/** The loss that a change from `before` to `after` would bring if it is too large to happen unasked, else null. */
export function largeKeyLoss(before: readonly Catalog[], after: readonly Catalog[]): KeyLoss | null {
  const [old, next] = [keySets(before), keySets(after)];
  return (
    loss('keys', { before: old.keys, after: next.keys }) ??
    loss('bound keys', { before: old.bound, after: next.bound })
  );
}

/** Targets of `wanted` that have endpoints before and none after. Sorted. */
export function lostTargets(
  before: Endpoints,
  after: Endpoints,
  wanted: ReadonlySet<string>,
): readonly string[] {
  const count = (endpoints: Endpoints, target: string): number =>
    endpoints.targets.get(target)?.endpoints.length ?? 0;
  return [...before.targets.keys()]
    .filter((target) => wanted.has(target) && count(before, target) > 0 && count(after, target) === 0)
    .sort();
}
