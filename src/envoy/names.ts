/**
 * Every name that appears in resources, in one place. They show up in Envoy's statistics and admin pages, in
 * dashboards built on those, and in bootstraps that outlive many releases: changing one is a breaking change.
 */

/** The sidecar's own application. */
export const APP_CLUSTER = 'app';
/** The control plane, in the bootstrap. */
export const XDS_CLUSTER = 'xds_cluster';
/** The bootstrap's cluster of the service's own sidecars, for zone-aware routing. */
export const LOCAL_CLUSTER = 'local';

export const INBOUND = 'inbound';
export const EGRESS = 'egress';
export const EDGE = 'edge';
export const PROXYLESS = 'proxyless';

/** Runtime layers, in the order of the bootstrap. */
export const WEIGHTS_LAYER = 'moniker.weights';
export const POLICY_LAYER = 'moniker.policy';

/** The canonical moniker path with a trailing slash; set by the sidecar, never taken from outside. */
export const KEY_HEADER = 'x-moniker-key';
/** Tells the key that routed a request, where mesh.yaml asks for it. */
export const ROUTE_HEADER = 'x-moniker-route';
/** Overrides the domain of the catalog key; sent by clients. */
export const DOMAIN_HEADER = 'x-moniker-domain';
/** Who asks: for overrides by client and for sticky splits; sent by clients. */
export const CLIENT_HEADER = 'x-client-id';

/** The namespace of the project's metadata in clusters and routes. */
export const METADATA = 'moniker';

/** `resolver/v2`, or `resolver` where endpoints carry no version. Also the cluster's EDS service name. */
export function clusterName(target: string, version: string | null): string {
  return version === null ? target : `${target}/${version}`;
}

/** The EDS service name of `LOCAL_CLUSTER`. */
export function localAssignment(service: string): string {
  return `local/${service}`;
}

/** The 127.0.0.1 listener that a caller's sidecar opens for one callee. */
export function localListener(callee: string): string {
  return `local/${callee}`;
}

/** The route configuration of one of a service's listeners. */
export function routeConfigName(service: string, listener: string): string {
  return `${service}/${listener}`;
}

/** The route configuration of a target for gRPC applications without a sidecar; the same for all callers. */
export function apiRouteConfig(target: string): string {
  return `${PROXYLESS}/${target}`;
}

/** The runtime key of a version's share is `<prefix>.<cluster>`. */
export function splitPrefix(target: string): string {
  return `split.${target}`;
}

/** Routes that are not a catalog key's carry a colon, which no key can. */
export const ROUTE_NAMES = Object.freeze({
  service: (target: string): string => `service:${target}`,
  idle: (cluster: string): string => `idle:${cluster}`,
  unbound: 'moniker:unbound',
  noRoute: 'edge:no-route',
  app: 'inbound:app',
});
