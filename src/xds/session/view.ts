import { hash } from 'node:crypto';
import type { References, ResourceSet } from '../../snapshot/model.ts';
import { stands, wants } from './subscription.ts';
import type { Subscription } from './subscription.ts';

/** One resource as a stream sees it. */
export interface Item {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Empty for a name that is wanted and does not exist. */
  readonly version: string;
  /** The encoded Any; empty where absent, and where only the client has the bytes (`held`). */
  readonly any: Uint8Array;
  readonly references: References;
}

/** What a stream holds, or is to hold, of one type. Immutable, and shared by the streams that want the same. */
export interface View {
  /** Hash over the sorted (name, version) pairs, absent names included: the SotW `version_info`. */
  readonly version: string;
  readonly items: ReadonlyMap<string, Item>;
}

const NO_BYTES = new Uint8Array(0);
const NO_REFERENCES: References = Object.freeze({});

export function absentItem(name: string): Item {
  return { name, version: '', any: NO_BYTES, references: NO_REFERENCES };
}

/** What a reconnecting client says that it holds and this server does not have. */
export function heldItem(name: string, version: string): Item {
  return { name, version, any: NO_BYTES, references: NO_REFERENCES };
}

export const isAbsent = (item: Item): boolean => item.version === '';
/** True where a client holds a version whose bytes and references only it knows. */
export const isForeign = (item: Item): boolean => item.version !== '' && item.any.length === 0;

export function viewOf(items: Iterable<Item>): View {
  const sorted = [...items].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  let text = '';
  for (const item of sorted) text += `${item.name}\0${item.version}\n`;
  return {
    version: hash('sha256', text, 'hex').slice(0, 16),
    items: new Map(sorted.map((item) => [item.name, item])),
  };
}

export const EMPTY_VIEW: View = viewOf([]);

/** The part of a view that a subscription still wants. */
export function restrict(view: View, sub: Subscription): View {
  if (sub.wildcard) return view;
  const kept = [...view.items.values()].filter((item) => wants(sub, item));
  return kept.length === view.items.size ? view : viewOf(kept);
}

/** By set and subscription: the streams of a group share one view, and comparing it costs nothing. */
const wantedViews = new WeakMap<ResourceSet, WeakMap<Subscription, View>>();

/** All that a subscription wants of a set; `missing` stands in for wanted names that the set does not have. */
export function wantedView(set: ResourceSet, sub: Subscription, missing: (name: string) => Item): View {
  let views = wantedViews.get(set);
  if (!views) wantedViews.set(set, (views = new WeakMap<Subscription, View>()));
  let view = views.get(sub);
  if (!view) {
    const items: Item[] = [];
    const all = [...set.byName.values()];
    if (sub.wildcard) items.push(...all);
    else if (sub.collections.length > 0) items.push(...all.filter((resource) => wants(sub, resource)));
    const given = new Set(items);
    for (const name of sub.names) {
      const resource = set.byName.get(name) ?? all.find((one) => stands(sub, name, one));
      if (!resource) items.push(missing(name));
      else if (!given.has(resource)) items.push(resource);
      if (resource) given.add(resource);
    }
    views.set(sub, (view = viewOf(items)));
  }
  return view;
}

/** Views beyond this many, of all types, are forgotten; a mesh has a few dozen at a time. */
const MAX_REMEMBERED = 512;
/** And beyond this many bytes of resources that nothing else may hold any more: route tables have megabytes. */
const MAX_REMEMBERED_BYTES = 32 * 1_048_576;

/**
 * Views that were sent lately, by their version. A SotW client that reconnects names the version that it holds:
 * that tells what it may not be deprived of yet, and among which clusters it splits.
 */
export interface ViewHistory {
  remember(type: string, view: View): void;
  recall(type: string, version: string): View | undefined;
  /** Grows whenever there is one more to be recalled. */
  readonly additions: number;
}

export function createViewHistory(maxBytes = MAX_REMEMBERED_BYTES): ViewHistory {
  // Least recently used first.
  const views = new Map<string, View>();
  /** In how many of the views a resource is: most are in many. */
  const uses = new Map<Uint8Array, number>();
  let bytes = 0;
  let additions = 0;
  /** A change of a fleet remembers one view for each stream. */
  let latest: { readonly type: string; readonly view: View } | null = null;
  const count = (view: View): void => {
    for (const { any } of view.items.values()) {
      const before = uses.get(any) ?? 0;
      if (before === 0) bytes += any.length;
      uses.set(any, before + 1);
    }
  };
  const uncount = (view: View): void => {
    for (const { any } of view.items.values()) {
      const after = (uses.get(any) ?? 1) - 1;
      if (after > 0) uses.set(any, after);
      else if (uses.delete(any)) bytes -= any.length;
    }
  };
  return {
    remember(type, view) {
      if (latest?.view === view && latest.type === type) return;
      latest = { type, view };
      const key = `${type}\n${view.version}`;
      const known = views.get(key);
      views.delete(key);
      // What others have noted for the view itself, such as its encoded responses, is not to live on with it here.
      const own = known?.items === view.items ? known : { ...view };
      views.set(key, own);
      if (known === own) return;
      if (known) uncount(known);
      else additions += 1;
      count(own);
      for (const [oldest, old] of views) {
        if (views.size === 1 || (views.size <= MAX_REMEMBERED && bytes <= maxBytes)) break;
        views.delete(oldest);
        uncount(old);
      }
    },
    recall: (type, version) => views.get(`${type}\n${version}`),
    get additions() {
      return additions;
    },
  };
}
