import type { ResourceType } from '../snapshot/model.ts';
import type { SyncState, TypeView } from './fleet.ts';
import type { RuntimeLane } from './session/runtime-lane.ts';
import { caughtUp, compiledSet, DELIVERY_ORDER } from './session/session-state.ts';
import type { SessionState } from './session/session-state.ts';

function typeState(state: SessionState, type: ResourceType, lane: RuntimeLane): SyncState {
  const own = state.types[type];
  if (own.nack) return 'NACKED';
  if (type !== 'rtds') return caughtUp(state, type) ? 'SYNCED' : 'STALE';
  if (!own.sub) return 'SYNCED';
  const final = lane.finalView(state, own.sub);
  return (own.acked ?? own.sent).version === final.version && own.inflight.length === 0 ? 'SYNCED' : 'STALE';
}

/** The worst of a stream's types; `DELIVERY_ORDER` is every type. */
export function syncState(state: SessionState, lane: RuntimeLane): SyncState {
  let worst: SyncState = 'SYNCED';
  for (const type of DELIVERY_ORDER) {
    if (state.types[type].sub === null && state.types[type].nack === null) continue;
    const one = typeState(state, type, lane);
    if (one === 'NACKED') return 'NACKED';
    if (one === 'STALE') worst = 'STALE';
  }
  // A stream that has not asked for clusters or listeners yet has accepted nothing.
  const { types, only } = state;
  const asked = only ? types[only].sub !== null : types.cds.sub !== null || types.lds.sub !== null;
  return asked ? worst : 'STALE';
}

/** The version of the snapshot that the client has accepted whole; null: it lags. */
export function syncedVersion(state: SessionState, lane: RuntimeLane): string | null {
  const { snapshot, service } = state;
  if (!snapshot || service !== 'known') return null;
  return syncState(state, lane) === 'SYNCED' ? snapshot.version : null;
}

/** When a stream was last sent a type, and last accepted it; epoch milliseconds. */
export interface TypeTimes {
  readonly sentAt: number | null;
  readonly ackedAt: number | null;
}

export function typeViews(
  state: SessionState,
  lane: RuntimeLane,
  timesOf: (type: ResourceType) => TypeTimes,
): Partial<Record<ResourceType, TypeView>> {
  const views: Partial<Record<ResourceType, TypeView>> = {};
  for (const type of DELIVERY_ORDER) {
    const own = state.types[type];
    if (!own.sub) continue;
    const size = compiledSet(state, type)?.byName.size ?? 0;
    const { sentAt, ackedAt } = timesOf(type);
    views[type] = {
      subscribed: own.sub.wildcard ? size : own.sub.names.size,
      sent: own.answered ? own.sent.version : null,
      acked: own.acked?.version ?? null,
      state: typeState(state, type, lane),
      error: own.nack?.message ?? null,
      sentAt,
      ackedAt,
    };
  }
  return views;
}
