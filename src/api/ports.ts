import type { AcceptResponse, ConfigResponse, ServiceConfigResponse, StatusResponse } from './model.ts';

/** What the management HTTP answers from; whoever composes the daemon provides it. */
export interface ApiSource {
  status(): StatusResponse;
  /** Calls after each change of the status or the fleet; returns the way to stop. */
  readonly onChange: (listener: () => void) => () => void;
  /** The resources of the service's default group as JSON; null if the mesh has no such sidecar. */
  config(service: string): Promise<ServiceConfigResponse | null>;
  allConfig(): Promise<ConfigResponse>;
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Lets held reloads through: those of `files`, or all. */
  accept(files: readonly string[] | null): Promise<AcceptResponse>;
}

export interface ApiLog {
  error(fields: object, message: string): void;
  info(fields: object, message: string): void;
}
