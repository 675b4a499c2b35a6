import type { ResourceType } from '../snapshot/model.ts';
import type {
  AcceptResponse,
  ConfigResponse,
  ReleaseResponse,
  ServiceConfigResponse,
  StatusResponse,
} from './model.ts';

/** What the management HTTP answers from; whoever composes the daemon provides it. */
export interface ApiSource {
  status(): StatusResponse | Promise<StatusResponse>;
  /** Calls after each change of the status or the fleet; returns the way to stop. */
  readonly onChange: (listener: () => void) => () => void;
  /**
   * The resources of the service's sidecars without overrides of their own as JSON, as one gets them that says this of
   * itself; null if the mesh has no such sidecar.
   */
  config(service: string, node: ConfigNode): Promise<ServiceConfigResponse | null>;
  allConfig(): Promise<ConfigResponse>;
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Lets held reloads through: those of `files`, or all. */
  accept(files: readonly string[] | null): Promise<AcceptResponse>;
  /** Tries again what sidecars rejected: of one service, or all. */
  release(service: string | null): ReleaseResponse;
}

/** What sets a sidecar apart from others of its service. */
export interface ConfigNode {
  readonly locality: { readonly region: string; readonly zone: string; readonly subZone: string };
  /** By path. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** What an `envoy.config.core.v3.Node` says of itself. */
export interface DiscoveryNode {
  readonly id: string;
  readonly cluster: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly locality: { readonly region: string; readonly zone: string; readonly subZone: string };
  readonly userAgentName: string;
  readonly userAgentVersion: string | null;
}

/** Answers sidecars that fetch their configuration over HTTP. */
export interface DiscoverySource {
  fetch(
    type: ResourceType,
    request: {
      readonly node: DiscoveryNode | null;
      readonly typeUrl: string;
      readonly versionInfo: string;
      readonly names: readonly string[];
    },
  ): Promise<
    | { readonly kind: 'response'; readonly version: string; readonly bytes: Uint8Array }
    | {
        readonly kind: 'refused';
        readonly reason: 'invalid' | 'unknown-service' | 'not-ready';
        readonly message: string;
      }
  >;
}

export interface ApiLog {
  error(fields: object, message: string): void;
  info(fields: object, message: string): void;
}
