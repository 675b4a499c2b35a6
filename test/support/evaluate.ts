import { decodeAny } from '../../src/proto/codec.ts';
import type { envoy, xds } from '../../src/proto/types.generated.d.ts';
import type { Resource } from '../../src/snapshot/model.ts';

type Route = envoy.config.route.v3.Route;
type OnMatch = xds.type.matcher.v3.Matcher.OnMatch;
type Matcher = xds.type.matcher.v3.Matcher;
type Predicate = xds.type.matcher.v3.Matcher.MatcherList.Predicate;
type RouteConfiguration = envoy.config.route.v3.RouteConfiguration;

/** Request headers in lower case, `:path` and `x-moniker-key` among them. */
export type Headers = Readonly<Record<string, string>>;

interface Fields extends Route {
  readonly routes?: readonly Route[];
  readonly header_name?: string;
}

/** The kind of a typed config, and its fields. */
function unpack(config: xds.core.v3.TypedExtensionConfig | undefined): {
  readonly type: string;
  readonly fields: Fields;
} {
  const typed = config?.typed_config;
  return { type: typed?.['@type'].split('.').at(-1) ?? '', fields: (typed ?? {}) as unknown as Fields };
}

function matches({ match }: Route, headers: Headers): boolean {
  const path = headers[':path'] ?? '';
  return (
    path.startsWith(match?.prefix ?? '/') &&
    (match?.headers ?? []).every(({ name, string_match: value }) => headers[name ?? ''] === value?.exact)
  );
}

/** Undefined for a miss; null for an action whose routes all miss, which is a 404 in Envoy. */
type Found = Route | null | undefined;

function firstOf(routes: readonly Route[], headers: Headers): Route | null {
  return routes.find((route) => matches(route, headers)) ?? null;
}

function act(onMatch: OnMatch | undefined, headers: Headers): Found {
  if (onMatch === undefined) return undefined;
  if (onMatch.matcher !== undefined) return run(onMatch.matcher, headers);
  const { type, fields } = unpack(onMatch.action);
  return firstOf(type === 'RouteList' ? (fields.routes ?? []) : [fields], headers);
}

function holds(predicate: Predicate | undefined, headers: Headers): boolean {
  const { single_predicate: single, and_matcher: and, or_matcher: or, not_matcher: not } = predicate ?? {};
  if (single !== undefined) {
    const value = headers[unpack(single.input).fields.header_name ?? ''];
    return value?.startsWith(single.value_match?.prefix ?? '\0') ?? false;
  }
  if (and !== undefined) return (and.predicate ?? []).every((part) => holds(part, headers));
  if (or !== undefined) return (or.predicate ?? []).some((part) => holds(part, headers));
  return !holds(not, headers);
}

function run(
  { matcher_list: list, matcher_tree: tree, on_no_match: otherwise }: Matcher,
  headers: Headers,
): Found {
  for (const { predicate, on_match: onMatch } of list?.matchers ?? []) {
    const found = holds(predicate, headers) ? act(onMatch, headers) : undefined;
    if (found !== undefined) return found;
  }
  const value = headers[unpack(tree?.input).fields.header_name ?? ''];
  const map = tree?.prefix_match_map?.map ?? {};
  for (let end = value?.length ?? -1; end >= 0; end--) {
    const entry = value?.slice(0, end) ?? '';
    const found = Object.hasOwn(map, entry) ? act(map[entry], headers) : undefined;
    if (found !== undefined) return found;
  }
  return act(otherwise, headers);
}

/** Reads a route configuration as Envoy does, as far as the compiler uses it: the slow and simple way. */
export function evaluator(table: Resource): (authority: string, headers: Headers) => Route | null {
  const config = decodeAny(table.any) as unknown as RouteConfiguration;
  return (authority, headers) => {
    const host = config.virtual_hosts?.find(({ domains }) =>
      domains?.some((d) => d === authority || d === '*'),
    );
    if (host === undefined) return null;
    if (host.matcher !== undefined) return run(host.matcher, headers) ?? null;
    return firstOf(host.routes ?? [], headers);
  };
}

/** Every cluster that stands anywhere in a decoded message. */
export function clustersIn(value: unknown, found = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const item of value) clustersIn(item, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      if (name === 'cluster' && typeof item === 'string') found.add(item);
      else if (name === 'weighted_clusters') {
        for (const { name: cluster } of (item as envoy.config.route.v3.WeightedCluster).clusters ?? [])
          if (cluster !== undefined) found.add(cluster);
      } else clustersIn(item, found);
    }
  }
  return found;
}
