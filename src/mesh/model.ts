import type { LoadBalancing, Protocol, Resolution, Topology, ZonePreference } from '../topology/model.ts';
import type { OverrideMatch } from '../weights/model.ts';
import type { KeyTable } from './key-table.ts';

/** Words that the mesh shares with its inputs: what builds on the mesh takes them from here. */
export type { LoadBalancing, Protocol, SocketAddress, ZonePreference } from '../topology/model.ts';
export type { OverrideMatch } from '../weights/model.ts';

/** Where requests for one version of a target can be sent. */
export interface MeshEndpoint {
  readonly address: string;
  readonly port: number;
  readonly zone: string | null;
  /** 1 or more; null where the operator wrote none. */
  readonly weight: number | null;
}

/** One version of a target; it becomes one cluster. */
export interface TargetVersion {
  /** Null where the target's endpoints carry no version; then it is the only one. */
  readonly name: string | null;
  /** Sorted by zone, address and port. May be empty. */
  readonly endpoints: readonly MeshEndpoint[];
  /** The share of the target's traffic now, of 10,000 over all versions. */
  readonly share: number;
}

/** An override that can take effect: its version has endpoints. */
export interface TargetOverride {
  /** Its place in the weight file, from 0, so that a decision can be traced back to a line. */
  readonly index: number;
  readonly match: OverrideMatch;
  readonly version: string;
}

/** A service or an adapter as a receiver of requests. Durations in milliseconds. */
export interface MeshTarget {
  readonly name: string;
  readonly kind: 'service' | 'adapter';
  readonly protocol: Protocol;
  /** Whether requests pass a sidecar of the target's own. */
  readonly sidecar: boolean;
  readonly connectTimeout: number;
  /** 0 = none. */
  readonly requestTimeout: number;
  readonly loadBalancing: LoadBalancing;
  readonly resolution: Resolution;
  /** Of nodes that no group of mesh.yaml gives another one. */
  readonly zonePreference: ZonePreference;
  /** Whether some sidecar may prefer its own zone, and has to notice when that fails. */
  readonly failover: boolean;
  readonly pool: string | null;
  /** At least one. The order is that of the split, so it stays put while versions come and go behind it. */
  readonly versions: readonly TargetVersion[];
  /** First match wins, before the shares. */
  readonly overrides: readonly TargetOverride[];
  readonly sticky: boolean;
}

/** The joined inputs, references resolved. Frozen. */
export interface Mesh {
  readonly topology: Topology;
  /** By name: services, then adapters, each sorted. */
  readonly targets: ReadonlyMap<string, MeshTarget>;
  readonly keys: KeyTable;
  /** Adapter by lower-cased source type. */
  readonly adapterByType: ReadonlyMap<string, string>;
  readonly knownVersions: ReadonlyMap<string, ReadonlySet<string>>;
}
