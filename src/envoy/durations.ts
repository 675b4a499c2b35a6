/** Milliseconds in proto3 JSON: 1500 → `1.5s`. */
export function duration(milliseconds: number): string {
  return `${milliseconds / 1000}s`;
}

/** How long a stream without a time limit of its own may be silent, in ms: reclaims those whose peer has vanished. */
export const LONG_IDLE = 3_600_000;
/** The HTTP connection manager's own limit on silent streams, in ms, where a route says nothing else. */
export const STREAM_IDLE = 300_000;
