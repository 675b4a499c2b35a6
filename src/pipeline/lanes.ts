import { isFast } from './files.ts';
import type { FileContent } from './files.ts';

/** How long a structural change waits for others, in milliseconds. */
export interface Debounce {
  /** After the last one; default 100. */
  readonly quiet: number;
  /** After the first one; default 1000. */
  readonly most: number;
}

export const DEFAULT_DEBOUNCE: Debounce = Object.freeze({ quiet: 100, most: 1000 });

type Contents = ReadonlyMap<string, FileContent>;

/** Changes on their way to the compiler; immutable. Of two contents of a file the newer one counts. */
export interface Lanes {
  /** Weights and endpoints, and what came at rest together with them: they go at once. */
  readonly fast: Contents;
  /** Everything else: waits for what follows it. */
  readonly slow: Contents;
  readonly firstSlow: number | null;
  readonly lastSlow: number | null;
  /** Epoch milliseconds of the oldest edit in either lane. */
  readonly since: number | null;
}

export const NO_CHANGES: Lanes = Object.freeze({
  fast: new Map(),
  slow: new Map(),
  firstSlow: null,
  lastSlow: null,
  since: null,
});

export function enter(
  lanes: Lanes,
  batch: { readonly changes: Contents; readonly since: number },
  now: number,
): Lanes {
  const since = Math.min(lanes.since ?? batch.since, batch.since);
  if ([...batch.changes.keys()].some(isFast)) {
    const slow = new Map([...lanes.slow].filter(([file]) => !batch.changes.has(file)));
    return { ...lanes, since, slow, fast: new Map([...lanes.fast, ...batch.changes]) };
  }
  const slow = new Map([...lanes.slow, ...batch.changes]);
  return { ...lanes, since, slow, firstSlow: lanes.firstSlow ?? now, lastSlow: now };
}

export interface Departure {
  readonly lanes: Lanes;
  /** Null if nothing is to go now. */
  readonly changes: Contents | null;
  readonly since: number | null;
  /** When to ask again; null: not before the next change. */
  readonly wakeAt: number | null;
}

export function depart(lanes: Lanes, now: number, debounce: Debounce = DEFAULT_DEBOUNCE): Departure {
  const { fast, slow, firstSlow, lastSlow, since } = lanes;
  const slowAt =
    slow.size === 0 || firstSlow === null || lastSlow === null
      ? null
      : Math.min(lastSlow + debounce.quiet, firstSlow + debounce.most);
  if (slowAt !== null && now >= slowAt) {
    return { lanes: NO_CHANGES, changes: new Map([...slow, ...fast]), since, wakeAt: null };
  }
  if (fast.size === 0) return { lanes, changes: null, since: null, wakeAt: slowAt };
  // The age of the oldest edit goes with it, unless it is the slow lane's.
  const left = slow.size === 0 ? NO_CHANGES : { ...lanes, fast: new Map() };
  return { lanes: left, changes: fast, since, wakeAt: slowAt };
}
