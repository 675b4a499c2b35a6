import type { ServiceDefinition } from '@grpc/grpc-js';

/** Bytes pass through: requests are decoded and responses encoded by our own codec, once. */
const passThrough = (bytes: Buffer): Buffer => bytes;

function streaming(path: string): ServiceDefinition[string] {
  return {
    path,
    requestStream: true,
    responseStream: true,
    requestSerialize: passThrough,
    requestDeserialize: passThrough,
    responseSerialize: passThrough,
    responseDeserialize: passThrough,
  };
}

const ADS = '/envoy.service.discovery.v3.AggregatedDiscoveryService';
const LRS = '/envoy.service.load_stats.v3.LoadReportingService';

export const AGGREGATED_DISCOVERY: ServiceDefinition = {
  StreamAggregatedResources: streaming(`${ADS}/StreamAggregatedResources`),
  DeltaAggregatedResources: streaming(`${ADS}/DeltaAggregatedResources`),
};

export const LOAD_REPORTING: ServiceDefinition = {
  StreamLoadStats: streaming(`${LRS}/StreamLoadStats`),
};
