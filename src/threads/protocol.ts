import type { Holder, Refusal } from '../snapshot/cache.ts';
import type { ExtraType, CompiledType, NodeGroup, Resource, Split } from '../snapshot/model.ts';
import type { SidecarView } from '../xds/fleet.ts';
import type { Pressure, XdsAddress, XdsServerOptions } from '../xds/server.ts';
import type { ResourceStatuses } from '../xds/resource-status.ts';
import type { ClusterLoad } from '../xds/wire/load-stats.ts';
import type { Count } from './counts.ts';

/*
 * What crosses between the main thread, which decides who gets what, and the serving threads, which hold the streams.
 * Plain data. In each direction messages are handled in the order in which they were sent.
 */

/** What a serving thread is started with. */
export interface ThreadSettings {
  readonly server: ServerSettings;
  /** The least severe lines that are told. */
  readonly logLevel: LogLevel;
  /** One 64-bit integer: the last id that any thread has given to a stream. */
  readonly ids: SharedArrayBuffer;
}

/** The part of an xDS server's options that is plain data. */
export type ServerSettings = Pick<
  XdsServerOptions,
  'timings' | 'loadInterval' | 'admitPerSecond' | 'limits' | 'tls'
>;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Main → serving thread. */
export type Command =
  | { readonly kind: 'listen'; readonly ask: number; readonly address: XdsAddress }
  /** Answered when all streams have ended. */
  | { readonly kind: 'shutdown'; readonly ask: number; readonly graceMs: number }
  /** Answered with the views that have changed since the last answer, and what clients have under way. */
  | { readonly kind: 'views'; readonly ask: number }
  | { readonly kind: 'tell'; readonly goods: Goods; readonly tells: readonly Tell[] }
  /** Answered with what a stream has; null where it has ended. */
  | { readonly kind: 'resources'; readonly ask: number; readonly streamId: number }
  /** To a question of the thread. */
  | { readonly kind: 'found'; readonly ask: number; readonly found: Found };

/** Serving thread → main. */
export type Report =
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'done'; readonly ask: number; readonly value: Answers[keyof Answers] }
  | {
      readonly kind: 'failed';
      readonly ask: number;
      readonly message: string;
      readonly code: string | undefined;
    }
  /** The views of a node, or what a stream has, on whichever thread it is. */
  | { readonly kind: 'find'; readonly ask: number; readonly wanted: Wanted };

export type Wanted = { readonly nodeId: string } | { readonly streamId: number };

/** One of the two is there: what was asked for. */
export interface Found {
  readonly views?: readonly SidecarView[];
  readonly resources?: ResourceStatuses | null;
}

export interface Answers {
  readonly listen: XdsAddress;
  readonly shutdown: null;
  readonly views: { readonly views: readonly SidecarView[]; readonly pressure: Pressure };
  readonly resources: ResourceStatuses | null;
}

/** What some streams are to have; null: the mesh does not know their service. */
export type Tell =
  /** What their clients may hold from before: see `GroupHandle.others`. Told before their first snapshot. */
  | { readonly kind: 'others'; readonly ids: readonly number[]; readonly streams: readonly number[] }
  | { readonly kind: 'snapshot'; readonly id: number | null; readonly streams: readonly number[] }
  /** Routes with the weights in them. */
  | { readonly kind: 'plainRoutes'; readonly id: number; readonly streams: readonly number[] };

/**
 * Snapshots on their way to a thread, in parts that are sent once: each has an id, and later parts name earlier ones.
 * The bytes of large resources are in memory that all threads share.
 */
export interface Goods {
  readonly resources: readonly (readonly [id: number, resource: Resource])[];
  readonly sets: readonly {
    readonly id: number;
    readonly version: string;
    /** Sorted by name. */
    readonly resources: readonly number[];
  }[];
  readonly snapshots: readonly {
    readonly id: number;
    readonly group: NodeGroup;
    readonly version: string;
    readonly splits: readonly Split[];
    readonly sets: Readonly<Record<CompiledType, number>>;
    readonly extra: Readonly<Partial<Record<ExtraType, number>>> | null;
  }[];
  /** Ids that no later message names: to be let go of after what this message tells. */
  readonly forget: readonly number[];
}

/** What happened on a serving thread in a turn of its loop. What is not there did not happen. */
export interface Batch {
  readonly opened?: readonly Opening[];
  /** Streams that need routes with the weights in them. */
  readonly plainRoutes?: readonly number[];
  readonly refused?: readonly { readonly id: number; readonly refusal: Refusal }[];
  /** Streams that have now accepted a snapshot whole, by its version; null: that lag. */
  readonly synced?: ReadonlyMap<string | null, readonly number[]>;
  readonly closed?: readonly number[];
  /** A stream whose view has changed. Not told again, for whatever stream, until the views were asked for. */
  readonly changed?: number;
  readonly counts?: readonly Count[];
  readonly loads?: readonly LoadReport[];
  readonly log?: readonly LogLine[];
}

/** A stream, or a client that polls, wants what its group is to have. */
export interface Opening {
  readonly id: number;
  readonly group: NodeGroup;
  readonly holder: Holder;
  /** Null: it is no member of the fleet. */
  readonly view: SidecarView | null;
}

/** `loads` is null when the stream has ended. */
export interface LoadReport {
  readonly id: number;
  readonly loads: readonly ClusterLoad[] | null;
}

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn';
  readonly fields: object;
  readonly message: string;
}
