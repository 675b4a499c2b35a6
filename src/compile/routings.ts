import { byKey, byLongestPrefix, byRoutes, type Routing } from '../envoy/matcher.ts';
import { ROUTE_NAMES } from '../envoy/names.ts';
import { appRoute } from '../envoy/route-config.ts';
import { NO_SLOT, type RouteTarget } from '../envoy/route-target.ts';
import { directResponse, jsonBody, targetRoutes, withoutDebugHeader } from '../envoy/routes.ts';
import type { envoy, xds } from '../proto/types.generated.d.ts';
import type { EdgeSpec } from '../topology/model.ts';
import type { RoutePlan } from './route-plan.ts';

type Route = envoy.config.route.v3.Route;
type MatchMap = xds.type.matcher.v3.Matcher.MatcherTree.MatchMap;

/** A routing, and what it may send requests to. */
export interface Routed {
  readonly routing: Routing;
  readonly targets: readonly RouteTarget[];
  /** Whether the sidecar's own application is among it. */
  readonly app: boolean;
}

/** Routes that are no catalog key's. `quiet` where the host tells keys in a debug header. */
function namedRoutes(routes: readonly Route[], name: string, quiet: boolean): Routing {
  const named = routes.map((route) => ({ ...route, name }));
  return byRoutes(quiet ? named.map(withoutDebugHeader) : named);
}

/** To a service, whatever the request's moniker says of the adapter; its domain may select an override. */
export function serviceRouting(plan: RoutePlan, service: string, quiet: boolean): Routed {
  const target = plan.target(service);
  const name = ROUTE_NAMES.service(service);
  const map = plan.domainMap({ target, name, unboundOnly: false, quiet });
  const otherwise = namedRoutes(targetRoutes(target, NO_SLOT), name, quiet);
  return { routing: byKey(map, otherwise), targets: [target], app: false };
}

interface Unbound {
  readonly routing: Routing;
  readonly targets: readonly RouteTarget[];
  /** Keys whose domain selects an override of the target. */
  readonly map: MatchMap | null;
}

/** What a moniker gets that no key binds; and with it a batch, and any path that is no moniker. */
function unboundRouting(plan: RoutePlan, caller: string): Unbound {
  const { unbound, unboundOthers, debugHeader: quiet } = plan.topology.monikers;
  const action = unbound.get(caller) ?? unboundOthers;
  const name = ROUTE_NAMES.unbound;
  if (action.kind === 'status') {
    const answer = directResponse(action.status, jsonBody({ error: 'no catalog key binds this moniker' }));
    return { routing: namedRoutes([answer], name, quiet), targets: [], map: null };
  }
  const target = plan.target(action.service);
  const map = plan.domainMap({ target, name, unboundOnly: true, quiet });
  return { routing: namedRoutes(targetRoutes(target, NO_SLOT), name, quiet), targets: [target], map };
}

/** By the moniker in the path, to the adapter of its key, or as the caller's unbound rule says. */
export function monikerRouting(plan: RoutePlan, caller: string): Routed {
  const { map, adapters } = plan.adapterMap();
  const unbound = unboundRouting(plan, caller);
  const targets = [...adapters.map((name) => plan.target(name)), ...unbound.targets];
  return { routing: byKey(plan.joined(map, unbound.map), unbound.routing), targets, app: false };
}

function edgeService(plan: RoutePlan, edge: EdgeSpec, to: string): Routed {
  const quiet = plan.topology.monikers.debugHeader;
  if (to !== edge.service) return serviceRouting(plan, to, quiet);
  // The edge stands before its own application, so the way there is not through the mesh.
  return {
    routing: namedRoutes([appRoute(ROUTE_NAMES.app)], ROUTE_NAMES.app, quiet),
    targets: [],
    app: true,
  };
}

/** By the longest prefix of the path: to a service, or by moniker. */
export function edgeRouting(plan: RoutePlan, edge: EdgeSpec): Routed {
  const quiet = plan.topology.monikers.debugHeader;
  const routes = [...edge.routes].sort((a, b) => (a.prefix < b.prefix ? -1 : 1));
  const prefixes = routes.filter(({ to }) => to === 'adapters').map(({ prefix }) => prefix);
  const others = routes
    .filter(({ to }) => to !== 'adapters')
    .map(({ prefix, to }) => ({ prefix, routed: edgeService(plan, edge, to) }));
  const moniker = prefixes.length === 0 ? null : monikerRouting(plan, edge.service);
  const noRoute = namedRoutes(
    [directResponse(404, jsonBody({ error: 'no route for this path' }))],
    ROUTE_NAMES.noRoute,
    quiet,
  );
  const routing = byLongestPrefix({
    prefixes,
    others: others.map(({ prefix, routed }) => ({ prefix, then: routed.routing })),
    byMoniker: moniker?.routing ?? noRoute,
    otherwise: noRoute,
  });
  return {
    routing,
    targets: [...(moniker?.targets ?? []), ...others.flatMap(({ routed }) => routed.targets)],
    app: others.some(({ routed }) => routed.app),
  };
}
