import type { ResourceType } from '../snapshot/model.ts';
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

function subscription(type: ResourceType, { wildcard, names, named }: Wish): Subscription {
  const sorted = [...names].sort();
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
  const wanted = new Set(names.map(canonicalName));
  const wildcard = wanted.delete(WILDCARD);
  const next = subscription(type, { wildcard, names: wanted, named: true });
  return previous && previous.key === next.key && previous.named ? previous : next;
}

export interface DeltaChange {
  readonly subscription: Subscription;
  /** Names that must be sent even if they were before: newly named ones and those asked for again. */
  readonly resend: readonly string[];
}

/** Delta: a request adds and takes away. A name in both lists is one that the client asks for again. */
export function deltaSubscription(
  type: ResourceType,
  previous: Subscription | null,
  change: { readonly subscribe: readonly string[]; readonly unsubscribe: readonly string[] },
): DeltaChange {
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
