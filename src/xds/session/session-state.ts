import type { GroupSnapshot, ResourceSet, ResourceType } from '../../snapshot/model.ts';
import type { Subscription } from './subscription.ts';
import type { Timings } from './timings.ts';
import type { TypeState } from './type-state.ts';
import { absentItem, viewOf, wantedView } from './view.ts';
import type { Item, View } from './view.ts';
import type { RuntimeWeights } from './weights.ts';
import { encodeEmptyAssignment } from '../wire/resources.ts';

/**
 * Makes-before-breaks in this order: weights, secrets, clusters, their endpoints, filters, listeners, scopes, routes,
 * and virtual hosts. Every type is here.
 */
export const DELIVERY_ORDER: readonly ResourceType[] = [
  'rtds',
  'sds',
  'cds',
  'eds',
  'ecds',
  'lds',
  'srds',
  'rds',
  'vhds',
];

const NOTHING: ResourceSet = Object.freeze({ version: '', byName: new Map<string, never>() });

/** The runtime layer that carries the weights; every other layer is answered empty. */
export const WEIGHTS_LAYER = 'moniker.weights';

/**
 * `runtime`: weights come by RTDS, routes carry none. `plain`: the client asked for no weights before its first
 * routes, so the routes carry them. `proxyless`: a gRPC application, whose group's routes carry them. `pending`: not
 * known yet.
 */
export type ClientKind = 'pending' | 'runtime' | 'plain' | 'proxyless';

/** All that a session knows. Owned and changed by the session alone; the goals only read it. */
export interface SessionState {
  readonly protocol: 'sotw' | 'delta';
  /** The only type of a stream of that type's own service; null: an aggregated stream. */
  readonly only: ResourceType | null;
  readonly timings: Timings;
  readonly types: Readonly<Record<ResourceType, TypeState>>;
  /** The newest snapshot that there was; kept when the service vanishes from the mesh. */
  snapshot: GroupSnapshot | null;
  /** Other snapshots that the client may come with from before this stream. */
  others: readonly GroupSnapshot[];
  /** `waiting`: not compiled yet. */
  service: 'waiting' | 'known' | 'unknown';
  /** The newest routes with weights, for a plain client. */
  plainRoutes: ResourceSet | null;
  client: ClientKind;
  /** The weights that the client holds if it accepts all that was sent. */
  weights: RuntimeWeights | null;
  /** A reconnecting client's weights wait until then, or for its routes; null: no wait. */
  runtimeHold: number | null;
}

/** What a client's resources come from. */
export type Held = Pick<SessionState, 'client' | 'snapshot' | 'plainRoutes'>;

/** What a stream is to hold of a type now. */
export interface Goal {
  readonly view: View;
  /** Wanted names that cannot be given yet, and of which the client has no older form. */
  readonly pending: ReadonlySet<string>;
}

/** The routes that this client is to have. Null: not there yet. */
export function routeSet(state: Held): ResourceSet | null {
  if (state.client === 'plain') return state.plainRoutes;
  return state.snapshot?.sets.rds ?? null;
}

/** The published resources of a type; null for the runtime, and while there are none. */
export function compiledSet(state: Held, type: ResourceType): ResourceSet | null {
  switch (type) {
    case 'rtds':
      return null;
    case 'rds':
      return routeSet(state);
    case 'lds':
    case 'cds':
    case 'eds':
      return state.snapshot?.sets[type] ?? null;
    default:
      return state.snapshot && (state.snapshot.extra?.[type] ?? NOTHING);
  }
}

/** A load assignment without endpoints: a wanted one is always answered, since its cluster waits for it. */
function emptyAssignment(name: string): Item {
  return { name, version: 'empty', any: encodeEmptyAssignment(name), references: {} };
}

/** All that the client wants of a set as it is, before the order of delivery holds anything back. */
export function wantedOf(type: ResourceType, set: ResourceSet, sub: Subscription): View {
  return wantedView(set, sub, type === 'eds' ? emptyAssignment : absentItem);
}

/** As `wantedOf`, for a stream that has asked for the type; looked up once for a set and subscription. */
export function wantedBy(own: TypeState, set: ResourceSet, sub: Subscription): View {
  const { wanted } = own;
  if (wanted?.set === set && wanted.sub === sub) return wanted.view;
  const view = wantedOf(own.type, set, sub);
  own.wanted = { set, sub, view };
  return view;
}

/** The client was sent what it wants and rejected none of it: most streams, at most times. Nothing is to compose. */
export function isAsSent(own: TypeState, wanted: View): boolean {
  return own.sent === wanted && own.rejection === null && (own.lastNonce !== null || own.doubt.length === 0);
}

/** What an unknown service's cluster waits for. */
export function emptyAssignments(sub: Subscription): View {
  return viewOf([...sub.names].map(emptyAssignment));
}

/** The client has accepted the newest form of everything that it wants of this type. */
export function caughtUp(state: SessionState, type: ResourceType): boolean {
  const own = state.types[type];
  const { sub, acked } = own;
  if (!sub) return true;
  const set = compiledSet(state, type);
  if (!set) return type === 'rtds';
  const wanted = wantedBy(own, set, sub);
  if (acked === wanted) return true;
  for (const item of wanted.items.values()) {
    // What the set does not have may still be with the client, on its way out.
    if (set.byName.has(item.name) && acked?.items.get(item.name)?.version !== item.version) return false;
  }
  return acked !== null || wanted.items.size === 0;
}
