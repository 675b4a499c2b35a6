import { METADATA } from '../envoy/names.ts';
import type { BootstrapOptions, TlsFiles } from './options.ts';

/** The parts of a sidecar's options that an application without one has a use for. */
export type ProxylessOptions = Pick<
  BootstrapOptions,
  'service' | 'nodeId' | 'region' | 'zone' | 'labels' | 'xdsAddresses' | 'build'
> & { readonly tls: Omit<TlsFiles, 'serverName'> | null };

function credentials({ tls }: ProxylessOptions): object {
  if (tls === null) return { type: 'insecure' };
  const { ca, client } = tls;
  return {
    type: 'tls',
    config: {
      ca_certificate_file: ca,
      ...(client !== null && { certificate_file: client.cert, private_key_file: client.key }),
    },
  };
}

/**
 * The bootstrap of a gRPC application without a sidecar, as its library reads it from GRPC_XDS_BOOTSTRAP: gRFC A27
 * (the file), A65 (TLS by files), A71 (servers behind the first are asked when it does not answer). The locality
 * stands there even if nothing is known of it, as @grpc/grpc-js-xds demands one.
 */
export function proxylessBootstrap(options: ProxylessOptions): object {
  const { service, nodeId, region, zone, labels, xdsAddresses, build } = options;
  return {
    xds_servers: xdsAddresses.map(({ host, port }) => ({
      server_uri: `${host.includes(':') ? `[${host}]` : host}:${port}`,
      channel_creds: [credentials(options)],
      server_features: ['xds_v3'],
    })),
    node: {
      id: nodeId,
      cluster: service,
      locality: { ...(region !== null && { region }), ...(zone !== null && { zone }) },
      metadata: {
        [METADATA]: { build },
        ...(labels.size > 0 && { labels: Object.fromEntries(labels) }),
      },
    },
  };
}
