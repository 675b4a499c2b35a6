import { compiledSet, DELIVERY_ORDER, isAsSent, wantedBy } from './session-state.ts';
import type { Held, SessionState } from './session-state.ts';
import type { ResourceType } from '../snapshot/model.ts';
import type { TypeState } from './type-state.ts';

/** Nothing to work out for a type: the client was sent what it wants, and nothing else is due. */
export function isAtRest(state: SessionState, own: TypeState): boolean {
  if (own.sub === null || !own.answered || own.nack || own.force.size > 0) return false;
  if (own.blockedSince !== null || own.retiring.size > 0 || state.timings.resourceTtl > 0) return false;
  const set = compiledSet(state, own.type);
  return set !== null && isAsSent(own, wantedBy(own, set, own.sub));
}

/** The types of which there are other resources than before: of most snapshots it is one. */
export function movedTypes(before: Held, state: Held): readonly ResourceType[] {
  return DELIVERY_ORDER.filter((type) => compiledSet(before, type) !== compiledSet(state, type));
}

/** All types but the weights, which follow what was accepted of the others. */
export function allAtRest(state: SessionState): boolean {
  for (const type of DELIVERY_ORDER) {
    const own = state.types[type];
    if (own.sub !== null && type !== 'rtds' && !isAtRest(state, own)) return false;
  }
  return true;
}
