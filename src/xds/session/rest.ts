import { compiledSet, DELIVERY_ORDER, isAsSent, wantedBy } from './session-state.ts';
import type { Held, SessionState } from './session-state.ts';
import type { ResourceType } from '../../snapshot/model.ts';
import type { TypeState } from './type-state.ts';

/** Nothing to work out for a type: the client was sent what it wants, and nothing else is due. */
export function isAtRest(state: SessionState, own: TypeState): boolean {
  if (own.sub === null || !own.answered || own.nack || own.force.size > 0) return false;
  if (own.blockedSince !== null || own.retiring.size > 0 || state.timings.resourceTtl > 0) return false;
  const set = compiledSet(state, own.type);
  return set !== null && isAsSent(own, wantedBy(own, set, own.sub));
}

/** What is looked at of a stream at rest: the weights, which follow what was accepted of all else. */
export const WEIGHTS_ONLY: readonly ResourceType[] = Object.freeze<ResourceType[]>(['rtds']);

interface Move {
  readonly before: Held;
  readonly after: Held;
  readonly types: readonly ResourceType[];
}

/** A snapshot comes to the streams of a group one after the other. */
let latest: Move | null = null;

/**
 * What is to be looked at, in the order of delivery, when a stream at rest is given other resources: the types of
 * which there are others (of most snapshots it is one), the weights, and the assignments that follow clusters.
 */
export function movedTypes(before: Held, state: Held): readonly ResourceType[] {
  if (latest && isSame(latest.before, before) && isSame(latest.after, state)) return latest.types;
  const moved = new Set(
    DELIVERY_ORDER.filter((type) => compiledSet(before, type) !== compiledSet(state, type)),
  );
  if (moved.has('cds')) moved.add('eds');
  moved.add('rtds');
  const types = moved.size === 1 ? WEIGHTS_ONLY : DELIVERY_ORDER.filter((type) => moved.has(type));
  const { client, snapshot, plainRoutes } = state;
  latest = { before, after: { client, snapshot, plainRoutes }, types };
  return types;
}

function isSame(a: Held, b: Held): boolean {
  return a.snapshot === b.snapshot && a.plainRoutes === b.plainRoutes && a.client === b.client;
}

/** All types but the weights, which follow what was accepted of the others. */
export function allAtRest(state: SessionState): boolean {
  for (const type of DELIVERY_ORDER) {
    const own = state.types[type];
    if (own.sub !== null && type !== 'rtds' && !isAtRest(state, own)) return false;
  }
  return true;
}
