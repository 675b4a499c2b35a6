import type { ResourceType } from '../snapshot/model.ts';

/** What a stream wants of one type. Immutable; see "How the client specifies what resources to return". */
export interface Subscription {
  readonly wildcard: boolean;
  readonly names: ReadonlySet<string>;
  /** False while the client has named nothing: only then does an empty request mean everything. */
  readonly named: boolean;
  /** Equal for equal subscriptions, so that what they want is worked out once. */
  readonly key: string;
}

const WILDCARD = '*';

/** The types for which a request that names nothing means everything. */
const LEGACY_WILDCARD: ReadonlySet<ResourceType> = new Set<ResourceType>(['lds', 'cds']);

function subscription(wildcard: boolean, names: ReadonlySet<string>, named: boolean): Subscription {
  return { wildcard, names, named, key: `${wildcard ? '*' : ''}\n${[...names].sort().join('\n')}` };
}

export function wants(sub: Subscription, name: string): boolean {
  return sub.wildcard || sub.names.has(name);
}

/** SotW: each request replaces the whole list. */
export function sotwSubscription(
  type: ResourceType,
  previous: Subscription | null,
  names: readonly string[],
): Subscription {
  if (names.length === 0 && !previous?.named) {
    return previous ?? subscription(LEGACY_WILDCARD.has(type), new Set(), false);
  }
  const wanted = new Set(names);
  const wildcard = wanted.delete(WILDCARD);
  const next = subscription(wildcard, wanted, true);
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
  for (const name of change.unsubscribe) {
    if (name === WILDCARD) wildcard = false;
    // With the wildcard still on, the client cannot know whether to keep the resource: it must be told.
    else if (names.delete(name) && wildcard && !change.unsubscribe.includes(WILDCARD)) resend.push(name);
  }
  for (const name of change.subscribe) {
    if (name === WILDCARD) wildcard = true;
    else {
      names.add(name);
      resend.push(name);
    }
  }
  return { subscription: subscription(wildcard, names, named), resend };
}
