import type { CatalogFiles } from './catalog-dir.ts';
import type { Subnet } from './subnet.ts';

/** Ports are the same on every address: a local mesh has an address for each machine that it stands for. */
export const PORTS = {
  xds: 21800,
  http: 21881,
  inbound: 21506,
  egress: 21501,
  edge: 21580,
  admin: 21901,
  readiness: 21902,
  app: 21080,
  grpcApp: 21090,
  adapter: 21700,
} as const;

/** Host numbers in the subnet. From 100 on they are free for stubs. */
export const HOSTS = {
  daemon: 1,
  gateway: 2,
  gatewaySotw: 3,
  resolver: 4,
  policyEngine: 5,
  gatewayApp: 12,
  resolverApp: 14,
  policyEngineApp: 15,
  openMoniker: 16,
  resolverV1: 21,
  resolverV2: 22,
  snowflakeV1: 31,
  snowflakeV2: 32,
  oracle: 33,
  mssql: 34,
  restProxy: 35,
  marketData: 36,
  files: 37,
  compute: 38,
} as const;

export type EndpointPlan = {
  readonly address: string;
  readonly port: number;
  readonly version?: string;
  readonly zone?: string;
};

/** mesh.yaml as an object, loosely typed so that tests may write what operators may write. */
export interface MeshPlan {
  readonly mesh: string;
  readonly namespace: string;
  readonly catalogs: readonly { readonly file: string; readonly hierarchy: string }[];
  readonly defaults?: Readonly<Record<string, unknown>>;
  readonly services: Readonly<Record<string, object>>;
  readonly edge?: object;
  readonly adapters: Readonly<Record<string, object>>;
  readonly monikers?: object;
  readonly groups?: readonly object[];
}

export interface Plan {
  readonly mesh: MeshPlan;
  readonly endpoints: Readonly<Record<string, readonly EndpointPlan[]>>;
}

/** The platform of the project's example catalog, with every machine on an address of `net`. */
export function platform(net: Subnet): Plan {
  const app = (host: number, port: number = PORTS.app, protocol = 'http'): object => ({
    address: net.address(host),
    port,
    protocol,
  });
  const adapter = (host: number, version?: string): EndpointPlan => ({
    address: net.address(host),
    port: PORTS.adapter,
    ...(version === undefined ? {} : { version }),
  });
  const mesh: MeshPlan = {
    mesh: 'moniker-mesh',
    namespace: 'moniker.local',
    catalogs: [{ file: 'catalog.yaml', hierarchy: 'slash' }],
    services: {
      gateway: {
        app: app(HOSTS.gatewayApp),
        calls: ['resolver', 'policy-engine', 'open-moniker'],
        callsAdapters: true,
      },
      resolver: { app: app(HOSTS.resolverApp), calls: ['policy-engine'], callsAdapters: true, stable: 'v1' },
      'policy-engine': { app: app(HOSTS.policyEngineApp, PORTS.grpcApp, 'grpc'), calls: [] },
      'open-moniker': { sidecar: 'none', app: app(HOSTS.openMoniker) },
    },
    edge: {
      service: 'gateway',
      listener: `0.0.0.0:${PORTS.edge}`,
      routes: [
        { prefix: '/fetch/', to: 'adapters' },
        { prefix: '/resolve/', to: 'resolver' },
        { prefix: '/catalog', to: 'open-moniker' },
        { prefix: '/', to: 'gateway' },
      ],
    },
    adapters: {
      oracle: { sourceTypes: ['oracle'] },
      snowflake: { sourceTypes: ['snowflake'], stable: 'v1' },
      mssql: { sourceTypes: ['mssql'] },
      'rest-proxy': { sourceTypes: ['rest', 'fred', 'yfinance', 'opensearch'] },
      'market-data': { sourceTypes: ['bloomberg', 'refinitiv'] },
      files: { sourceTypes: ['excel', 'static'] },
      compute: { sourceTypes: ['composite', 'derived'] },
    },
    monikers: { unbound: { gateway: 'resolver', others: 404 }, withoutAdapter: 501, debugHeader: true },
  };
  return {
    mesh,
    endpoints: {
      gateway: [{ address: net.address(HOSTS.gateway), port: PORTS.inbound }],
      resolver: [
        { address: net.address(HOSTS.resolverV1), port: PORTS.app, version: 'v1' },
        { address: net.address(HOSTS.resolverV2), port: PORTS.app, version: 'v2' },
      ],
      'policy-engine': [{ address: net.address(HOSTS.policyEngine), port: PORTS.inbound }],
      'open-moniker': [{ address: net.address(HOSTS.openMoniker), port: PORTS.app }],
      oracle: [adapter(HOSTS.oracle)],
      snowflake: [adapter(HOSTS.snowflakeV1, 'v1'), adapter(HOSTS.snowflakeV2, 'v2')],
      mssql: [adapter(HOSTS.mssql)],
      'rest-proxy': [adapter(HOSTS.restProxy)],
      'market-data': [adapter(HOSTS.marketData)],
      files: [adapter(HOSTS.files)],
      compute: [adapter(HOSTS.compute)],
    },
  };
}

/** A few keys of each kind; see `catalogOf` for whole ones. */
export const SMALL_CATALOG: Readonly<Record<string, object>> = {
  'risk.cvar': { domain: 'risk', source_binding: { type: 'oracle' } },
  'risk.var': { domain: 'risk', source_binding: { type: 'snowflake' } },
  'prices.equity': { domain: 'prices', source_binding: { type: 'snowflake' } },
  'prices.fx': { domain: 'prices', source_binding: { type: 'snowflake' } },
  'credit.exposure': { domain: 'credit', source_binding: { type: 'mssql' } },
  'nav.official': { domain: 'nav', source_binding: { type: 'rest' } },
};

/** YAML reads JSON, so plans need no YAML writer. */
export function catalogOf(entries: Readonly<Record<string, object>>): string {
  return json(entries);
}

export function planFiles(plan: Plan, others: CatalogFiles = {}): CatalogFiles {
  return {
    'mesh.yaml': json(plan.mesh),
    'endpoints.yaml': json(plan.endpoints),
    'catalog.yaml': catalogOf(SMALL_CATALOG),
    ...others,
  };
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
