import type { ResourceType } from '../snapshot/model.ts';
import { DELIVERY_ORDER } from './session/session-state.ts';
import type { TypeTimes } from './sync.ts';

const PLACE = Object.fromEntries(DELIVERY_ORDER.map((type, index) => [type, 2 * index])) as Readonly<
  Record<ResourceType, number>
>;

const NEVER = -0.5;
const NOTHING_YET: readonly number[] = DELIVERY_ORDER.flatMap(() => [NEVER, NEVER]);

/** When a stream was sent what, and accepted it: what sets it apart from others that are in the same state. */
export class TypeClock {
  /** For each type, when it was sent and when accepted, in milliseconds that never go back. */
  readonly #times: number[] = NOTHING_YET.slice();

  sent(type: ResourceType, now: number): void {
    this.#times[PLACE[type]] = now;
  }

  accepted(type: ResourceType, now: number): void {
    this.#times[PLACE[type] + 1] = now;
  }

  /** `epoch` turns such a time into epoch milliseconds. */
  of(type: ResourceType, epoch: (at: number) => number): TypeTimes {
    const time = (at = NEVER): number | null => (at === NEVER ? null : epoch(at));
    return { sentAt: time(this.#times[PLACE[type]]), ackedAt: time(this.#times[PLACE[type] + 1]) };
  }
}
