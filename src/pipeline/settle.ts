import { isFast, kindOf } from './files.ts';

/** Milliseconds for which a file must not change before it is read. */
export interface Rests {
  /** Weights and endpoints; default 20. None for one that was put in place whole. */
  readonly fast: number;
  /** Everything else, and every removal; default 100. */
  readonly slow: number;
}

export const DEFAULT_RESTS: Rests = Object.freeze({ fast: 20, slow: 100 });

/** `replaced`: another file was renamed to the name after it had been written. */
export type Touch = 'changed' | 'replaced' | 'added' | 'removed';

interface Pending {
  readonly touch: Touch;
  /** When it was first and last seen to change; milliseconds of any monotonic clock. */
  readonly first: number;
  readonly last: number;
  readonly rest: number;
  /** Files that were swapped in together are ready together. */
  readonly swap: number | null;
}

/**
 * Which files have changed and are not at rest yet; immutable.
 *
 * A removal rests long because it is often half of a save (an editor that moves the old file away) or of a rename:
 * a weight file that appears waits for those that vanish, so that a renamed one is never seen twice or not at all.
 */
export interface Settling {
  readonly pending: ReadonlyMap<string, Pending>;
  readonly swaps: number;
}

export const SETTLED: Settling = Object.freeze({ pending: new Map<string, Pending>(), swaps: 0 });

export interface Observation {
  readonly touched: ReadonlyMap<string, Touch>;
  readonly now: number;
  /** All of it came by one swap of a directory, and belongs together. */
  readonly swapped: boolean;
}

export function observe(settling: Settling, seen: Observation, rests: Rests = DEFAULT_RESTS): Settling {
  const swaps = settling.swaps + (seen.swapped ? 1 : 0);
  const pending = new Map(seen.swapped ? joinSwap(settling.pending, swaps, rests) : settling.pending);
  for (const [file, touch] of seen.touched) {
    const before = pending.get(file);
    const fast = isFast(file) && touch !== 'removed' && !seen.swapped;
    // What was restless before it may be what the new name is swapped with, step by step.
    const whole = fast && touch === 'replaced' && before === undefined;
    pending.set(file, {
      touch,
      first: before?.first ?? seen.now,
      last: seen.now,
      rest: whole ? 0 : fast ? rests.fast : rests.slow,
      swap: seen.swapped ? swaps : (before?.swap ?? null),
    });
  }
  return { pending, swaps };
}

/** What was still restless when the directory was swapped may have been seen on its new side: it waits with it. */
function joinSwap(pending: Settling['pending'], swap: number, rests: Rests): readonly [string, Pending][] {
  return [...pending].map(([file, entry]) => [file, { ...entry, swap, rest: rests.slow }]);
}

export interface Due {
  readonly settling: Settling;
  /** Files at rest: read them now. Sorted. */
  readonly ready: readonly string[];
  /** When the first of the ready files was first seen to change; null if none is ready. */
  readonly since: number | null;
  /** When to ask again; null: not before the next observation. */
  readonly wakeAt: number | null;
}

export function due(settling: Settling, now: number): Due {
  const all = [...settling.pending];
  const rested = (entry: Pending): boolean => now >= entry.last + entry.rest;
  const restless = all.map(([, entry]) => entry).filter((entry) => !rested(entry));
  const held = new Set(restless.map((entry) => entry.swap));
  const vanishing = all.some(
    ([file, entry]) => entry.touch === 'removed' && kindOf(file) === 'rollout' && !rested(entry),
  );
  const ready = all.filter(
    ([file, entry]) =>
      rested(entry) &&
      (entry.swap === null || !held.has(entry.swap)) &&
      !(vanishing && entry.touch === 'added' && kindOf(file) === 'rollout'),
  );
  const pending = new Map(settling.pending);
  for (const [file] of ready) pending.delete(file);
  return {
    settling: { pending, swaps: settling.swaps },
    ready: ready.map(([file]) => file).sort(),
    since: ready.length === 0 ? null : Math.min(...ready.map(([, entry]) => entry.first)),
    wakeAt: restless.length === 0 ? null : Math.min(...restless.map((entry) => entry.last + entry.rest)),
  };
}
