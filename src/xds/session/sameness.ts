import { DELIVERY_ORDER } from './session-state.ts';
import type { SessionState } from './session-state.ts';
import type { TypeState } from './type-state.ts';

/** Nothing of a type waits for a moment in time or goes by one, and nothing was rejected. */
function isPlain(own: TypeState): boolean {
  const { rejection, nack, attempts, blockedSince, retiring, prolongedAt } = own;
  const good = rejection === null && nack === null && attempts === 0;
  return good && blockedSince === null && retiring.size === 0 && prolongedAt === null;
}

/** Many streams may be in such a state together: but for what was sent and not answered, no time is in it. */
export function isCommon(state: SessionState): boolean {
  if (state.runtimeHold !== null || state.timings.resourceTtl > 0) return false;
  for (const type of DELIVERY_ORDER) if (!isPlain(state.types[type])) return false;
  return true;
}

/** The client owes the answer to something that it was sent. */
export function isAwaited({ types }: SessionState): boolean {
  return DELIVERY_ORDER.some((type) => types[type].inflight.length > 0);
}

/** The client has been given a snapshot and answered all that it was sent, so that it is known what it holds. */
export function isAnswered(state: SessionState): boolean {
  const { types, snapshot } = state;
  return (
    snapshot !== null && !isAwaited(state) && DELIVERY_ORDER.every((type) => types[type].doubt.length === 0)
  );
}

/** Of two answered states in which no time is: whatever comes, the same is to be done. */
export function isSame(a: SessionState, b: SessionState): boolean {
  if (a.protocol !== b.protocol || a.only !== b.only || a.client !== b.client) return false;
  if (a.snapshot !== b.snapshot || a.plainRoutes !== b.plainRoutes || a.service !== b.service) return false;
  if (a.weights !== b.weights || a.others.length !== b.others.length) return false;
  for (const [index, one] of a.others.entries()) if (b.others[index] !== one) return false;
  for (const type of DELIVERY_ORDER) {
    const [one, other] = [a.types[type], b.types[type]];
    if (one !== other && !isSameType(one, other)) return false;
  }
  return true;
}

function isSameType(a: TypeState, b: TypeState): boolean {
  const asked = a.sub === b.sub && a.fresh === b.fresh && a.answered === b.answered;
  const told = a.lastNonce === b.lastNonce && a.lastVersion === b.lastVersion;
  const held = a.sent === b.sent && a.acked === b.acked && a.lastSequence === b.lastSequence;
  const named = a.remembered === b.remembered && a.claimed === b.claimed;
  return asked && told && held && named && isSameSet(a.force, b.force);
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size !== b.size) return false;
  for (const name of a) if (!b.has(name)) return false;
  return true;
}
