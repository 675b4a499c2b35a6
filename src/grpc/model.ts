import type { Status } from './status.ts';

/** Why a call is over. */
export type CallEnd =
  /** The server ended it with a status. */
  | { readonly kind: 'ended'; readonly status: Status }
  /** The client cancelled it, or its connection is gone. */
  | { readonly kind: 'cancelled' };

/** One call, of whatever kind: unary and streaming differ in how many messages come and go. */
export interface Call {
  /** `/package.Service/Method`. */
  readonly path: string;
  /** `address:port` of the client. */
  readonly peer: string;
  /**
   * Sends a message that is framed already (`frameMessage`); the buffer is neither copied nor changed, so one buffer
   * may go to any number of calls. Dropped once the call is over.
   */
  send(frame: Buffer): void;
  /** Ends the call; what was sent before goes out first. Later calls of it are without effect. */
  end(status: Status): void;
  /** Bytes that were sent and that the client has not taken yet. */
  readonly queuedBytes: number;
}

/** What a method does with a call's events. None comes after `closed`, which comes exactly once. */
export interface CallEvents {
  /** The bytes may be a view of a larger buffer: copy what is to be kept. */
  message(bytes: Uint8Array): void;
  /** The client has sent its last message. */
  halfClosed(): void;
  closed(end: CallEnd): void;
}

export type Method = (call: Call) => CallEvents;

/** By path. */
export type Methods = ReadonlyMap<string, Method>;

/** What is worth counting; see `ServerLimits` for the bounds. */
export interface TransportEvents {
  /** A client did not read what it was sent, and was cut off. */
  slowReader(call: { readonly peer: string; readonly queuedBytes: number }): void;
  /** A client pinged more often than `minPingInterval` allows, and was sent away. */
  tooManyPings(peer: string): void;
}

/** Bounds of what a client may cost. Times in milliseconds; 0 turns a time off. */
export interface ServerLimits {
  /** Default 16 MiB: the largest requests are a delta reconnect's versions, about 100 bytes a resource. */
  readonly maxMessageBytes: number;
  /** Streams of a connection. Default 1,000. */
  readonly maxConcurrentStreams: number;
  /** Bytes that wait for one call's client. A call that goes beyond ends with RESOURCE_EXHAUSTED. Default 128 MiB. */
  readonly maxQueuedBytes: number;
  /** A client that has not taken what it was sent for so long is cut off. Default 60,000. */
  readonly slowReader: number;
  /** A connection that is silent for so long is pinged. Default 30,000. */
  readonly keepalive: number;
  /** And is closed when no answer has come after this. Default 20,000. */
  readonly keepaliveTimeout: number;
  /** A client that pings more often than this without cause is sent away. Default 5,000. */
  readonly minPingInterval: number;
  /** A connection's age, ±10 %, at which it is asked to go (GOAWAY). Default 0: never. */
  readonly maxAge: number;
  /** What its calls have then, before they are ended. Default 10,000. */
  readonly maxAgeGrace: number;
}

const MIB = 1_048_576;

export const DEFAULT_LIMITS: ServerLimits = Object.freeze({
  maxMessageBytes: 16 * MIB,
  maxConcurrentStreams: 1_000,
  maxQueuedBytes: 128 * MIB,
  slowReader: 60_000,
  keepalive: 30_000,
  keepaliveTimeout: 20_000,
  minPingInterval: 5_000,
  maxAge: 0,
  maxAgeGrace: 10_000,
});
