import { wants } from './subscription.ts';
import type { Subscription } from './subscription.ts';
import type { TypeState } from './type-state.ts';
import { forget } from './verdict.ts';

/** Delta: the stream wants something else from now on. */
export function resubscribe(own: TypeState, next: Subscription): void {
  const before = own.sub;
  own.sub = next;
  forget(own);
  if (before) sendAgain(own, before, next);
}

/**
 * What was given up while it was on its way, and is wanted again by a glob or the wildcard. The client may have read it
 * before it asked again or after: it is sent once more, or said to be gone.
 */
function sendAgain({ inflight, force }: TypeState, before: Subscription, now: Subscription): void {
  for (const { names, view } of inflight) {
    for (const name of names) {
      const item = view.items.get(name) ?? { name };
      if (wants(now, item) && !wants(before, item)) force.add(name);
    }
  }
}
