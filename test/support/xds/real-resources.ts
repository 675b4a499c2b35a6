import { hash } from 'node:crypto';
import { anyOf, encodeAny } from '../../../src/proto/codec.ts';
import type { envoy } from '../../../src/proto/types.generated.d.ts';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import type { GroupSnapshot, Resource, ResourceSet } from '../../../src/snapshot/model.ts';
import { nodeGroup, resourceSet } from './mesh.ts';

/** Resources that a real Envoy takes, written by hand: the mesh itself has no use for all that is served. */

export type ConfigSource = envoy.config.core.v3.ConfigSource;

const HCM = 'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';

export type Extra = NonNullable<GroupSnapshot['extra']>;

export function real(
  type: Resource['type'],
  message: Readonly<Record<string, unknown>> & { readonly name?: string; readonly cluster_name?: string },
  more: Partial<Pick<Resource, 'references' | 'aliases' | 'name'>> = {},
): Resource {
  const any = encodeAny({ '@type': TYPE_URLS[type], ...message });
  const version = hash('sha256', any, 'hex').slice(0, 16);
  const name = message.name ?? message.cluster_name ?? '';
  return { type, name, version, any, references: {}, ...more };
}

export interface Upstream {
  readonly host: string;
  readonly port: number;
}

/** An EDS cluster and its assignment. */
export function realCluster(name: string, eds: ConfigSource): Resource {
  return real(
    'cds',
    { name, type: 'EDS', connect_timeout: '1s', eds_cluster_config: { eds_config: eds } },
    { references: { assignment: name } },
  );
}

export function realAssignment(name: string, { host, port }: Upstream): Resource {
  const address = { socket_address: { address: host, port_value: port } };
  return real('eds', { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint: { address } }] }] });
}

export interface ListenerSpec {
  readonly name: string;
  readonly address: Upstream;
  /** What routes: `rds`, `scoped_routes` or `route_config`. */
  readonly routing: Readonly<Record<string, unknown>>;
  /** Before the router. */
  readonly filters?: readonly envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter[];
  readonly routes?: readonly string[];
}

export function realListener({ name, address, routing, filters = [], routes = [] }: ListenerSpec): Resource {
  const manager = anyOf(HCM, {
    stat_prefix: name.replaceAll(/\W/g, '_'),
    ...routing,
    http_filters: [
      ...filters,
      {
        name: 'envoy.filters.http.router',
        typed_config: anyOf('envoy.extensions.filters.http.router.v3.Router', {}),
      },
    ],
  });
  return real(
    'lds',
    {
      name,
      address: { socket_address: { address: address.host, port_value: address.port } },
      filter_chains: [
        { filters: [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager }] },
      ],
    },
    { references: { routes } },
  );
}

/** Everything to one cluster. */
export function realRoutes(name: string, cluster: string): Resource {
  const virtual_hosts = [
    { name: 'all', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster } }] },
  ];
  return real('rds', { name, virtual_hosts }, { references: { clusters: [cluster] } });
}

export interface RealSnapshot {
  readonly service: string;
  readonly resources: readonly Resource[];
  readonly splits?: GroupSnapshot['splits'];
}

const EXTRA = ['sds', 'ecds', 'srds', 'vhds'] as const;

export function realSnapshot({ service, resources, splits = [] }: RealSnapshot): GroupSnapshot {
  const of = (type: Resource['type']): ResourceSet =>
    resourceSet(resources.filter((resource) => resource.type === type));
  const sets = { lds: of('lds'), rds: of('rds'), cds: of('cds'), eds: of('eds') };
  const extra = Object.fromEntries(EXTRA.map((type) => [type, of(type)]));
  const text = resources.map(({ type, name, version }) => `${type} ${name} ${version}`).sort();
  const version = hash('sha256', JSON.stringify([text, splits]), 'hex').slice(0, 16);
  return { group: nodeGroup(service), version, sets, splits, extra };
}
