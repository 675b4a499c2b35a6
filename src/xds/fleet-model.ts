import type { NodeGroup, ResourceType } from '../snapshot/model.ts';
import type { Convergence } from './ports.ts';
import type { ResourceStatuses } from './resource-status.ts';

export type SyncState = 'SYNCED' | 'STALE' | 'NACKED';

export interface TypeView {
  /** Resources that the stream wants: for a wildcard, as many as there are. */
  readonly subscribed: number;
  /** Version of the newest response; null: none. */
  readonly sent: string | null;
  /** Version last accepted on this stream; null: none. */
  readonly acked: string | null;
  readonly state: SyncState;
  /** The text of a rejection, until a newer version is accepted. */
  readonly error: string | null;
  /** Epoch milliseconds. */
  readonly sentAt: number | null;
  readonly ackedAt: number | null;
}

/** One connected sidecar. */
export interface SidecarView {
  readonly streamId: number;
  readonly nodeId: string;
  readonly service: string;
  /** The mesh knows the service. */
  readonly known: boolean;
  readonly peer: string;
  /** Epoch milliseconds. */
  readonly connectedAt: number;
  readonly protocol: 'sotw' | 'delta';
  /** See `ClientKind`. */
  readonly client: 'runtime' | 'plain' | 'proxyless' | 'pending';
  /** Of a gRPC application, its library's version. */
  readonly envoyVersion: string | null;
  /** Where it says that it runs; null: it does not say. */
  readonly zone: string | null;
  /** Of the bootstrap; null: not one of ours. */
  readonly contract: number | null;
  readonly state: SyncState | 'UNKNOWN_SERVICE';
  /** Types that the stream asked for. */
  readonly types: Readonly<Partial<Record<ResourceType, TypeView>>>;
}

export interface Fleet {
  /** In the order of connecting. */
  list(): readonly SidecarView[];
  /** What a stream has, resource by resource; null where that is not known here. */
  resources(streamId: number): ResourceStatuses | null;
  /** Calls after changes, many at once; returns the way to stop. */
  subscribe(listener: () => void): () => void;
  /** Calls when the last stream of a group has accepted a snapshot. */
  onConverged(listener: (convergence: Convergence) => void): () => void;
}

/** What a stream lets the fleet see. The view is made when someone looks. */
export interface FleetMember {
  readonly id: number;
  readonly group: NodeGroup;
  view(): SidecarView;
  /** Resource by resource; absent where the stream is another thread's, which has to be asked. */
  resources?(): ResourceStatuses;
  /** Version of the snapshot that the stream has accepted whole; null: it lags. */
  syncedVersion(): string | null;
  /** Of the group's variants the one whose snapshots the stream gets; absent: it has none. */
  variant?(): string | undefined;
}

/** The writing side, for the streams. */
export interface FleetStreams {
  join(member: FleetMember): void;
  leave(member: FleetMember): void;
  /** Something about the member changed. */
  changed(member: FleetMember): void;
}

export interface FleetRegistry extends Fleet, FleetStreams {}
