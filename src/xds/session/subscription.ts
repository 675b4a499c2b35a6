import type { ResourceType } from '../../snapshot/model.ts';
import { canonicalName, collectionOf } from './resource-names.ts';
import type { Collection, Named } from './resource-names.ts';

/** What a stream wants of one type. Immutable; see "How the client specifies what resources to return". */
export interface Subscription {
  readonly wildcard: boolean;
  readonly names: ReadonlySet<string>;
  /** Those of the names that stand for many resources. */
  readonly collections: readonly Collection[];
  /** False while the client has named nothing: only then does an empty request mean everything. */
  readonly named: boolean;
  /** Equal for equal subscriptions, so that what they want is worked out once. */
  readonly key: string;
}

const WILDCARD = '*';

/** The types for which a request that names nothing means everything. */
const LEGACY_WILDCARD: ReadonlySet<ResourceType> = new Set<ResourceType>(['lds', 'cds', 'srds']);

interface Wish {
  readonly wildcard: boolean;
  readonly names: ReadonlySet<string>;
  readonly named: boolean;
}

/**
 * Subscriptions in use, so that streams that want the same share one: what it stands for is then found by identity.
 * Those that no stream holds any more are let go as new ones come.
 */
const shared = new Map<string, WeakRef<Subscription>>();
let sweepAt = 1_024;

function sweep(): void {
  for (const [key, reference] of shared) if (!reference.deref()) shared.delete(key);
  sweepAt = Math.max(1_024, 2 * shared.size);
}

function subscription(type: ResourceType, wish: Wish): Subscription {
  const { wildcard, names, named } = wish;
  const sorted = [...names].sort();
  const identity = `${type} ${wildcard ? '*' : ''} ${named ? 'named' : ''}\n${sorted.join('\n')}`;
  const known = shared.get(identity)?.deref();
  if (known) return known;
  const made = newSubscription(type, wish, sorted);
  if (shared.size >= sweepAt) sweep();
  shared.set(identity, new WeakRef(made));
  return made;
}

function newSubscription(
  type: ResourceType,
  { wildcard, names, named }: Wish,
  sorted: readonly string[],
): Subscription {
  const collections = sorted.flatMap((name) => collectionOf(type, name) ?? []);
  return { wildcard, names, collections, named, key: `${wildcard ? '*' : ''}\n${sorted.join('\n')}` };
}

export function wants(sub: Subscription, { name, aliases = [] }: Named): boolean {
  if (sub.wildcard || sub.names.has(name)) return true;
  return aliases.some((alias) => sub.names.has(alias)) || sub.collections.some((one) => one.includes(name));
}

/** Does a name that a client asked for stand for this resource? */
export function stands(sub: Subscription, name: string, resource: Named): boolean {
  if (name === resource.name || resource.aliases?.includes(name) === true) return true;
  return sub.collections.some((one) => one.name === name && one.includes(resource.name));
}

/** What a request's names came to; a request is of one type. */
const byNames = new WeakMap<readonly string[], Subscription>();

/** SotW: each request replaces the whole list. */
export function sotwSubscription(
  type: ResourceType,
  previous: Subscription | null,
  names: readonly string[],
): Subscription {
  if (names.length === 0 && !previous?.named) {
    return (
      previous ?? subscription(type, { wildcard: LEGACY_WILDCARD.has(type), names: new Set(), named: false })
    );
  }
  // An ACK repeats the names, and equal ones of many streams are one object.
  const known = byNames.get(names);
  if (known && known === previous) return previous;
  const wanted = new Set(names.map(canonicalName));
  const wildcard = wanted.delete(WILDCARD);
  const next = subscription(type, { wildcard, names: wanted, named: true });
  byNames.set(names, next);
  return next;
}

export interface DeltaChange {
  readonly subscription: Subscription;
  /** Names that must be sent even if they were before: newly named ones and those asked for again. */
  readonly resend: readonly string[];
}

interface Change {
  readonly subscribe: readonly string[];
  readonly unsubscribe: readonly string[];
}

/** What a request's names came to; equal requests of many streams are one object. */
const byChange = new WeakMap<readonly string[], Changed>();

interface Changed extends Pick<Change, 'unsubscribe'> {
  /** A stream of one type's own service need not name the type. */
  readonly type: ResourceType;
  readonly previous: Subscription | null;
  readonly to: DeltaChange;
}

/** Delta: a request adds and takes away. A name in both lists is one that the client asks for again. */
export function deltaSubscription(
  type: ResourceType,
  previous: Subscription | null,
  change: Change,
): DeltaChange {
  const known = byChange.get(change.subscribe);
  const { unsubscribe } = change;
  if (known?.type === type && known.previous === previous && known.unsubscribe === unsubscribe)
    return known.to;
  const to = changed(type, previous, change);
  byChange.set(change.subscribe, { type, previous, unsubscribe, to });
  return to;
}

function changed(type: ResourceType, previous: Subscription | null, change: Change): DeltaChange {
  const first = previous === null && change.subscribe.length === 0 && change.unsubscribe.length === 0;
  const names = new Set(previous?.names);
  let wildcard = previous?.wildcard ?? (first && LEGACY_WILDCARD.has(type));
  const named = (previous?.named ?? false) || change.subscribe.length > 0;
  const resend: string[] = [];
  for (const name of change.unsubscribe.map(canonicalName)) {
    if (name === WILDCARD) wildcard = false;
    // With the wildcard still on, the client cannot know whether to keep the resource: it must be told.
    else if (names.delete(name) && wildcard && !change.unsubscribe.includes(WILDCARD)) resend.push(name);
  }
  for (const name of change.subscribe.map(canonicalName)) {
    if (name === WILDCARD) wildcard = true;
    else {
      names.add(name);
      resend.push(name);
    }
  }
  return { subscription: subscription(type, { wildcard, names, named }), resend };
}
