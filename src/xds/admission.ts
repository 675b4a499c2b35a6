import type { Call } from '../grpc/model.ts';

export interface AdmissionOptions {
  /** Streams that begin in a second; more of them wait. Default 10,000. */
  readonly perSecond: number;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  readonly after: (milliseconds: number, task: () => void) => void;
}

/**
 * Lets streams begin at a rate, first come first served. When a fleet reconnects at once, those that are in go on
 * being served meanwhile; nobody is refused, since there may be no other server to go to.
 */
export interface Admission {
  /** Lets it begin, at once or later. */
  enter(entrant: Entrant): void;
  /** It gives up its place. */
  leave(entrant: Entrant): void;
  readonly waiting: number;
}

export interface Entrant {
  begin(): void;
}

/** Streams are let in by as many as are due after so long, and whoever is in is served in between. */
const TURN_MS = 5;
/** What a busy thread is late with is made up for, but not more than this: the next second is not to be all storm. */
const MOST_LATE_MS = 100;

export function createAdmission({ perSecond, now, after }: AdmissionOptions): Admission {
  const most = Math.max(1, (perSecond * TURN_MS) / 1_000);
  const mostOwed = Math.max(most, (perSecond * MOST_LATE_MS) / 1_000);
  const queue = new Set<Entrant>();
  let allowance = most;
  let countedAt = now();
  let scheduled = false;

  const refill = (): void => {
    const at = now();
    // Only those who wait can be late.
    const bound = queue.size > 0 ? mostOwed : most;
    allowance = Math.min(bound, allowance + ((at - countedAt) * perSecond) / 1_000);
    countedAt = at;
  };
  const turn = (): void => {
    scheduled = false;
    refill();
    let places = Math.floor(Math.min(most, allowance));
    for (const entrant of queue) {
      if (places === 0) break;
      places -= 1;
      allowance -= 1;
      queue.delete(entrant);
      entrant.begin();
    }
    schedule();
  };
  const schedule = (): void => {
    if (scheduled || queue.size === 0) return;
    scheduled = true;
    after(allowance < 1 ? TURN_MS : 1, turn);
  };

  return {
    enter(entrant) {
      // With others before it the next turn counts the time.
      if (queue.size === 0) refill();
      if (queue.size === 0 && allowance >= 1) {
        allowance -= 1;
        entrant.begin();
        return;
      }
      queue.add(entrant);
      schedule();
    },
    leave(entrant) {
      queue.delete(entrant);
    },
    get waiting() {
      return queue.size;
    },
  };
}

type Paused = Pick<Call, 'pause' | 'resume'>;

/**
 * Keeps a call from being read until it is let in: what its client sends meanwhile is bounded by flow control, and
 * nothing of it is held here.
 */
export function admit(call: Paused, admission: Admission): Admitted {
  return new Place(call, admission);
}

export interface Admitted {
  /** It was not let in at once. */
  readonly delayed: boolean;
  /** Gives up the place. */
  leave(): void;
}

class Place implements Admitted, Entrant {
  readonly delayed: boolean;
  readonly #call: Paused;
  readonly #admission: Admission;
  #inside = false;
  #paused = false;

  constructor(call: Paused, admission: Admission) {
    this.#call = call;
    this.#admission = admission;
    admission.enter(this);
    this.delayed = this.#paused = !this.#inside;
    if (this.#paused) call.pause();
  }

  begin(): void {
    this.#inside = true;
    if (this.#paused) this.#call.resume();
  }

  leave(): void {
    this.#admission.leave(this);
  }
}
