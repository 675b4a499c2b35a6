import type { LoadBalancing } from '../mesh/model.ts';
import type { envoy } from '../proto/types.generated.d.ts';
import { routerFilter } from './http-filters.ts';
import type { RouteTarget } from './route-target.ts';
import { any, plainTargetRoutes } from './routes.ts';
import { ROUTE_NAMES } from './names.ts';

/*
 * What a gRPC application without a sidecar is told. Its library knows a part of Envoy's configuration and rejects
 * some of the rest, so these hold what it reads and little else: gRFC A27 (listeners, clusters), A28 (routes and
 * weights), A31 (time limits), A42 (ring hash), https://github.com/grpc/proposal.
 */

type Route = envoy.config.route.v3.Route;

const HCM = 'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';

/** `name` is what the application dials behind `xds:///`, to the letter: the library looks it up by it. */
export function apiListener(name: string, routeConfig: string): envoy.config.listener.v3.Listener {
  const manager = any(HCM, {
    stat_prefix: 'proxyless',
    rds: { config_source: { ads: {}, resource_api_version: 'V3' }, route_config_name: routeConfig },
    http_filters: [routerFilter()],
  });
  return { name, api_listener: { api_listener: manager } };
}

/**
 * Versions that take nothing now. No call comes as far as these routes; but they make a library keep the cluster, which
 * it would forget for a weight of 0. Else the calls of the moment in which the weight rises again would fail: grpc-go
 * chooses by the new weights before it has the cluster (grpc-go 1.85, `unknown cluster selected for RPC`).
 */
function idleRoutes(target: RouteTarget): readonly Route[] {
  return idleClusters(target).map((name) => ({
    name: ROUTE_NAMES.idle(name),
    match: { prefix: '/' },
    route: { cluster: name },
  }));
}

/** Clusters of a target that neither its shares nor its overrides send anything to. */
export function idleClusters({ clusters, overrides }: RouteTarget): readonly string[] {
  const overriding = new Set(overrides.map(({ cluster }) => cluster));
  return clusters
    .filter(({ name, weight }) => weight === 0 && !overriding.has(name))
    .map(({ name }) => name)
    .sort();
}

/** What the weights sum to: older versions of @grpc/grpc-js-xds take 100 where nothing says it. */
function withTotal(route: Route): Route {
  const { route: action } = route;
  const split = action?.weighted_clusters;
  if (action === undefined || split === undefined) return route;
  const total = (split.clusters ?? []).reduce((sum, { weight }) => sum + (weight ?? 0), 0);
  return { ...route, route: { ...action, weighted_clusters: { ...split, total_weight: total } } };
}

/**
 * All calls to one target, by the overrides and shares as they are. Any authority: the library compares it with the
 * port in it, and has chosen the route configuration by its listener already.
 */
export function apiRoutes(name: string, target: RouteTarget): envoy.config.route.v3.RouteConfiguration {
  // Libraries read the time limit of gRPC routes only, and have no choice of version by a hash.
  const read: RouteTarget = { ...target, protocol: 'grpc', runtimeKeyPrefix: null, sticky: false };
  const taken = plainTargetRoutes(read, ROUTE_NAMES.service(target.name)).map(withTotal);
  const routes = [...taken, ...idleRoutes(read)];
  return { name, virtual_hosts: [{ name: target.name, domains: ['*'], routes }] };
}

/** Every library has these two; the others would make it reject the cluster. */
function policy({ kind }: LoadBalancing): envoy.config.cluster.v3.Cluster.LbPolicy {
  return kind === 'ringHash' || kind === 'maglev' ? 'RING_HASH' : 'ROUND_ROBIN';
}

/** Endpoints come by EDS, under the cluster's name. */
export function apiCluster(name: string, loadBalancing: LoadBalancing): envoy.config.cluster.v3.Cluster {
  return {
    name,
    type: 'EDS',
    eds_cluster_config: { eds_config: { ads: {}, resource_api_version: 'V3' } },
    lb_policy: policy(loadBalancing),
  };
}
