import type {
  LoadBalancing,
  MeshEndpoint,
  MeshTarget,
  Protocol,
  SocketAddress,
  TargetVersion,
} from '../mesh/model.ts';
import type { envoy, google } from '../proto/types.generated.d.ts';
import { localities } from './assignment.ts';
import { duration } from './durations.ts';
import { APP_CLUSTER, clusterName, METADATA } from './names.ts';
import { any } from './routes.ts';

type Cluster = envoy.config.cluster.v3.Cluster;
type ProtocolOptions = { readonly [name: string]: google.protobuf.Any };

const HTTP_OPTIONS = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';

/**
 * HTTP/1.1 servers close idle connections after 5 s and more (Node, uvicorn, gunicorn: 2 to 75 s), and a request that
 * meets the close is lost: the pool gives its connections up first.
 */
const DIRECT_IDLE = 4_000;
/** Well below the hour after which the callee's sidecar closes an idle connection. */
const SIDECAR_IDLE = 300_000;

interface Hop {
  readonly protocol: Protocol;
  /** Whether a sidecar answers at the other end, rather than the application. */
  readonly sidecar: boolean;
}

function protocolOptions({ protocol, sidecar }: Hop): ProtocolOptions {
  if (protocol === 'http') {
    return {
      [HTTP_OPTIONS]: any(HTTP_OPTIONS, {
        common_http_protocol_options: { idle_timeout: duration(sidecar ? SIDECAR_IDLE : DIRECT_IDLE) },
        explicit_http_config: { http_protocol_options: {} },
      }),
    };
  }
  // Pings find a peer that vanished without a word. Only sidecars get them: gRPC servers take frequent ones for abuse.
  const keepalive = { interval: '30s', timeout: '10s' };
  return {
    [HTTP_OPTIONS]: any(HTTP_OPTIONS, {
      explicit_http_config: { http2_protocol_options: sidecar ? { connection_keepalive: keepalive } : {} },
    }),
  };
}

const POLICIES: Readonly<Record<LoadBalancing['kind'], envoy.config.cluster.v3.Cluster.LbPolicy>> = {
  roundRobin: 'ROUND_ROBIN',
  leastRequest: 'LEAST_REQUEST',
  random: 'RANDOM',
  ringHash: 'RING_HASH',
  maglev: 'MAGLEV',
};

function discovery({ resolution }: MeshTarget, name: string, endpoints: readonly MeshEndpoint[]): Cluster {
  if (resolution === 'eds') {
    return { type: 'EDS', eds_cluster_config: { eds_config: { ads: {}, resource_api_version: 'V3' } } };
  }
  return {
    type: 'STRICT_DNS',
    dns_lookup_family: 'V4_PREFERRED',
    respect_dns_ttl: true,
    load_assignment: { cluster_name: name, endpoints: localities(endpoints) },
  };
}

/**
 * Endpoints that cannot be connected to, or do not answer, five times running are left out for a while, all of them
 * if need be: only so do the other zones take over. What a server answers is not held against it.
 */
const FAILURE_DETECTION: envoy.config.cluster.v3.OutlierDetection = {
  split_external_local_origin_errors: true,
  consecutive_local_origin_failure: 5,
  enforcing_consecutive_5xx: 0,
  enforcing_success_rate: 0,
  enforcing_local_origin_success_rate: 0,
  interval: '2s',
  base_ejection_time: '5s',
  max_ejection_time: '60s',
  max_ejection_percent: 100,
};

/** The cluster of one version of a target. Its bytes change with its endpoints only where they are host names. */
export function targetCluster(target: MeshTarget, version: TargetVersion): Cluster {
  const name = clusterName(target.name, version.name);
  return {
    name,
    ...discovery(target, name, version.endpoints),
    connect_timeout: duration(target.connectTimeout),
    lb_policy: POLICIES[target.loadBalancing.kind],
    ...(target.failover && { outlier_detection: FAILURE_DETECTION }),
    // Load balancers and NAT gateways forget silent connections (AWS: after 350 s) and tell neither side.
    upstream_connection_options: {
      tcp_keepalive: { keepalive_time: 60, keepalive_interval: 15, keepalive_probes: 4 },
    },
    metadata: {
      filter_metadata: {
        [METADATA]: {
          target: target.name,
          ...(version.name !== null && { version: version.name }),
          ...(target.pool !== null && { pool: target.pool }),
        },
      },
    },
    typed_extension_protocol_options: protocolOptions(target),
  };
}

export interface Application extends SocketAddress {
  readonly protocol: Protocol;
  readonly connectTimeout: number;
}

/** The sidecar's own application. */
export function appCluster({ address, port, protocol, connectTimeout }: Application): Cluster {
  const endpoint: MeshEndpoint = { address, port, zone: null, weight: null };
  return {
    name: APP_CLUSTER,
    type: 'STATIC',
    connect_timeout: duration(connectTimeout),
    load_assignment: { cluster_name: APP_CLUSTER, endpoints: localities([endpoint]) },
    typed_extension_protocol_options: protocolOptions({ protocol, sidecar: false }),
  };
}
