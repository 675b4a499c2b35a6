import type { DeliveryClock } from '../delivery/ports.ts';

/** Streams that wait to be let in, for those who follow the status. */
export interface Waiting {
  /** As `count`; while it is above 0 the listeners are called again a moment later. */
  look(): number;
  /** Returns the way to stop. */
  onChange(listener: () => void): () => void;
}

const AGAIN_MS = 500;

/** One that gives up its place changes nothing else: without a look now and then nobody would hear of it. */
export function createWaiting(options: {
  readonly count: () => number;
  readonly clock: Pick<DeliveryClock, 'after'>;
}): Waiting {
  const listeners = new Set<() => void>();
  let due = false;
  const tell = (): void => {
    due = false;
    for (const listener of [...listeners]) listener();
  };
  return {
    look() {
      const count = options.count();
      if (count > 0 && !due && listeners.size > 0) {
        due = true;
        options.clock.after(AGAIN_MS, tell);
      }
      return count;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
