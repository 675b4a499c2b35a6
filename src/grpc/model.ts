import type { SessionFault } from '../http2/session.ts';
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
  /** Reads no more of the client, which comes to a stop by flow control, until `resume`. */
  pause(): void;
  resume(): void;
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
  /** The call answers a request that is whole: `requestTimeout` is for the half-close too. */
  readonly wantsWhole?: boolean;
}

export type Method = (call: Call) => CallEvents;

/** By path. */
export type Methods = ReadonlyMap<string, Method>;

/** Why a client was cut off. */
export type CutReason =
  /** It did not read what it was sent: `slowReader`, `maxQueuedBytes`. */
  | 'slow-reader'
  /** It answered no ping: `keepaliveTimeout`. */
  | 'silent'
  /** It pinged more often than `minPingInterval` allows. */
  | 'too-many-pings'
  /** It never came to the end of a request: `requestTimeout`. */
  | 'unfinished-request'
  /** What HTTP/2 forbids, or allows and costs too much. */
  | SessionFault;

/**
 * Which of the server's limits a client came up against: `maxConnections`, `maxStreams`, `maxConcurrentStreams`,
 * `maxRequestBytes`, and 16 KiB of headers.
 */
export type RefusalReason = 'connections' | 'streams' | 'connection-streams' | 'request-bytes' | 'headers';

/** What is worth counting; see `ServerLimits` for the bounds. */
export interface TransportEvents {
  cut(client: { readonly peer: string; readonly reason: CutReason; readonly queuedBytes: number }): void;
  refused(client: { readonly peer: string; readonly reason: RefusalReason }): void;
  /** A connection was asked to go, since it is old (`maxAge`) or has no calls (`maxIdle`). */
  asked(client: { readonly peer: string; readonly reason: 'age' | 'idle' }): void;
}

/** Bounds of what a client may cost. Times in milliseconds; 0 turns a time off. */
export interface ServerLimits {
  /** Default 16 MiB: the largest requests are a delta reconnect's versions, about 100 bytes a resource. */
  readonly maxMessageBytes: number;
  /** Connections of an address; one more is closed as it comes. Default 20,000. */
  readonly maxConnections: number;
  /** Calls of a connection: clients are told so, and keep others back. Default 1,000. */
  readonly maxConcurrentStreams: number;
  /** Calls of all connections; one more is refused with RESOURCE_EXHAUSTED. Default 100,000. */
  readonly maxStreams: number;
  /** Bytes of requests that have begun and are not complete, of all calls. Beyond: RESOURCE_EXHAUSTED. Default 256 MiB. */
  readonly maxRequestBytes: number;
  /** The time for a call's first message, and for each that has begun. Then DEADLINE_EXCEEDED. Default 60,000. */
  readonly requestTimeout: number;
  /**
   * Bytes that wait for one call's client. A call that goes beyond is reset with ENHANCE_YOUR_CALM, which gRPC clients
   * take for RESOURCE_EXHAUSTED. Default 128 MiB.
   */
  readonly maxQueuedBytes: number;
  /** A client that has not taken what it was sent for so long is cut off, by the same code. Default 60,000. */
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
  /** A connection without calls is asked to go after this. Default 300,000. */
  readonly maxIdle: number;
}

const MIB = 1_048_576;

export const DEFAULT_LIMITS: ServerLimits = Object.freeze({
  maxMessageBytes: 16 * MIB,
  maxConnections: 20_000,
  maxConcurrentStreams: 1_000,
  maxStreams: 100_000,
  maxRequestBytes: 256 * MIB,
  requestTimeout: 60_000,
  maxQueuedBytes: 128 * MIB,
  slowReader: 60_000,
  keepalive: 30_000,
  keepaliveTimeout: 20_000,
  minPingInterval: 5_000,
  maxAge: 0,
  maxAgeGrace: 10_000,
  maxIdle: 300_000,
});
