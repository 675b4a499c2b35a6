import type { envoy, google, xds } from '../proto/types.generated.d.ts';
import type { RequestHeaders } from './headers.ts';
import { matchesRoute, matchesString, NotExplained } from './match.ts';

type Matcher = xds.type.matcher.v3.Matcher;
type OnMatch = xds.type.matcher.v3.Matcher.OnMatch;
type Predicate = xds.type.matcher.v3.Matcher.MatcherList.Predicate;
type MatchMap = xds.type.matcher.v3.Matcher.MatcherTree.MatchMap;
type Input = xds.core.v3.TypedExtensionConfig;
type Route = envoy.config.route.v3.Route;

const HEADER_INPUT = 'type.googleapis.com/envoy.type.matcher.v3.HttpRequestHeaderMatchInput';

function inputValue(input: Input | undefined, headers: RequestHeaders): string | undefined {
  const config = input?.typed_config;
  if (config?.['@type'] !== HEADER_INPUT)
    throw new NotExplained(`the matcher input ${config?.['@type'] ?? 'none'}`);
  return headers.get(String(config['header_name']).toLowerCase());
}

/** The lengths of a map's prefixes, longest first: a lookup tries these and no others. */
const lengths = new WeakMap<MatchMap, readonly number[]>();

function prefixLengths(map: MatchMap): readonly number[] {
  const known = lengths.get(map);
  if (known !== undefined) return known;
  const found = [...new Set(Object.keys(map.map ?? {}).map((prefix) => prefix.length))].sort((a, b) => b - a);
  lengths.set(map, found);
  return found;
}

function entry(map: MatchMap, key: string): OnMatch | undefined {
  const entries = map.map ?? {};
  return Object.hasOwn(entries, key) ? entries[key] : undefined;
}

type Action = google.protobuf.Any;

function onMatch(match: OnMatch | undefined, headers: RequestHeaders): Action | null {
  if (match?.matcher !== undefined) return evaluate(match.matcher, headers);
  return match?.action?.typed_config ?? null;
}

function matchesPredicate(predicate: Predicate, headers: RequestHeaders): boolean {
  const { single_predicate: single, or_matcher: or, and_matcher: and, not_matcher: not } = predicate;
  if (or !== undefined) return (or.predicate ?? []).some((each) => matchesPredicate(each, headers));
  if (and !== undefined) return (and.predicate ?? []).every((each) => matchesPredicate(each, headers));
  if (not !== undefined) return !matchesPredicate(not, headers);
  if (single?.value_match === undefined) throw new NotExplained('a custom predicate');
  const value = inputValue(single.input, headers);
  return value !== undefined && matchesString(single.value_match, value);
}

function inTree(tree: xds.type.matcher.v3.Matcher.MatcherTree, headers: RequestHeaders): Action | null {
  const value = inputValue(tree.input, headers);
  if (value === undefined) return null;
  if (tree.exact_match_map !== undefined) return onMatch(entry(tree.exact_match_map, value), headers);
  const map = tree.prefix_match_map;
  if (map === undefined) throw new NotExplained('a custom matcher tree');
  for (const length of prefixLengths(map)) {
    // A branch that finds nothing falls through to the next shorter prefix.
    const action = length > value.length ? null : onMatch(entry(map, value.slice(0, length)), headers);
    if (action !== null) return action;
  }
  return null;
}

/** The action that a matcher tree ends in, or null. The rules are those of xds.type.matcher.v3.Matcher in Envoy. */
function evaluate(matcher: Matcher, headers: RequestHeaders): Action | null {
  const { matcher_list: list, matcher_tree: tree, on_no_match: otherwise } = matcher;
  for (const { predicate, on_match: then } of list?.matchers ?? []) {
    if (predicate === undefined || !matchesPredicate(predicate, headers)) continue;
    const action = onMatch(then, headers);
    if (action !== null) return action;
  }
  return (tree === undefined ? null : inTree(tree, headers)) ?? onMatch(otherwise, headers);
}

function firstMatching(routes: readonly Route[], headers: RequestHeaders): Route | null {
  return routes.find(({ match }) => match !== undefined && matchesRoute(match, headers)) ?? null;
}

/** The route that takes the request in a virtual host; null is a 404. */
export function routeOf(host: envoy.config.route.v3.VirtualHost, headers: RequestHeaders): Route | null {
  if (host.matcher === undefined) return firstMatching(host.routes ?? [], headers);
  const action = evaluate(host.matcher, headers);
  if (action === null) return null;
  const type = action['@type'].slice(action['@type'].lastIndexOf('/') + 1);
  if (type === 'envoy.config.route.v3.Route') return firstMatching([action as Route], headers);
  if (type === 'envoy.config.route.v3.RouteList') {
    // A list that takes no request ends in 404; nothing falls through from it.
    return firstMatching((action as envoy.config.route.v3.RouteList).routes ?? [], headers);
  }
  throw new NotExplained(`the action ${type}`);
}
