import type { KeyTable } from './key-table.ts';

/** Which override takes the requests of a key, by its domain; -1 = none. Domains are few, keys are many. */
export type SlotOf = (domain: string | null) => number;

export function slotLookup(slots: ReadonlyMap<string, number>): SlotOf {
  return (domain) => (domain === null ? -1 : (slots.get(domain) ?? -1));
}

/** A key that a route table has to name, with what its requests get. */
export interface KeyAction {
  readonly key: string;
  readonly dotted: boolean;
  /** The key whose source binding applies: the key itself, or one above it. */
  readonly boundKey: string;
  /** As the catalog writes it. */
  readonly sourceType: string;
  /** Null where no adapter serves the source type. */
  readonly adapter: string | null;
  /** The adapter's override by domain, or -1. */
  readonly slot: number;
}

/**
 * Every key that binds a source, and those others whose domain puts their requests under another override than the
 * key above them: together, the longest of them that a moniker begins with decides as the whole catalog would.
 */
export function* adapterActions(
  keys: KeyTable,
  adapterByType: ReadonlyMap<string, string>,
  slotsOf: ReadonlyMap<string, SlotOf>,
): Generator<KeyAction> {
  const { entries, parent, binding, domains, dotted } = keys;
  for (const [i, { key }] of entries.entries()) {
    const bound = entries[binding[i] ?? -1];
    const sourceType = bound?.sourceType ?? null;
    if (bound === undefined || sourceType === null) continue;
    const adapter = adapterByType.get(sourceType.toLowerCase()) ?? null;
    const slotOf = adapter === null ? undefined : slotsOf.get(adapter);
    const slot = slotOf?.(domains[i] ?? null) ?? -1;
    // A key that binds nothing shares its binding with the key above, so the slot is all that can differ.
    if (binding[i] !== i && slot === (slotOf?.(domains[parent[i] ?? -1] ?? null) ?? -1)) continue;
    yield { key, dotted: dotted[i] === 1, boundKey: bound.key, sourceType, adapter, slot };
  }
}

/** A key below which another override by domain applies than above it. */
export interface DomainAction {
  readonly key: string;
  readonly dotted: boolean;
  readonly slot: number;
}

/**
 * The keys where the override by domain changes, for a target that is not chosen by moniker; with `unboundOnly`, only
 * among the keys at and above which nothing binds a source.
 */
export function* domainActions(
  keys: KeyTable,
  slotOf: SlotOf,
  unboundOnly: boolean,
): Generator<DomainAction> {
  const { entries, parent, binding, domains, dotted } = keys;
  for (const [i, { key }] of entries.entries()) {
    if (unboundOnly && (binding[i] ?? -1) >= 0) continue;
    const slot = slotOf(domains[i] ?? null);
    if (slot === slotOf(domains[parent[i] ?? -1] ?? null)) continue;
    yield { key, dotted: dotted[i] === 1, slot };
  }
}
