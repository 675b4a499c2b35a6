import type { Position } from '../diagnostics/diagnostic.ts';

/** How a catalog's keys nest: by `/` alone, or by `.` in the first segment too. */
export type Hierarchy = 'slash' | 'slash-and-dot';
/** What an application itself speaks. */
export type Protocol = 'http' | 'http2' | 'grpc';
/**
 * How a sidecar chooses among the zones that a target has endpoints in. `none`: it does not look. `failover`: its own
 * zone takes all requests while enough of its endpoints are well, and the others stand by.
 */
export type ZonePreference = 'none' | 'failover';
/** `eds`: IP addresses over EDS. `dns`: host names, resolved by Envoy (STRICT_DNS). */
export type Resolution = 'eds' | 'dns';

export type LoadBalancing =
  | { readonly kind: 'roundRobin' }
  | { readonly kind: 'leastRequest' }
  | { readonly kind: 'random' }
  /** Consistent hashing by a request header. */
  | { readonly kind: 'ringHash' | 'maglev'; readonly header: string };

export interface SocketAddress {
  readonly address: string;
  readonly port: number;
}

export interface CatalogRef {
  /** Relative to the catalog directory. */
  readonly file: string;
  readonly hierarchy: Hierarchy;
  readonly at: Position;
}

/** What a service and an adapter have in common: they can be sent traffic. Durations in milliseconds. */
export interface TargetSpec {
  readonly name: string;
  readonly connectTimeout: number;
  /** Whole-request time-out; 0 = none. Defaults applied: grpc services have 0 unless they say otherwise. */
  readonly requestTimeout: number;
  readonly loadBalancing: LoadBalancing;
  readonly loadBalancingAt: Position;
  readonly resolution: Resolution;
  /** In effect: `none` where the endpoints are host names. */
  readonly zonePreference: ZonePreference;
  /** The version that takes all traffic while no rollout names this target. */
  readonly stable: string | null;
  readonly stableAt: Position;
  readonly at: Position;
}

export interface CallSpec {
  readonly service: string;
  readonly at: Position;
}

export interface ServiceSpec extends TargetSpec {
  readonly kind: 'service';
  /** false for `sidecar: none`: the application is called directly. */
  readonly sidecar: boolean;
  readonly app: { readonly address: string; readonly port: number; readonly protocol: Protocol };
  readonly calls: readonly CallSpec[];
  readonly callsAdapters: boolean;
  /** A 127.0.0.1 port that each caller's sidecar opens for this service; null = none. */
  readonly localPort: number | null;
  readonly listeners: { readonly inbound: SocketAddress; readonly egress: SocketAddress };
}

export interface AdapterSpec extends TargetSpec {
  readonly kind: 'adapter';
  /** Lower-cased `source_binding.type` values. */
  readonly sourceTypes: readonly { readonly type: string; readonly at: Position }[];
  readonly pool: string | null;
  readonly protocol: Protocol;
}

export interface EdgeRoute {
  /** Starts with `/`; the longest prefix wins. */
  readonly prefix: string;
  /** A service's name, or `adapters` for routing by moniker. */
  readonly to: string;
  readonly at: Position;
  readonly toAt: Position;
}

export interface EdgeSpec {
  readonly service: string;
  readonly serviceAt: Position;
  readonly listener: SocketAddress;
  /** Trusted proxies in front of the edge; default 0. */
  readonly xffNumTrustedHops: number;
  readonly routes: readonly EdgeRoute[];
  readonly at: Position;
}

export type UnboundAction =
  | { readonly kind: 'service'; readonly service: string; readonly at: Position }
  | { readonly kind: 'status'; readonly status: number; readonly at: Position };

export interface MonikerRules {
  /** By calling service; `others` is the default. */
  readonly unbound: ReadonlyMap<string, UnboundAction>;
  readonly unboundOthers: UnboundAction;
  /** The status for a bound source type that no adapter serves. */
  readonly withoutAdapter: number;
  /** Adds `x-moniker-route: <key>` to every response. */
  readonly debugHeader: boolean;
}

export interface NamedAt {
  readonly name: string;
  readonly at: Position;
}

/** A fact about a node is one of some values. */
export interface GroupCondition {
  readonly path: 'locality.region' | 'locality.zone' | 'locality.subZone' | `metadata.${string}`;
  readonly values: readonly string[];
}

/** One version takes all that the group's nodes send to the target. */
export interface PinSpec {
  readonly target: string;
  readonly targetAt: Position;
  readonly version: string;
  readonly at: Position;
  readonly path: string;
}

/** A rule that gives some nodes something else than the others of their service. */
export interface GroupSpec {
  readonly name: string;
  /** Null: of any service. */
  readonly services: readonly NamedAt[] | null;
  /** All of them have to hold. */
  readonly conditions: readonly GroupCondition[];
  readonly versions: readonly PinSpec[];
  /** Null: as each target has it. */
  readonly zonePreference: ZonePreference | null;
  /** In the file. */
  readonly path: string;
  readonly at: Position;
}

/** `isolate`: the rest is delivered, and the part keeps its last good form or answers 503. */
export type OnRejected = 'hold' | 'isolate';

/** `mesh.yaml`, defaults applied. Frozen. */
export interface Topology {
  readonly file: string;
  readonly mesh: string;
  readonly namespace: string;
  readonly catalogs: readonly CatalogRef[];
  readonly services: ReadonlyMap<string, ServiceSpec>;
  readonly adapters: ReadonlyMap<string, AdapterSpec>;
  readonly edge: EdgeSpec | null;
  readonly monikers: MonikerRules;
  /** In order: the first that matches a node counts. */
  readonly groups: readonly GroupSpec[];
  /** What becomes of a compile of which an Envoy rejects a part; default `hold`: nothing of it is delivered. */
  readonly onRejected: OnRejected;
  /** One listener socket a worker, shared by SO_REUSEPORT; default false (a clash is then a NACK). */
  readonly reusePort: boolean;
}
