import type { Call } from '../grpc/model.ts';

export interface AdmissionOptions {
  /** Streams that begin in a second; more of them wait. Default 5,000. */
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
  /** Runs the task at once or later; returns the way to give up the place. */
  enter(task: () => void): () => void;
  readonly waiting: number;
}

/** Streams are let in by as many as are due after so long, and whoever is in is served in between. */
const TURN_MS = 10;
/** What a busy thread is late with is made up for, but not more than this: the next second is not to be all storm. */
const MOST_LATE_MS = 100;

export function createAdmission({ perSecond, now, after }: AdmissionOptions): Admission {
  const most = Math.max(1, (perSecond * TURN_MS) / 1_000);
  const mostOwed = Math.max(most, (perSecond * MOST_LATE_MS) / 1_000);
  const queue = new Set<() => void>();
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
    for (const task of queue) {
      if (places === 0) break;
      places -= 1;
      allowance -= 1;
      queue.delete(task);
      task();
    }
    schedule();
  };
  const schedule = (): void => {
    if (scheduled || queue.size === 0) return;
    scheduled = true;
    after(allowance < 1 ? TURN_MS : 1, turn);
  };

  return {
    enter(task) {
      refill();
      if (queue.size === 0 && allowance >= 1) {
        allowance -= 1;
        task();
        return () => undefined;
      }
      const own = (): void => {
        task();
      };
      queue.add(own);
      schedule();
      return () => void queue.delete(own);
    },
    get waiting() {
      return queue.size;
    },
  };
}

/**
 * Keeps a call from being read until it is let in: what its client sends meanwhile is bounded by flow control, and
 * nothing of it is held here. Returns the way to give up the place.
 */
export function admit(call: Pick<Call, 'pause' | 'resume'>, admission: Admission): Admitted {
  const state = { inside: false, paused: false };
  const leave = admission.enter(() => {
    state.inside = true;
    if (state.paused) call.resume();
  });
  state.paused = !state.inside;
  if (state.paused) call.pause();
  return { delayed: state.paused, leave };
}

export interface Admitted {
  /** It was not let in at once. */
  readonly delayed: boolean;
  readonly leave: () => void;
}
