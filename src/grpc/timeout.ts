const UNIT_MS: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 1 / 1_000,
  n: 1 / 1_000_000,
};

/** The longest delay of a timer; a later deadline is as good as none. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * The milliseconds of a `grpc-timeout` header: up to eight digits and a unit (gRPC over HTTP/2, "Requests"). Null
 * where it is no such thing; Infinity where no timer reaches that far.
 */
export function parseTimeout(header: string): number | null {
  const match = /^(\d{1,8})([HMSmun])$/.exec(header);
  if (!match) return null;
  const [, digits = '', unit = ''] = match;
  const milliseconds = Number(digits) * (UNIT_MS[unit] ?? 0);
  return milliseconds > MAX_TIMER_MS ? Infinity : milliseconds;
}
