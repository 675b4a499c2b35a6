import type { RuntimeLane } from './runtime-lane.ts';
import { WEIGHTS_LAYER } from './session-state.ts';
import type { SessionState } from './session-state.ts';
import { isSettled } from './verdict.ts';
import type { View } from './view.ts';

interface Moment {
  readonly lane: RuntimeLane;
  readonly now: number;
  readonly wake: (at: number) => void;
}

/**
 * The weights of a reconnecting client wait until it is known what it holds, since weights for other routes
 * could sum to 0 over its own. Delta tells with the first request for routes; in SotW that takes a version
 * that this server remembers, or the client's ACK on this stream.
 */
export function releaseRuntime(state: SessionState, { lane, now, wake }: Moment): void {
  const { rtds, rds } = state.types;
  if (state.runtimeHold === null || !rtds.sub || !state.snapshot) return;
  const final = lane.finalView(state, rtds.sub);
  const held = state.protocol === 'sotw' ? rtds.remembered : rtds.acked;
  const current = held !== null && holdsWeights(held, final);
  const told = state.protocol === 'delta' || rds.fresh || rds.remembered !== null;
  const routesKnown = rds.sub !== null && (told || isSettled(rds));
  if (current || routesKnown || now >= state.runtimeHold) {
    state.runtimeHold = null;
    if (held) state.weights = lane.weightsIn(current ? final : held);
  } else wake(state.runtimeHold);
}

function holdsWeights(held: View, final: View): boolean {
  const version = held.items.get(WEIGHTS_LAYER)?.version;
  return version !== undefined && version === final.items.get(WEIGHTS_LAYER)?.version;
}
