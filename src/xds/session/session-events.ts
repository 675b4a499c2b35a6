import type { GroupSnapshot, NodeGroup, ResourceSet, ResourceType } from '../../snapshot/model.ts';
import type { ResponseCache } from './responses.ts';
import type { RuntimeLane } from './runtime-lane.ts';
import type { Timings } from './timings.ts';
import type { ViewHistory } from './view.ts';
import type { WireNode } from '../wire/node.ts';
import type { DiscoveryRequest } from '../wire/request.ts';

export type SessionEvent =
  | { readonly kind: 'request'; readonly request: DiscoveryRequest }
  /** Null: the mesh knows no such service. */
  | {
      readonly kind: 'snapshot';
      readonly snapshot: GroupSnapshot | null;
      /** What the client may hold from before; default none. */
      readonly others?: readonly GroupSnapshot[];
      /** Routes with weights of the same publication; absent: those stay that there are. */
      readonly plainRoutes?: ResourceSet;
    }
  | { readonly kind: 'plainRoutes'; readonly rds: ResourceSet }
  /** Time has come to what `deadline` named. */
  | { readonly kind: 'tick' };

export type Effect =
  /** The first request told who the client is: its snapshots are wanted from now on. */
  | {
      readonly kind: 'acquire';
      readonly node: WireNode;
      readonly group: NodeGroup;
      readonly contract: number | null;
    }
  | { readonly kind: 'needPlainRoutes' }
  | {
      readonly kind: 'send';
      readonly type: ResourceType;
      /** The encoded message. */
      readonly bytes: Buffer;
      /** The message as a gRPC frame; `bytes` is a view of it. */
      readonly frame: Buffer;
      readonly version: string;
      readonly resources: number;
    }
  /** A type that this server does not have was asked for. */
  | { readonly kind: 'sendOther'; readonly frame: Buffer }
  | { readonly kind: 'acked'; readonly type: ResourceType; readonly version: string }
  | {
      readonly kind: 'nacked';
      readonly type: ResourceType;
      readonly version: string;
      readonly message: string;
      /** The client's machine is to blame, not the resource. */
      readonly local: boolean;
      /** Name → version (empty: a removal) of what the response changed at the client. */
      readonly suspects: ReadonlyMap<string, string>;
    }
  /** The stream ends with INVALID_ARGUMENT. */
  | { readonly kind: 'fail'; readonly message: string };

export interface SessionOptions {
  readonly protocol: 'sotw' | 'delta';
  /** The type whose own service the stream came to; absent: an aggregated stream. */
  readonly only?: ResourceType;
  readonly responses: ResponseCache;
  readonly lane: RuntimeLane;
  readonly history: ViewHistory;
  readonly timings: Timings;
}
