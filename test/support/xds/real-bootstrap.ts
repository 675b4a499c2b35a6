import { anyOf } from '../../../src/proto/codec.ts';
import type { ConfigSource, Upstream } from './real-resources.ts';

/** How an Envoy asks for its resources. */
export type Form = 'ads' | 'delta-ads' | 'grpc' | 'delta-grpc' | 'rest';

const HTTP_OPTIONS = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';
const grpc_services = [{ envoy_grpc: { cluster_name: 'xds' } }];

export function configSource(form: Form): ConfigSource {
  switch (form) {
    case 'ads':
    case 'delta-ads':
      return { ads: {}, resource_api_version: 'V3' };
    case 'grpc':
    case 'delta-grpc':
      return {
        resource_api_version: 'V3',
        api_config_source: {
          api_type: form === 'grpc' ? 'GRPC' : 'DELTA_GRPC',
          transport_api_version: 'V3',
          grpc_services,
        },
      };
    case 'rest':
      return {
        resource_api_version: 'V3',
        api_config_source: {
          api_type: 'REST',
          transport_api_version: 'V3',
          cluster_names: ['xds_http'],
          refresh_delay: '0.05s',
          request_timeout: '5s',
        },
      };
  }
}

export interface RealBootstrap {
  readonly service: string;
  readonly form: Form;
  readonly xds: Upstream;
  readonly http: Upstream;
  readonly admin: Upstream;
  /** Merged into the bootstrap; `dynamic_resources` replaces the form's own. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A bootstrap that gets clusters, listeners and a runtime layer in one form. */
export function realBootstrap({ service, form, xds, http, admin, more = {} }: RealBootstrap): object {
  const source = configSource(form);
  const cluster = (name: string, { host, port }: Upstream, http2: boolean): object => ({
    name,
    type: 'STATIC',
    connect_timeout: '1s',
    load_assignment: {
      cluster_name: name,
      endpoints: [
        {
          lb_endpoints: [{ endpoint: { address: { socket_address: { address: host, port_value: port } } } }],
        },
      ],
    },
    ...(http2 && {
      typed_extension_protocol_options: {
        [HTTP_OPTIONS]: anyOf(HTTP_OPTIONS, { explicit_http_config: { http2_protocol_options: {} } }),
      },
    }),
  });
  const ads = form === 'ads' || form === 'delta-ads';
  return {
    node: { id: `${service}-${form}`, cluster: service },
    admin: { address: { socket_address: { address: admin.host, port_value: admin.port } } },
    dynamic_resources: {
      ...(ads && {
        ads_config: {
          api_type: form === 'ads' ? 'GRPC' : 'DELTA_GRPC',
          transport_api_version: 'V3',
          grpc_services,
        },
      }),
      cds_config: source,
      lds_config: source,
    },
    layered_runtime: {
      layers: [
        { name: 'weights', rtds_layer: { name: 'moniker.weights', rtds_config: source } },
        { name: 'admin', admin_layer: {} },
      ],
    },
    static_resources: { clusters: [cluster('xds', xds, true), cluster('xds_http', http, false)] },
    ...more,
  };
}
