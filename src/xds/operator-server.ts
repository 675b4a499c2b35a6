import { createGrpcServer } from '../grpc/server.ts';
import { STATUS } from '../grpc/status.ts';
import { clientStatusMethods } from './client-status.ts';
import type { SidecarView } from './fleet.ts';
import { healthMethods } from './health.ts';
import type { XdsLog } from './ports.ts';
import type { XdsAddress } from './server.ts';

export interface OperatorServer {
  /** Rejects with the system's error where it cannot listen. */
  listen(address: XdsAddress): Promise<XdsAddress>;
  close(): Promise<void>;
}

/** gRPC for operators and their probes, on a listener of its own: status of all sidecars, and health. */
export function createOperatorServer(options: {
  readonly list: () => readonly SidecarView[];
  readonly log: XdsLog;
}): OperatorServer {
  const services = new Set(['envoy.service.status.v3.ClientStatusDiscoveryService']);
  const server = createGrpcServer({
    methods: new Map([...clientStatusMethods({ ...options, selfOnly: false }), ...healthMethods(services)]),
  });
  return {
    listen: (address) => server.listen(address),
    close: () =>
      server.shutdown({
        status: { code: STATUS.UNAVAILABLE, message: 'the control plane is shutting down' },
        graceMs: 500,
      }),
  };
}
