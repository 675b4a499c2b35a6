import { ProtoError } from './error.ts';

/** Whole seconds and the rest in nanoseconds, both of one sign in a Duration. */
export interface SecondsAndNanos {
  readonly seconds: bigint;
  readonly nanos: number;
}

const DURATION = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/;
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})$/;
/** 10,000 years: the range that duration.proto states. */
const MAX_SECONDS = 315_576_000_000n;

/** `5s`, `0.25s`, `-1.5s`. */
export function parseDuration(text: unknown): SecondsAndNanos {
  const [, sign, whole, fraction = ''] = (typeof text === 'string' ? DURATION.exec(text) : null) ?? [];
  if (whole === undefined || BigInt(whole) > MAX_SECONDS) {
    throw new ProtoError(`expected a duration such as "5s" or "0.25s", found ${JSON.stringify(text)}`);
  }
  const nanos = Number(fraction.padEnd(9, '0'));
  return sign === '-' ? { seconds: -BigInt(whole), nanos: -nanos } : { seconds: BigInt(whole), nanos };
}

/** proto3 JSON prints 0, 3, 6 or 9 digits, as many as are needed. */
function fractionOf(nanos: number): string {
  if (nanos === 0) return '';
  const digits = String(Math.abs(nanos)).padStart(9, '0');
  if (digits.endsWith('000000')) return `.${digits.slice(0, 3)}`;
  return `.${digits.endsWith('000') ? digits.slice(0, 6) : digits}`;
}

export function formatDuration({ seconds, nanos }: SecondsAndNanos): string {
  const sign = seconds < 0n || nanos < 0 ? '-' : '';
  return `${sign}${seconds < 0n ? -seconds : seconds}${fractionOf(nanos)}s`;
}

/** RFC 3339, with `Z` or an offset. */
export function parseTimestamp(text: unknown): SecondsAndNanos {
  const [, toSeconds, fraction = '', zone] = (typeof text === 'string' ? TIMESTAMP.exec(text) : null) ?? [];
  const millis = toSeconds === undefined ? NaN : Date.parse(`${toSeconds}${zone}`);
  if (Number.isNaN(millis)) {
    throw new ProtoError(`expected a time such as "2026-01-31T12:00:00Z", found ${JSON.stringify(text)}`);
  }
  return { seconds: BigInt(millis / 1000), nanos: Number(fraction.padEnd(9, '0')) };
}

export function formatTimestamp({ seconds, nanos }: SecondsAndNanos): string {
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) throw new ProtoError(`${seconds} seconds is no time that can be printed`);
  return `${date.toISOString().slice(0, -5)}${fractionOf(nanos)}Z`;
}
