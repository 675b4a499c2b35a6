import { isIP } from 'node:net';
import { LOCAL_CLUSTER, localAssignment, XDS_CLUSTER } from '../envoy/names.ts';
import { anyOf } from '../proto/codec.ts';
import type { envoy } from '../proto/types.generated.d.ts';
import type { BootstrapOptions, TlsFiles, XdsAddress } from './options.ts';

type Cluster = envoy.config.cluster.v3.Cluster;
type TransportSocket = envoy.config.core.v3.TransportSocket;
type Endpoint = envoy.config.endpoint.v3.LbEndpoint;

/** Envoy's own admin page, for the readiness listener. */
export const ADMIN_CLUSTER = 'envoy_admin';

const HTTP_OPTIONS = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';
const TLS_CONTEXT = 'envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext';

function endpoint({ host, port }: XdsAddress): Endpoint {
  return { endpoint: { address: { socket_address: { address: host, port_value: port } } } };
}

function assignment(
  name: string,
  addresses: readonly XdsAddress[],
): envoy.config.endpoint.v3.ClusterLoadAssignment {
  return { cluster_name: name, endpoints: [{ lb_endpoints: addresses.map(endpoint) }] };
}

function tlsSocket({ ca, client, serverName }: TlsFiles, firstHost: string): TransportSocket {
  const name = serverName ?? firstHost;
  const isAddress = isIP(name) !== 0;
  const context = anyOf(TLS_CONTEXT, {
    // Server name indication carries names only.
    ...(!isAddress && { sni: name }),
    common_tls_context: {
      tls_params: { tls_minimum_protocol_version: 'TLSv1_2' },
      alpn_protocols: ['h2'],
      ...(client !== null && {
        tls_certificates: [
          { certificate_chain: { filename: client.cert }, private_key: { filename: client.key } },
        ],
      }),
      validation_context: {
        trusted_ca: { filename: ca },
        match_typed_subject_alt_names: [
          { san_type: isAddress ? 'IP_ADDRESS' : 'DNS', matcher: { exact: name } },
        ],
      },
    },
  });
  return { name: 'envoy.transport_sockets.tls', typed_config: context };
}

/**
 * The control plane. A stream may be silent for hours, so both HTTP/2 and TCP ask whether the other side is still
 * there; without that, a load balancer that forgets the connection leaves the sidecar with an old configuration.
 */
export function xdsCluster({ xdsAddresses, tls }: BootstrapOptions): Cluster {
  const isStatic = xdsAddresses.every(({ host }) => isIP(host) !== 0);
  return {
    name: XDS_CLUSTER,
    ...(isStatic
      ? { type: 'STATIC' as const }
      : { type: 'STRICT_DNS' as const, dns_lookup_family: 'V4_PREFERRED' as const, respect_dns_ttl: true }),
    connect_timeout: '2s',
    load_assignment: assignment(XDS_CLUSTER, xdsAddresses),
    typed_extension_protocol_options: {
      [HTTP_OPTIONS]: anyOf(HTTP_OPTIONS, {
        explicit_http_config: {
          http2_protocol_options: { connection_keepalive: { interval: '30s', timeout: '5s' } },
        },
      }),
    },
    upstream_connection_options: {
      tcp_keepalive: { keepalive_probes: 3, keepalive_time: 30, keepalive_interval: 10 },
    },
    ...(tls !== null && { transport_socket: tlsSocket(tls, xdsAddresses[0]?.host ?? '') }),
  };
}

/** The service's own instances: Envoy compares their zones with the callee's for zone-aware routing. */
export function localCluster({ service }: BootstrapOptions): Cluster {
  return {
    name: LOCAL_CLUSTER,
    type: 'EDS',
    connect_timeout: '1s',
    eds_cluster_config: {
      eds_config: { ads: {}, resource_api_version: 'V3' },
      service_name: localAssignment(service),
    },
  };
}

export function adminCluster(address: XdsAddress): Cluster {
  return {
    name: ADMIN_CLUSTER,
    type: 'STATIC',
    connect_timeout: '1s',
    load_assignment: assignment(ADMIN_CLUSTER, [address]),
  };
}
