import type { ResourceSet, ResourceType } from '../../snapshot/model.ts';
import { EMPTY_VIEW } from './view.ts';
import type { Item, View } from './view.ts';
import type { Subscription } from './subscription.ts';

/** A response that the client has neither accepted nor rejected yet. */
export interface Inflight {
  readonly nonce: string;
  readonly sentAt: number;
  /** What the client holds once it accepts. */
  view: View;
  /** Names that the response carried, removals included. */
  readonly names: readonly string[];
  /** It restores what the client had accepted before a rejection. */
  readonly recovery: boolean;
  /** Nothing was held back from it: accepting it ends a NACKED state. */
  readonly clean: boolean;
  /**
   * SotW: the nonce of the newest heartbeat that said the same again. A client that withholds its answer, as Envoy does
   * while its clusters warm, answers just the newest in the end.
   */
  heartbeat: string | null;
}

/** Why some resources are held back from one stream. */
export interface Rejection {
  /**
   * Name → version (empty: a removal) of all that the rejected response changed. Any of them may be the
   * culprit, so all are held back until one of them changes.
   */
  readonly batch: ReadonlyMap<string, string>;
  /** The rejected view where nothing had been accepted before, so that there is nothing to fall back to. */
  readonly whole: string | null;
  /** A local error (an address in use) is tried again then; null: only a change helps. */
  readonly retryAt: number | null;
}

/** One type's state on one stream. Mutable, owned by its session. */
export interface TypeState {
  readonly type: ResourceType;
  /** Null: the stream has not asked for this type. */
  sub: Subscription | null;
  /** The client showed in its first request that it holds nothing. */
  fresh: boolean;
  /** What a reconnecting SotW client said that it holds, if this server knows it. */
  remembered: View | null;
  /** The version that it named, as long as it is not known what that stands for; empty: none. */
  claimed: string;
  /** A response was sent, or the client's initial versions made one needless. */
  answered: boolean;
  /** What the client holds if it accepts all that was sent. */
  sent: View;
  /** What the client last said that it accepted; null: nothing on this stream. */
  acked: View | null;
  /** Oldest first. One, but for CDS (see `mayOvertake`). */
  inflight: Inflight[];
  /** Rejected or remembered views, parts of which the client may hold; until its next ACK. */
  doubt: View[];
  /** Names that go out with the next response even if they are unchanged. */
  readonly force: Set<string>;
  rejection: Rejection | null;
  /** How often in a row a local error came back. */
  attempts: number;
  /** Shown until a newer version is accepted. */
  nack: { readonly version: string; readonly message: string; readonly at: number } | null;
  /** Since when something waits for clusters to become warm. */
  blockedSince: number | null;
  /** What the client wants of a published set, as last worked out (see `wantedBy`). */
  wanted: { readonly set: ResourceSet; readonly sub: Subscription; readonly view: View } | null;
  /** Resources that are to go → since when nothing needs them any more. */
  readonly retiring: Map<string, number>;
  lastNonce: string | null;
  lastSequence: number;
  /** The version that the last response named; a client that gives up names keeps it. */
  lastVersion: string;
  /** When all that was sent was last prolonged; null: nothing to prolong so far. */
  prolongedAt: number | null;
}

export function createTypeState(type: ResourceType): TypeState {
  return {
    type,
    sub: null,
    fresh: true,
    remembered: null,
    claimed: '',
    answered: false,
    sent: EMPTY_VIEW,
    acked: null,
    inflight: [],
    doubt: [],
    force: new Set(),
    rejection: null,
    attempts: 0,
    nack: null,
    blockedSince: null,
    wanted: null,
    retiring: new Map(),
    lastNonce: null,
    lastSequence: 0,
    lastVersion: '',
    prolongedAt: null,
  };
}

/** Its own, to be changed without the other. */
export function copyTypeState(state: TypeState): TypeState {
  return {
    ...state,
    inflight: state.inflight.map((response) => ({ ...response })),
    doubt: [...state.doubt],
    force: new Set(state.force),
    retiring: new Map(state.retiring),
  };
}

/** Every view of which the client may hold parts at this moment. */
export function possibleViews(state: TypeState): View[] {
  const views = state.inflight.map((response) => response.view);
  views.push(...state.doubt);
  if (state.acked) views.push(state.acked);
  if (state.inflight.length === 0 && state.sent !== state.acked) views.push(state.sent);
  return views;
}

/** The view of `possibleViews` where there is just one; null: there are several. */
export function onlyView({ inflight, doubt, acked, sent }: TypeState): View | null {
  if (doubt.length > 0) return null;
  const first = inflight[0];
  if (first === undefined) return acked === null || acked === sent ? sent : null;
  return acked === null && inflight.length === 1 ? first.view : null;
}

/** All that the client may hold; a name can come up in several versions. */
export function* possibleItems(state: TypeState): Generator<Item> {
  for (const view of possibleViews(state)) yield* view.items.values();
}

/** The item that stays with the client while a newer one is held back. */
export function heldOf(state: TypeState, name: string): Item | undefined {
  const item = state.rejection ? state.acked?.items.get(name) : (state.sent.items.get(name) ?? undefined);
  return item && item.version !== '' ? item : undefined;
}
