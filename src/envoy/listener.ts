import type { envoy } from '../proto/types.generated.d.ts';
import type { SocketAddress } from '../mesh/model.ts';
import { failureLog } from './access-log.ts';
import { duration, STREAM_IDLE } from './durations.ts';
import { monikerFilter, routerFilter, silentRouterFilter } from './http-filters.ts';
import { EDGE, EGRESS, INBOUND, localListener } from './names.ts';
import { any } from './routes.ts';

type Listener = envoy.config.listener.v3.Listener;
type Hcm = envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;

const HCM = 'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
const TLS_INSPECTOR = 'envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector';

/** What all listeners of a sidecar have in common. */
export interface ListenerProps {
  readonly address: SocketAddress;
  readonly routeConfig: string;
  /** False: a second Envoy on the same address is refused by the kernel, instead of taking half of the connections. */
  readonly reusePort: boolean;
}

/** Monikers and prefixes are matched on the path that applications see: decoded slashes, no `..`, no `//`. */
const NORMALIZED: Hcm = {
  normalize_path: true,
  merge_slashes: true,
  path_with_escaped_slashes_action: 'UNESCAPE_AND_FORWARD',
};

function connectionManager(
  name: string,
  { routeConfig }: ListenerProps,
  own: Hcm,
): envoy.config.listener.v3.Filter {
  const hcm: Hcm = {
    stat_prefix: name.replace('/', '.'),
    rds: { config_source: { ads: {}, resource_api_version: 'V3' }, route_config_name: routeConfig },
    stream_idle_timeout: duration(STREAM_IDLE),
    ...own,
  };
  return { name: 'envoy.filters.network.http_connection_manager', typed_config: any(HCM, hcm) };
}

function listener(name: string, { address, reusePort }: ListenerProps, own: Listener): Listener {
  return {
    name,
    address: { socket_address: { address: address.address, port_value: address.port } },
    enable_reuse_port: reusePort,
    ...own,
  };
}

/**
 * From other sidecars to the application. The one filter chain takes plaintext only, and the TLS inspector is there
 * already: a chain for mTLS can come beside it as an update in place, which drains nothing.
 */
export function inboundListener(props: ListenerProps): Listener {
  const manager = connectionManager(INBOUND, props, {
    http_filters: [routerFilter()],
    server_header_transformation: 'PASS_THROUGH',
  });
  return listener(INBOUND, props, {
    traffic_direction: 'INBOUND',
    listener_filters: [
      { name: 'envoy.filters.listener.tls_inspector', typed_config: any(TLS_INSPECTOR, {}) },
    ],
    filter_chains: [
      { name: 'plaintext', filter_chain_match: { transport_protocol: 'raw_buffer' }, filters: [manager] },
    ],
  });
}

function outboundListener(name: string, props: ListenerProps): Listener {
  const manager = connectionManager(name, props, {
    ...NORMALIZED,
    http_filters: [monikerFilter(), routerFilter()],
    server_header_transformation: 'PASS_THROUGH',
    access_log: [failureLog()],
  });
  return listener(name, props, {
    traffic_direction: 'OUTBOUND',
    filter_chains: [{ name: 'plaintext', filters: [manager] }],
  });
}

/** From the application to all that it calls, by host name. */
export function egressListener(props: ListenerProps): Listener {
  return outboundListener(EGRESS, props);
}

/** From the application to one callee, for clients that cannot send a host name of the mesh. */
export function localCalleeListener(callee: string, props: ListenerProps): Listener {
  return outboundListener(localListener(callee), props);
}

export interface EdgeProps extends ListenerProps {
  readonly xffNumTrustedHops: number;
  /** Told to clients instead of the applications' own `server` headers. */
  readonly serverName: string;
}

/** Limits on what one client outside may hold: https://www.envoyproxy.io/docs/envoy/latest/configuration/best_practices/edge */
const EDGE_LIMITS: Hcm = {
  http2_protocol_options: {
    max_concurrent_streams: 100,
    initial_stream_window_size: 65_536,
    initial_connection_window_size: 1_048_576,
  },
  request_headers_timeout: '10s',
};
const EDGE_BUFFER = 32_768;

/** From outside the mesh. No peer counts as internal, so Envoy strips every `x-envoy-` header that a client sends. */
export function edgeListener(props: EdgeProps): Listener {
  const manager = connectionManager(EDGE, props, {
    ...NORMALIZED,
    ...EDGE_LIMITS,
    use_remote_address: true,
    xff_num_trusted_hops: props.xffNumTrustedHops,
    internal_address_config: { unix_sockets: false },
    http_filters: [monikerFilter(), silentRouterFilter()],
    server_header_transformation: 'OVERWRITE',
    server_name: props.serverName,
    access_log: [failureLog()],
  });
  return listener(EDGE, props, {
    traffic_direction: 'INBOUND',
    per_connection_buffer_limit_bytes: EDGE_BUFFER,
    filter_chains: [{ name: 'plaintext', filters: [manager] }],
  });
}
