/** gRPC status codes, by their names in the specification ("Status codes and their use in gRPC"). */
export const STATUS = Object.freeze({
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
});

export type StatusCode = (typeof STATUS)[keyof typeof STATUS];

export interface Status {
  readonly code: StatusCode;
  /** For people; empty with OK. */
  readonly message: string;
}

/** A message ends in a header of every response: what is longer is cut. */
const MAX_MESSAGE_LENGTH = 2_048;

/** The trailers that end a call. */
export function statusTrailers({ code, message }: Status): Readonly<Record<string, string>> {
  return message === ''
    ? { 'grpc-status': String(code) }
    : { 'grpc-status': String(code), 'grpc-message': encodeMessage(message) };
}

/** `grpc-message` is UTF-8, percent-encoded but for printable ASCII without `%` (gRPC over HTTP/2, "Responses"). */
export function encodeMessage(message: string): string {
  let encoded = '';
  for (const byte of Buffer.from(message.slice(0, MAX_MESSAGE_LENGTH).toWellFormed(), 'utf8')) {
    encoded +=
      byte >= 0x20 && byte <= 0x7e && byte !== 0x25
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}
