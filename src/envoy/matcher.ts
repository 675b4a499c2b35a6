import type { envoy, xds } from '../proto/types.generated.d.ts';
import { KEY_HEADER } from './names.ts';
import { any } from './routes.ts';

type Route = envoy.config.route.v3.Route;
type OnMatch = xds.type.matcher.v3.Matcher.OnMatch;
type Matcher = xds.type.matcher.v3.Matcher;
type MatchMap = xds.type.matcher.v3.Matcher.MatcherTree.MatchMap;
type Predicate = xds.type.matcher.v3.Matcher.MatcherList.Predicate;
type ExtensionConfig = xds.core.v3.TypedExtensionConfig;

/** The action's name is required but used nowhere; short, since a catalog repeats it for every key. */
export const ACTION_NAME = 'r';
const INPUT = 'envoy.type.matcher.v3.HttpRequestHeaderMatchInput';

function headerInput(header: string): ExtensionConfig {
  return { name: header, typed_config: any(INPUT, { header_name: header }) };
}

/** How requests are routed at some place: by a list, or by a matcher. Both take every request that comes. */
export type Routing =
  | { readonly kind: 'routes'; readonly routes: readonly Route[] }
  | { readonly kind: 'matcher'; readonly matcher: Matcher };

/** The first route that matches; the last one has to match everything. */
export function byRoutes(routes: readonly Route[]): Routing {
  return { kind: 'routes', routes };
}

/** A routing as the branch of a matcher. */
export function onMatch(routing: Routing): OnMatch {
  if (routing.kind === 'matcher') return { matcher: routing.matcher };
  const { routes } = routing;
  const [only, second] = routes;
  const typed_config =
    only !== undefined && second === undefined
      ? any('envoy.config.route.v3.Route', only)
      : any('envoy.config.route.v3.RouteList', { routes });
  return { action: { name: ACTION_NAME, typed_config } };
}

/** The longest entry that the moniker key begins with; a miss goes to `otherwise`. Null stands for an empty map. */
export function byKey(map: MatchMap | null, otherwise: Routing): Routing {
  if (map === null) return otherwise;
  const tree = { input: headerInput(KEY_HEADER), prefix_match_map: map };
  return { kind: 'matcher', matcher: { matcher_tree: tree, on_no_match: onMatch(otherwise) } };
}

export interface PathBranch {
  readonly prefix: string;
  readonly then: Routing;
}

/** The longest prefix of the path. A branch must take all that comes, as a miss in it would go to a shorter one. */
function byPath(branches: readonly PathBranch[], otherwise: Routing): Routing {
  if (branches.length === 0) return otherwise;
  const map = Object.fromEntries(branches.map(({ prefix, then }) => [prefix, onMatch(then)]));
  const tree = { input: headerInput(':path'), prefix_match_map: { map } };
  return { kind: 'matcher', matcher: { matcher_tree: tree, on_no_match: onMatch(otherwise) } };
}

function pathPrefix(prefix: string): Predicate {
  return { single_predicate: { input: headerInput(':path'), value_match: { prefix } } };
}

/** Lists of predicates need two members at least. */
function anyOf(predicates: readonly [Predicate, ...Predicate[]]): Predicate {
  return predicates.length === 1 ? predicates[0] : { or_matcher: { predicate: predicates } };
}

/** True for a path whose longest prefix, among `prefix` and the `others`, is `prefix`. */
function longestIs(prefix: string, others: readonly string[]): Predicate {
  const [first, ...rest] = others.filter((other) => other.startsWith(prefix)).map(pathPrefix);
  if (first === undefined) return pathPrefix(prefix);
  return { and_matcher: { predicate: [pathPrefix(prefix), { not_matcher: anyOf([first, ...rest]) }] } };
}

export interface PathChoice {
  /** Prefixes that go by moniker. */
  readonly prefixes: readonly string[];
  readonly others: readonly PathBranch[];
  /** By moniker; it holds the catalog, so it stands here once however many prefixes lead to it. */
  readonly byMoniker: Routing;
  /** For a path that no prefix fits. */
  readonly otherwise: Routing;
}

/** The edge's choice: by the longest prefix of the path, among those that go by moniker and the others. */
export function byLongestPrefix({ prefixes, others, byMoniker, otherwise }: PathChoice): Routing {
  const rest = byPath(others, otherwise);
  const names = others.map(({ prefix }) => prefix);
  // A prefix of ours behind one of the others' has a part of its own, so what the shorter part leaves out is not lost.
  const [first, ...more] = prefixes.map((prefix) => longestIs(prefix, names));
  if (first === undefined) return rest;
  const matchers = [{ predicate: anyOf([first, ...more]), on_match: onMatch(byMoniker) }];
  return { kind: 'matcher', matcher: { matcher_list: { matchers }, on_no_match: onMatch(rest) } };
}
