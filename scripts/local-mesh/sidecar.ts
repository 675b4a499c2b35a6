import { PORTS } from './plan.ts';

/** How the sidecar speaks to the control plane. */
export type XdsVariant = 'delta' | 'sotw';

export interface BootstrapSpec {
  readonly service: string;
  /** Every listener of this sidecar binds here. */
  readonly address: string;
  readonly xds: { readonly host: string; readonly port: number };
  readonly variant?: XdsVariant;
  readonly node?: string;
}

export function sidecarBootstrap(spec: BootstrapSpec): object {
  const sotw = spec.variant === 'sotw';
  return {
    node: {
      id: spec.node ?? `${spec.service}-${spec.address}`,
      cluster: spec.service,
      metadata: {
        moniker: {
          contract: 1,
          build: 'test',
          bindAddress: spec.address,
          ports: {
            inbound: PORTS.inbound,
            egress: PORTS.egress,
            edge: PORTS.edge,
            admin: PORTS.admin,
            readiness: PORTS.readiness,
          },
        },
      },
    },
    admin: { address: { socket_address: { address: spec.address, port_value: PORTS.admin } } },
    layered_runtime: {
      layers: [
        {
          name: 'moniker.weights',
          rtds_layer: { name: 'moniker.weights', rtds_config: { ads: {}, resource_api_version: 'V3' } },
        },
        {
          name: 'moniker.policy',
          rtds_layer: { name: 'moniker.policy', rtds_config: { ads: {}, resource_api_version: 'V3' } },
        },
        { name: 'admin', admin_layer: {} },
      ],
    },
    dynamic_resources: {
      ads_config: {
        api_type: sotw ? 'GRPC' : 'DELTA_GRPC',
        transport_api_version: 'V3',
        grpc_services: [{ envoy_grpc: { cluster_name: 'xds_cluster' } }],
      },
      cds_config: { ads: {}, resource_api_version: 'V3' },
      lds_config: { ads: {}, resource_api_version: 'V3' },
    },
    static_resources: {
      clusters: [
        {
          name: 'xds_cluster',
          type: 'STATIC',
          typed_extension_protocol_options: {
            'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
              '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
              explicit_http_config: { http2_protocol_options: {} },
            },
          },
          load_assignment: {
            cluster_name: 'xds_cluster',
            endpoints: [
              {
                lb_endpoints: [
                  {
                    endpoint: {
                      address: { socket_address: { address: spec.xds.host, port_value: spec.xds.port } },
                    },
                  },
                ],
              },
            ],
          },
        },
      ],
    },
  };
}
