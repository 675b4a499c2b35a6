import type { DeliveryClock } from '../delivery/ports.ts';

/** Longest delay that a timer takes; what is later is looked at again then. */
const LONGEST = 2 ** 31 - 1;

/** The machine's clock, which is never set back while the process runs. */
export const systemClock: DeliveryClock = Object.freeze({
  now: () => performance.timeOrigin + performance.now(),
  after(milliseconds: number, task: () => void) {
    const timer = setTimeout(task, Math.min(milliseconds, LONGEST)).unref();
    return () => {
      clearTimeout(timer);
    };
  },
});
