export interface ThrottleOptions {
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Milliseconds between two lines of a kind. Default 10,000. */
  readonly interval?: number;
}

const INTERVAL = 10_000;

/**
 * For what clients can bring about as often as they like: the first of a kind is said at once, and then one an
 * interval, which tells how many there were since the last that was said.
 */
export function createThrottle({ now, interval = INTERVAL }: ThrottleOptions): Throttle {
  const said = new Map<string, { at: number; since: number }>();
  return (kind, say) => {
    const at = now();
    const last = said.get(kind);
    if (last && at - last.at < interval) {
      last.since += 1;
      return;
    }
    said.set(kind, { at, since: 0 });
    say((last?.since ?? 0) + 1);
  };
}

export type Throttle = (kind: string, say: (times: number) => void) => void;
