import { LOCAL_CLUSTER, METADATA, POLICY_LAYER, WEIGHTS_LAYER, XDS_CLUSTER } from '../envoy/names.ts';
import { anyOf } from '../proto/codec.ts';
import type { envoy, google } from '../proto/types.generated.d.ts';
import { ADMIN_CLUSTER, adminCluster, localCluster, xdsCluster } from './clusters.ts';
import type { BootstrapOptions } from './options.ts';

type Bootstrap = envoy.config.bootstrap.v3.Bootstrap;
type Route = envoy.config.route.v3.Route;

/** The number of the contract between bootstraps and control planes; docs/bootstrap.md says what changes it. */
export const CONTRACT = 1;

const OVER_ADS: envoy.config.core.v3.ConfigSource = { ads: {}, resource_api_version: 'V3' };
const HCM = 'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
const ROUTER = 'envoy.extensions.filters.http.router.v3.Router';

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** The admin page is never off loopback; several sidecars on one machine have loopback addresses of their own. */
function adminAddress({ listeners: { bindAddress }, adminPort }: BootstrapOptions): {
  host: string;
  port: number;
} {
  const host = bindAddress !== null && isLoopback(bindAddress) ? bindAddress : '127.0.0.1';
  return { host, port: adminPort };
}

function node(options: BootstrapOptions): envoy.config.core.v3.Node {
  const { service, nodeId, region, zone, labels, build, listeners, adminPort, readiness } = options;
  const { bindAddress, inbound, egress, edge } = listeners;
  const ports = {
    ...(inbound !== null && { inbound }),
    ...(egress !== null && { egress }),
    ...(edge !== null && { edge }),
    admin: adminPort,
    readiness: readiness.port,
  };
  return {
    id: nodeId,
    cluster: service,
    ...((region !== null || zone !== null) && {
      locality: { ...(region !== null && { region }), ...(zone !== null && { zone }) },
    }),
    metadata: {
      [METADATA]: { contract: CONTRACT, build, ...(bindAddress !== null && { bindAddress }), ports },
      ...(labels.size > 0 && { labels: Object.fromEntries(labels) }),
    },
  };
}

function runtimeLayer(name: string): envoy.config.bootstrap.v3.RuntimeLayer {
  return { name, rtds_layer: { name, rtds_config: OVER_ADS } };
}

function grpcSource(apiType: 'GRPC' | 'DELTA_GRPC'): envoy.config.core.v3.ApiConfigSource {
  return {
    api_type: apiType,
    transport_api_version: 'V3',
    set_node_on_first_message_only: true,
    grpc_services: [{ envoy_grpc: { cluster_name: XDS_CLUSTER } }],
  };
}

function adminRoute(path: string): Route {
  return {
    match: { path, headers: [{ name: ':method', string_match: { exact: 'GET' } }] },
    route: { cluster: ADMIN_CLUSTER },
  };
}

/** Two read-only pages of the admin interface, for probes and scrapes; all else of it stays on loopback. */
function readinessListener({ readiness }: BootstrapOptions): envoy.config.listener.v3.Listener {
  const manager = anyOf(HCM, {
    stat_prefix: 'readiness',
    normalize_path: true,
    http_filters: [{ name: 'envoy.filters.http.router', typed_config: anyOf(ROUTER, {}) }],
    route_config: {
      name: 'readiness',
      virtual_hosts: [
        {
          name: 'readiness',
          domains: ['*'],
          routes: [adminRoute('/ready'), adminRoute('/stats/prometheus')],
        },
      ],
    },
  });
  return {
    name: 'readiness',
    address: { socket_address: { address: readiness.address, port_value: readiness.port } },
    enable_reuse_port: false,
    // Probes must get through when the sidecar is full.
    ignore_global_conn_limit: true,
    bypass_overload_manager: true,
    filter_chains: [
      { filters: [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager }] },
    ],
  };
}

function monitor(name: string, config: google.protobuf.Any): envoy.config.overload.v3.ResourceMonitor {
  return { name: `envoy.resource_monitors.${name}`, typed_config: config };
}

function whenHeapIs(action: string, value: number): envoy.config.overload.v3.OverloadAction {
  return {
    name: `envoy.overload_actions.${action}`,
    triggers: [{ name: 'envoy.resource_monitors.fixed_heap', threshold: { value } }],
  };
}

/** Sheds load before the container's memory limit ends the sidecar and every request with it. */
function overloadManager(options: BootstrapOptions): envoy.config.overload.v3.OverloadManager {
  return {
    refresh_interval: '0.25s',
    resource_monitors: [
      monitor(
        'fixed_heap',
        anyOf('envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig', {
          max_heap_size_bytes: options.maxHeapBytes,
        }),
      ),
      monitor(
        'global_downstream_max_connections',
        anyOf('envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig', {
          max_active_downstream_connections: options.maxConnections,
        }),
      ),
    ],
    actions: [
      whenHeapIs('shrink_heap', 0.9),
      whenHeapIs('disable_http_keepalive', 0.95),
      whenHeapIs('stop_accepting_requests', 0.98),
    ],
  };
}

/**
 * The bootstrap of one sidecar, as proto3 JSON. It carries all that may not change while sidecars run: names of
 * runtime layers and static clusters, the node's identity and metadata, load reporting, limits, readiness.
 */
export function bootstrapFor(options: BootstrapOptions): Bootstrap {
  const admin = adminAddress(options);
  return {
    node: node(options),
    admin: {
      address: { socket_address: { address: admin.host, port_value: admin.port } },
      ignore_global_conn_limit: true,
    },
    dynamic_resources: {
      ads_config: grpcSource(options.mode === 'delta' ? 'DELTA_GRPC' : 'GRPC'),
      cds_config: OVER_ADS,
      lds_config: OVER_ADS,
    },
    layered_runtime: {
      layers: [runtimeLayer(WEIGHTS_LAYER), runtimeLayer(POLICY_LAYER), { name: 'admin', admin_layer: {} }],
    },
    cluster_manager: { local_cluster_name: LOCAL_CLUSTER, load_stats_config: grpcSource('GRPC') },
    static_resources: {
      listeners: [readinessListener(options)],
      clusters: [xdsCluster(options), localCluster(options), adminCluster(admin)],
    },
    overload_manager: overloadManager(options),
  };
}
