import { adapterActions, domainActions, slotLookup } from '../mesh/key-actions.ts';
import type { KeyTable } from '../mesh/key-table.ts';
import { encodeKeyMap, routeTemplate, type KeyMapEntry, type RouteTemplate } from '../envoy/key-map.ts';
import { domainSlots, type RouteTarget } from '../envoy/route-target.ts';
import { directResponse, jsonBody, targetRoutes, withoutDebugHeader } from '../envoy/routes.ts';
import type { xds } from '../proto/types.generated.d.ts';

type MatchMap = xds.type.matcher.v3.Matcher.MatcherTree.MatchMap;

/** The part of a route table that says, key by key, where monikers go. */
export interface AdapterMap {
  /** Null where no key binds a source. */
  readonly map: MatchMap | null;
  /** Adapters that some key goes to, sorted. */
  readonly adapters: readonly string[];
}

export interface AdapterMapProps {
  readonly keys: KeyTable;
  readonly adapterByType: ReadonlyMap<string, string>;
  readonly adapters: ReadonlyMap<string, RouteTarget>;
  /** The status for a source type without an adapter. */
  readonly withoutAdapter: number;
}

function templates(target: RouteTarget): (slot: number) => RouteTemplate {
  const bySlot = new Map<number, RouteTemplate>();
  return (slot) => {
    const known = bySlot.get(slot);
    if (known !== undefined) return known;
    const template = routeTemplate(targetRoutes(target, slot));
    bySlot.set(slot, template);
    return template;
  };
}

function unserved(key: string, sourceType: string, status: number): RouteTemplate {
  const body = jsonBody({ error: 'no adapter serves the source type of this moniker', key, sourceType });
  return routeTemplate([directResponse(status, body)]);
}

/** The map of all keys to their adapters. A route bears the name of the key that binds its source. */
export function buildAdapterMap({
  keys,
  adapterByType,
  adapters,
  withoutAdapter,
}: AdapterMapProps): AdapterMap {
  const used = new Set<string>();
  const slotsOf = new Map([...adapters].map(([name, target]) => [name, slotLookup(domainSlots(target))]));
  const templateOf = new Map([...adapters].map(([name, target]) => [name, templates(target)]));
  function* entries(): Generator<KeyMapEntry> {
    for (const { key, dotted, boundKey, sourceType, adapter, slot } of adapterActions(
      keys,
      adapterByType,
      slotsOf,
    )) {
      const template = adapter === null ? undefined : templateOf.get(adapter)?.(slot);
      if (adapter !== null) used.add(adapter);
      yield {
        key,
        dotted,
        name: boundKey,
        template: template ?? unserved(boundKey, sourceType, withoutAdapter),
      };
    }
  }
  const map = encodeKeyMap(entries());
  return { map, adapters: [...used].sort() };
}

export interface DomainMapProps {
  readonly keys: KeyTable;
  readonly target: RouteTarget;
  /** The routes' name. */
  readonly name: string;
  /** Only among the keys at and above which nothing binds a source. */
  readonly unboundOnly: boolean;
  /** Takes the debug header off. */
  readonly quiet: boolean;
}

/** The keys whose domain puts a request to `target` under another override; null where none does. */
export function buildDomainMap({ keys, target, name, unboundOnly, quiet }: DomainMapProps): MatchMap | null {
  const slots = domainSlots(target);
  if (slots.size === 0) return null;
  const routesOf = new Map<number, RouteTemplate>();
  function* entries(): Generator<KeyMapEntry> {
    for (const { key, dotted, slot } of domainActions(keys, slotLookup(slots), unboundOnly)) {
      let template = routesOf.get(slot);
      if (template === undefined) {
        const routes = targetRoutes(target, slot);
        template = routeTemplate(quiet ? routes.map(withoutDebugHeader) : routes);
        routesOf.set(slot, template);
      }
      yield { key, dotted, name, template };
    }
  }
  return encodeKeyMap(entries());
}
