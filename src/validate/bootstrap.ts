import { encode } from '../proto/codec.ts';
import { PreEncoded } from '../proto/pre-encoded.ts';
import type { envoy } from '../proto/types.generated.d.ts';
import type { Resource } from '../snapshot/model.ts';
import { valueOf } from './any.ts';

type Bootstrap = envoy.config.bootstrap.v3.Bootstrap;
type Cluster = envoy.config.cluster.v3.Cluster;
type Listener = envoy.config.listener.v3.Listener;
type RouteConfiguration = envoy.config.route.v3.RouteConfiguration;

const LISTENER = 'envoy.config.listener.v3.Listener';
const CLUSTER = 'envoy.config.cluster.v3.Cluster';
const ADS_CLUSTER = 'moniker-validate';
const HTTP_OPTIONS = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';
const CONNECTION_MANAGER =
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
const ROUTER = 'envoy.extensions.filters.http.router.v3.Router';

/** `validate_clusters {}`: routes that come by RDS are not checked for their clusters, and these shall not be either. */
const CLUSTERS_NOT_CHECKED = Uint8Array.of(0x3a, 0x00);

/** The types whose content Envoy can judge without a network. */
const JUDGED: ReadonlySet<string> = new Set(['lds', 'rds', 'cds']);

/** Those of the resources that a validation says something about. Load assignments and secrets are not among them. */
export function judged(resources: Iterable<Resource>): readonly Resource[] {
  return [...resources].filter(({ type }) => JUDGED.has(type));
}

/**
 * A whole bootstrap around resources as they are sent, for `envoy --mode validate`: listeners and clusters with their
 * discovery by ADS, and each route configuration within a listener of its own. Resources of several groups may be
 * among them: each listener gets an address of its own, and what has the name of another gets another name, since
 * neither is what Envoy is asked about. In protobuf's binary form, so that nothing is decoded: what it costs is a copy
 * of the bytes.
 */
export function validationBootstrap(resources: readonly Resource[]): Uint8Array {
  const taken = new Set<string>();
  const of = (type: Resource['type']): readonly Uint8Array[] =>
    resources.filter((resource) => resource.type === type).map((resource) => unique(resource, taken));
  const listeners = of('lds').map((bytes, index) => concat(bytes, addressField(index)));
  return encode('envoy.config.bootstrap.v3.Bootstrap', {
    node: { id: 'validate', cluster: 'validate' },
    dynamic_resources: {
      ads_config: {
        api_type: 'DELTA_GRPC',
        transport_api_version: 'V3',
        grpc_services: [{ envoy_grpc: { cluster_name: ADS_CLUSTER } }],
      },
    },
    static_resources: {
      clusters: [adsCluster(), ...of('cds').map((bytes) => encoded('cluster.v3.Cluster', bytes) as Cluster)],
      listeners: [
        ...listeners.map((bytes) => encoded('listener.v3.Listener', bytes) as Listener),
        ...of('rds').map(routeListener),
      ],
    },
  } satisfies Bootstrap);
}

/** Of a field that stands twice in an encoded message the last one counts: what is appended overrides. */
function concat(bytes: Uint8Array, more: Uint8Array): Uint8Array {
  const joined = new Uint8Array(bytes.length + more.length);
  joined.set(bytes);
  joined.set(more, bytes.length);
  return joined;
}

function unique({ type, name, any }: Resource, taken: Set<string>): Uint8Array {
  const bytes = valueOf(any);
  if (type === 'rds' || !taken.has(`${type} ${name}`)) {
    taken.add(`${type} ${name}`);
    return bytes;
  }
  const other = `${name}#${taken.size}`;
  taken.add(`${type} ${other}`);
  return concat(bytes, encode(type === 'lds' ? LISTENER : CLUSTER, { name: other }));
}

function addressField(index: number): Uint8Array {
  const [high, low] = [1 + (index >>> 8), index & 255];
  return encode(LISTENER, {
    address: { socket_address: { address: `127.1.${high}.${low}`, port_value: 1 } },
  });
}

/** Stands where a message of its type may, and is copied there. */
function encoded(name: string, bytes: Uint8Array): unknown {
  return new PreEncoded(`envoy.config.${name}`, bytes);
}

/** Nothing connects in this mode, but ADS has to name a cluster that speaks HTTP/2. */
function adsCluster(): Cluster {
  return {
    name: ADS_CLUSTER,
    type: 'STATIC',
    connect_timeout: '1s',
    load_assignment: { cluster_name: ADS_CLUSTER },
    typed_extension_protocol_options: {
      [HTTP_OPTIONS]: {
        '@type': `type.googleapis.com/${HTTP_OPTIONS}`,
        explicit_http_config: { http2_protocol_options: {} },
      },
    },
  };
}

function routeListener(table: Uint8Array, index: number): Listener {
  const bytes = concat(table, CLUSTERS_NOT_CHECKED);
  const manager = {
    '@type': `type.googleapis.com/${CONNECTION_MANAGER}`,
    stat_prefix: 'validate',
    route_config: encoded('route.v3.RouteConfiguration', bytes) as RouteConfiguration,
    http_filters: [{ name: 'router', typed_config: { '@type': `type.googleapis.com/${ROUTER}` } }],
  };
  return {
    name: `validate/${index}`,
    // No address of a listener of ours, and none that anybody could reach.
    address: { pipe: { path: `@moniker-validate-${index}` } },
    filter_chains: [{ filters: [{ name: 'manager', typed_config: manager }] }],
  };
}
