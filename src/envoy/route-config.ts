import type { envoy } from '../proto/types.generated.d.ts';
import { duration, LONG_IDLE } from './durations.ts';
import type { Routing } from './matcher.ts';
import { APP_CLUSTER, KEY_HEADER, ROUTE_NAMES } from './names.ts';
import { DEBUG_HEADER } from './routes.ts';

type Route = envoy.config.route.v3.Route;
type RouteConfiguration = envoy.config.route.v3.RouteConfiguration;

/** Some hosts and how their requests are routed. */
export interface HostProps {
  readonly name: string;
  /** Host names, without ports; `*` for all. */
  readonly domains: readonly string[];
  readonly routing: Routing;
  /** Tells on each answer which catalog key routed it. */
  readonly debugHeader: boolean;
}

function virtualHost({ name, domains, routing, debugHeader }: HostProps): envoy.config.route.v3.VirtualHost {
  return {
    name,
    domains,
    ...(routing.kind === 'routes' ? { routes: routing.routes } : { matcher: routing.matcher }),
    ...(debugHeader && { response_headers_to_add: DEBUG_HEADER }),
  };
}

/**
 * The routes of a listener that calls out. A host that is not there gets 404. The moniker key is the sidecar's own
 * and goes no further.
 */
export function outboundRoutes(name: string, hosts: readonly HostProps[]): RouteConfiguration {
  const debug = hosts.some(({ debugHeader }) => debugHeader);
  return {
    name,
    virtual_hosts: hosts.map(virtualHost),
    request_headers_to_remove: [KEY_HEADER],
    ignore_port_in_host_matching: true,
    // Routes that are no catalog key's take the debug header off again, so they have to come last.
    ...(debug && { most_specific_header_mutations_wins: true }),
  };
}

/** To the sidecar's own application. Time limits are the caller's, whose sidecar knows them. */
export function appRoute(name: string): Route {
  return {
    name,
    match: { prefix: '/' },
    route: { cluster: APP_CLUSTER, timeout: '0s', idle_timeout: duration(LONG_IDLE) },
  };
}

export function inboundRoutes(name: string): RouteConfiguration {
  return {
    name,
    virtual_hosts: [{ name: 'app', domains: ['*'], routes: [appRoute(ROUTE_NAMES.app)] }],
    request_headers_to_remove: [KEY_HEADER],
  };
}
