import type { ServerLimits } from '../../grpc/model.ts';
import { createGrpcServer } from '../../grpc/server.ts';
import { STATUS } from '../../grpc/status.ts';
import { CLIENT_STATUS_SERVICE, clientStatusMethods } from './client-status.ts';
import type { SidecarView } from '../fleet.ts';
import { createHealth, HEALTH_SERVICE } from './health.ts';
import type { XdsLog } from '../ports.ts';
import type { ResourceStatuses } from '../resource-status.ts';
import { REFLECTION_SERVICES, reflectionMethods } from './reflection.ts';
import type { XdsAddress } from '../server.ts';

export interface OperatorServer {
  /** Rejects with the system's error where it cannot listen. */
  listen(address: XdsAddress): Promise<XdsAddress>;
  close(): Promise<void>;
}

/** A few people, their scripts and their probes. */
const OPERATOR_LIMITS: Partial<ServerLimits> = Object.freeze({
  maxConnections: 1_000,
  maxStreams: 2_000,
  maxConcurrentStreams: 100,
  maxMessageBytes: 1_048_576,
});

/** gRPC for operators and their probes, on a listener of its own: status of all sidecars, health, reflection. */
export function createOperatorServer(options: {
  readonly list: () => readonly SidecarView[] | Promise<readonly SidecarView[]>;
  /** What a stream has, resource by resource; null where that is not known. */
  readonly resources: (streamId: number) => ResourceStatuses | null | Promise<ResourceStatuses | null>;
  readonly log: XdsLog;
}): OperatorServer {
  const services = [CLIENT_STATUS_SERVICE, HEALTH_SERVICE, ...REFLECTION_SERVICES];
  const health = createHealth(new Set(services));
  const server = createGrpcServer({
    limits: OPERATOR_LIMITS,
    methods: new Map([
      ...clientStatusMethods({ ...options, selfOnly: false }),
      ...health.methods,
      ...reflectionMethods(services),
    ]),
  });
  return {
    listen: (address) => server.listen(address),
    close() {
      health.stop();
      return server.shutdown({
        status: { code: STATUS.UNAVAILABLE, message: 'the control plane is shutting down' },
        graceMs: 500,
      });
    },
  };
}
