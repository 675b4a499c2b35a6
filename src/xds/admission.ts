import type { DiscoveryStream } from './stream.ts';

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

/** Streams are let in by as many as are due after so long. */
const TURN_MS = 10;

export function createAdmission({ perSecond, now, after }: AdmissionOptions): Admission {
  const most = Math.max(1, (perSecond * TURN_MS) / 1_000);
  const queue = new Set<() => void>();
  let allowance = most;
  let countedAt = now();
  let scheduled = false;

  const refill = (): void => {
    const at = now();
    allowance = Math.min(most, allowance + ((at - countedAt) * perSecond) / 1_000);
    countedAt = at;
  };
  const turn = (): void => {
    scheduled = false;
    refill();
    for (const task of queue) {
      if (allowance < 1) break;
      allowance -= 1;
      queue.delete(task);
      task();
    }
    schedule();
  };
  const schedule = (): void => {
    if (scheduled || queue.size === 0) return;
    scheduled = true;
    after(TURN_MS, turn);
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

/** What a stream may say before it is let in. A client's first requests are a few kilobytes. */
const MOST_HELD_BYTES = 4 * 1_048_576;

/** A stream that is served once it is let in; `refuse` ends one that says too much before. */
export function admitted(
  stream: DiscoveryStream,
  admission: Admission,
  refuse: (message: string) => void,
): DiscoveryStream {
  let held: Uint8Array[] | null = [];
  let size = 0;
  const leave = admission.enter(() => {
    const messages = held ?? [];
    held = null;
    for (const bytes of messages) stream.receive(bytes);
  });
  return {
    receive(bytes) {
      if (held === null) {
        stream.receive(bytes);
        return;
      }
      size += bytes.length;
      // The transport's buffer is its own.
      if (size <= MOST_HELD_BYTES) held.push(Uint8Array.from(bytes));
      else refuse('too many requests before the first answer');
    },
    close() {
      leave();
      held = null;
      stream.close();
    },
  };
}
