import { isAbsent } from './view.ts';
import type { Item, View } from './view.ts';

/** How one view differs from another. */
export interface Difference {
  /** Items of the later view that the earlier one has in another version, or not at all. */
  readonly changed: readonly Item[];
  /** Items of the earlier view that the later one does not name; absent ones are not counted. */
  readonly gone: readonly Item[];
}

interface Known {
  /** Weak: a view would else keep alive the one before it, and that the one before. */
  readonly before: WeakRef<View>;
  readonly difference: Difference;
}

/** By the later view, that from which most streams come to it. */
const known = new WeakMap<View, Known>();

/** Worked out once for all streams that go from the one view to the other. */
export function differenceOf(before: View, after: View): Difference {
  const found = known.get(after);
  if (found?.before.deref() === before) return found.difference;
  const changed: Item[] = [];
  for (const item of after.items.values()) {
    if (before.items.get(item.name)?.version !== item.version) changed.push(item);
  }
  const gone: Item[] = [];
  for (const item of before.items.values()) {
    if (!isAbsent(item) && !after.items.has(item.name)) gone.push(item);
  }
  const difference = { changed, gone };
  known.set(after, { before: new WeakRef(before), difference });
  return difference;
}
