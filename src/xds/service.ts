import type { ResourceType } from '../snapshot/model.ts';

const ADS = '/envoy.service.discovery.v3.AggregatedDiscoveryService';

/** Paths of the methods, as Envoy's service definitions name them. */
export const AGGREGATED_DISCOVERY = Object.freeze({
  sotw: `${ADS}/StreamAggregatedResources`,
  delta: `${ADS}/DeltaAggregatedResources`,
});

export const STREAM_LOAD_STATS = '/envoy.service.load_stats.v3.LoadReportingService/StreamLoadStats';

/** A resource type's own discovery service. */
export interface TypeService {
  readonly type: ResourceType;
  /** Paths of the methods by what they do. */
  readonly methods: {
    readonly sotw: string | null;
    readonly delta: string;
    readonly fetch: string | null;
  };
}

function typeService(type: ResourceType, service: string, resources: string): TypeService {
  const path = `/envoy.service.${service}`;
  return {
    type,
    methods: {
      sotw: `${path}/Stream${resources}`,
      delta: `${path}/Delta${resources}`,
      fetch: `${path}/Fetch${resources}`,
    },
  };
}

export const TYPE_SERVICES: readonly TypeService[] = [
  typeService('lds', 'listener.v3.ListenerDiscoveryService', 'Listeners'),
  typeService('rds', 'route.v3.RouteDiscoveryService', 'Routes'),
  typeService('srds', 'route.v3.ScopedRoutesDiscoveryService', 'ScopedRoutes'),
  typeService('cds', 'cluster.v3.ClusterDiscoveryService', 'Clusters'),
  typeService('eds', 'endpoint.v3.EndpointDiscoveryService', 'Endpoints'),
  typeService('sds', 'secret.v3.SecretDiscoveryService', 'Secrets'),
  typeService('rtds', 'runtime.v3.RuntimeDiscoveryService', 'Runtime'),
  typeService('ecds', 'extension.v3.ExtensionConfigDiscoveryService', 'ExtensionConfigs'),
  {
    type: 'vhds',
    methods: {
      sotw: null,
      delta: '/envoy.service.route.v3.VirtualHostDiscoveryService/DeltaVirtualHosts',
      fetch: null,
    },
  },
];
