import type { ServiceDefinition } from '@grpc/grpc-js';
import type { ResourceType } from '../snapshot/model.ts';

/** Bytes pass through: requests are decoded and responses encoded by our own codec, once. */
const passThrough = (bytes: Buffer): Buffer => bytes;

function method(path: string, streams: boolean): ServiceDefinition[string] {
  return {
    path,
    requestStream: streams,
    responseStream: streams,
    requestSerialize: passThrough,
    requestDeserialize: passThrough,
    responseSerialize: passThrough,
    responseDeserialize: passThrough,
  };
}

const ADS = '/envoy.service.discovery.v3.AggregatedDiscoveryService';
const LRS = '/envoy.service.load_stats.v3.LoadReportingService';

export const AGGREGATED_DISCOVERY: ServiceDefinition = {
  StreamAggregatedResources: method(`${ADS}/StreamAggregatedResources`, true),
  DeltaAggregatedResources: method(`${ADS}/DeltaAggregatedResources`, true),
};

export const LOAD_REPORTING: ServiceDefinition = {
  StreamLoadStats: method(`${LRS}/StreamLoadStats`, true),
};

/** A resource type's own discovery service. */
export interface TypeService {
  readonly type: ResourceType;
  /** Methods by what they do; the names are those of Envoy's service definitions. */
  readonly methods: {
    readonly sotw: ServiceDefinition[string] | null;
    readonly delta: ServiceDefinition[string];
    readonly fetch: ServiceDefinition[string] | null;
  };
}

function typeService(type: ResourceType, service: string, resources: string): TypeService {
  const path = `/envoy.service.${service}`;
  return {
    type,
    methods: {
      sotw: method(`${path}/Stream${resources}`, true),
      delta: method(`${path}/Delta${resources}`, true),
      fetch: method(`${path}/Fetch${resources}`, false),
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
      delta: method('/envoy.service.route.v3.VirtualHostDiscoveryService/DeltaVirtualHosts', true),
      fetch: null,
    },
  },
];
