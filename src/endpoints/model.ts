import type { Position } from '../diagnostics/diagnostic.ts';

export interface Endpoint {
  /** An IP address (`resolution: eds`) or a host name (`resolution: dns`). */
  readonly address: string;
  readonly port: number;
  readonly version: string | null;
  readonly zone: string | null;
  /** Load-balancing weight within its locality, 1 or more; null = 1. */
  readonly weight: number | null;
  readonly at: Position;
}

export interface TargetEndpoints {
  readonly target: string;
  readonly at: Position;
  readonly endpoints: readonly Endpoint[];
}

/** `endpoints.yaml`: a list of endpoints for each service and adapter. Frozen. */
export interface Endpoints {
  readonly file: string;
  readonly targets: ReadonlyMap<string, TargetEndpoints>;
}
