import type { envoy, google } from '../proto/types.generated.d.ts';
import type { OverrideMatch } from '../mesh/model.ts';
import { duration, LONG_IDLE, STREAM_IDLE } from './durations.ts';
import { CLIENT_HEADER, DOMAIN_HEADER, METADATA, ROUTE_HEADER } from './names.ts';
import { NO_SLOT, type RouteTarget } from './route-target.ts';

type Route = envoy.config.route.v3.Route;
type RouteAction = envoy.config.route.v3.RouteAction;
type HeaderMatcher = envoy.config.route.v3.HeaderMatcher;
type HashPolicy = envoy.config.route.v3.RouteAction.HashPolicy;

/** Added to an application's wait for the answer, so that the request's own limit is the one that ends it. */
const IDLE_MARGIN = 30_000;

/** Time limits of requests. A silent stream must live as long as a request may take. */
function timeouts({ protocol, requestTimeout }: RouteTarget): RouteAction {
  const grpc = protocol === 'grpc';
  const idle = Math.max(requestTimeout === 0 || grpc ? LONG_IDLE : 0, requestTimeout + IDLE_MARGIN);
  return {
    timeout: duration(requestTimeout),
    ...(idle > STREAM_IDLE && { idle_timeout: duration(idle) }),
    ...(grpc && { max_stream_duration: streamLimit(requestTimeout) }),
  };
}

/**
 * The client's own deadline (grpc-timeout) holds, with the request timeout as its upper bound, 0 being none. Where
 * this message stands Envoy takes no notice of the route's `timeout`.
 */
function streamLimit(requestTimeout: number): RouteAction['max_stream_duration'] {
  const limit = duration(requestTimeout);
  return { grpc_timeout_header_max: limit, ...(requestTimeout > 0 && { max_stream_duration: limit }) };
}

/** Envoy combines all policies of a route, so there is never more than one. */
function hashPolicies(header: string | null): { hash_policy?: readonly HashPolicy[] } {
  return header === null ? {} : { hash_policy: [{ header: { header_name: header } }] };
}

/** The action that shares requests over the target's versions. */
export function splitAction(target: RouteTarget): RouteAction {
  const [only, second] = target.clusters;
  const hashHeader = target.sticky ? CLIENT_HEADER : target.hashHeader;
  const common = { ...timeouts(target), ...hashPolicies(hashHeader) };
  if (only !== undefined && second === undefined) return { cluster: only.name, ...common };
  return {
    weighted_clusters: {
      clusters: target.clusters,
      ...(target.runtimeKeyPrefix !== null && { runtime_key_prefix: target.runtimeKeyPrefix }),
      ...(target.sticky && { use_hash_policy: true }),
    },
    ...common,
  };
}

function exactHeader(name: string, value: string): readonly HeaderMatcher[] {
  return [{ name, string_match: { exact: value } }];
}

/** One condition a route: any of them takes the request. */
function conditions(match: OverrideMatch): readonly (readonly HeaderMatcher[])[] {
  switch (match.kind) {
    case 'clients':
      return match.clients.map((client) => exactHeader(CLIENT_HEADER, client));
    case 'domains':
      return match.domains.map((domain) => exactHeader(DOMAIN_HEADER, domain));
    case 'header':
      return [exactHeader(match.name, match.exact)];
  }
}

/**
 * The routes to a target in the order of their match; the last one takes every request. `slot` is the override that
 * the domain of the request's key selects (see `domainSlots`): it takes all that comes as far as it.
 */
export function targetRoutes(target: RouteTarget, slot: number): readonly Route[] {
  const routes: Route[] = [];
  for (const [place, { index, match, cluster }] of target.overrides.entries()) {
    const rest: Route = {
      route: { cluster, ...timeouts(target), ...hashPolicies(target.hashHeader) },
      // Tells which override it is, in Envoy's own dump as well.
      metadata: { filter_metadata: { [METADATA]: { target: target.name, override: index } } },
    };
    if (place === slot) return [...routes, { match: { prefix: '/' }, ...rest }];
    for (const headers of conditions(match)) routes.push({ match: { prefix: '/', headers }, ...rest });
  }
  return [...routes, { match: { prefix: '/' }, route: splitAction(target) }];
}

/** The routes to a target, whatever the request's moniker. */
export function plainTargetRoutes(target: RouteTarget, name: string): readonly Route[] {
  return targetRoutes(target, NO_SLOT).map((route) => ({ ...route, name }));
}

/** Envoy's limit on a direct response's body is 4,096 bytes, and a longer one is a rejected route table. */
const LONGEST_QUOTE = 512;

/** JSON text of an answer that Envoy itself gives. Values are cut, since keys have no length limit. */
export function jsonBody(fields: Readonly<Record<string, string>>): string {
  const cut = Object.entries(fields).map(([name, value]) => [name, value.slice(0, LONGEST_QUOTE)]);
  return `${JSON.stringify(Object.fromEntries(cut))}\n`;
}

/** A route that Envoy answers itself, in JSON. */
export function directResponse(status: number, body: string): Route {
  return {
    match: { prefix: '/' },
    direct_response: { status, body: { inline_string: body } },
    response_headers_to_add: [
      {
        header: { key: 'content-type', value: 'application/json' },
        append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
      },
    ],
  };
}

/** `x-moniker-route: <key>` on the answers of catalog keys: a virtual host's header, so that keys pay nothing for it. */
export const DEBUG_HEADER: readonly envoy.config.core.v3.HeaderValueOption[] = [
  { header: { key: ROUTE_HEADER, value: '%ROUTE_NAME%' }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' },
];

/** Takes the debug header off a route that is no catalog key's. */
export function withoutDebugHeader(route: Route): Route {
  return { ...route, response_headers_to_remove: [ROUTE_HEADER] };
}

/** An Any from its type's name and fields. */
export function any(type: string, fields: object): google.protobuf.Any {
  return { '@type': `type.googleapis.com/${type}`, ...fields };
}
