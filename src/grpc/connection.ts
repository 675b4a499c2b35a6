import type { Socket } from 'node:net';
import { CODE } from '../http2/frames.ts';
import type { RequestHeaders } from '../http2/request-headers.ts';
import { ServerSession } from '../http2/session.ts';
import type { SessionEvents, SessionFault, SessionOptions } from '../http2/session.ts';
import type { ServerStream } from '../http2/stream.ts';
import { refuse, ServerCall } from './call.ts';
import type { CallObserver } from './call.ts';
import { encodingOf } from './inflate.ts';
import type { CutReason, Methods, RefusalReason, ServerLimits, TransportEvents } from './model.ts';
import { readSocket } from './read-socket.ts';
import { STATUS } from './status.ts';
import type { Status } from './status.ts';
import { parseTimeout } from './timeout.ts';

export interface ConnectionOptions {
  readonly methods: Methods;
  readonly limits: ServerLimits;
  readonly events: TransportEvents;
  /** Of all connections: counted by each. */
  readonly totals: Totals;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** From 0 to 1: spreads what would otherwise fall on one moment for clients that came together. */
  readonly random: () => number;
  readonly closed: (connection: Connection) => void;
}

/** What all clients of a server have under way. */
export interface Totals {
  calls: number;
  /** Bytes of requests that are not complete. */
  requestBytes: number;
}

/** What a client that is cut off has to learn of it, before its connection goes. */
const CUT_GRACE_MS = 1_000;
/** Early pings that are forgiven: gRPC libraries ping now and then to measure the bandwidth. */
const FORGIVEN_PINGS = 3;
/** What a client pings for within this time of a message is such a measurement. */
const PING_AFTER_SEND_MS = 1_000;
const CONTENT_TYPE = /^application\/grpc(?:$|[+;])/;
const AGED: Status = { code: STATUS.OK, message: '' };
const OVERDUE: Status = { code: STATUS.DEADLINE_EXCEEDED, message: 'the request did not come to its end' };

/** One client's connection and its calls. */
export class Connection implements CallObserver, SessionEvents {
  readonly #session: ServerSession;
  readonly #options: ConnectionOptions;
  /** One of the calls: most connections have no other. */
  #call: ServerCall | null = null;
  /** The others. */
  #more: Set<ServerCall> | null = null;
  readonly #peer: string;
  readonly #keepalive: number;
  readonly #goAt: number;
  #goneAt = Infinity;
  #lastHeard: number;
  #lastSent = -Infinity;
  #hasHeard = false;
  #hasSent = false;
  #lastPinged = -Infinity;
  #strikes = 0;
  #pingSentAt: number | null = null;
  #idleSince: number | null = null;

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#options = options;
    const { limits, random } = options;
    const now = options.now();
    const { remoteAddress, remotePort } = socket;
    this.#peer = remoteAddress === undefined ? 'unknown' : `${remoteAddress}:${remotePort ?? 0}`;
    this.#lastHeard = now;
    this.#keepalive = limits.keepalive === 0 ? Infinity : limits.keepalive * (0.9 + 0.2 * random());
    this.#goAt = limits.maxAge === 0 ? Infinity : now + limits.maxAge * (0.9 + 0.2 * random());
    this.#session = new ServerSession(socket, sessionOptions(options), this);
  }

  // The session's side.

  stream(stream: ServerStream, headers: RequestHeaders): void {
    this.#open(stream, headers);
  }

  oversize(stream: ServerStream, headers: RequestHeaders | null): void {
    this.#refused('headers');
    refuseOversize(stream, headers);
  }

  refused(): void {
    this.#refused('connection-streams');
  }

  ping(): void {
    this.#pinged();
  }

  fault(reason: SessionFault): void {
    this.#tell(reason);
  }

  close(): void {
    this.#options.closed(this);
  }

  // The calls' side.

  // Both are called for each message: the clock is asked when the connection is looked after.
  heard(): void {
    this.#hasHeard = true;
  }

  sent(): void {
    this.#hasSent = true;
    this.#strikes = 0;
  }

  full(call: ServerCall): void {
    this.#cut([call]);
  }

  keeps(bytes: number): boolean {
    const { limits, totals } = this.#options;
    totals.requestBytes += bytes;
    if (bytes <= 0 || totals.requestBytes <= limits.maxRequestBytes) return true;
    this.#refused('request-bytes');
    return false;
  }

  gone(call: ServerCall): void {
    if (this.#call === call) this.#call = null;
    else if (this.#more?.delete(call) !== true) return;
    this.#options.totals.calls -= 1;
  }

  /** What time brings about: keepalive, slow readers, requests without an end, old age. */
  tend(now: number): void {
    const { limits } = this.#options;
    this.#settleClock(now);
    if (this.#pingSentAt !== null && now - this.#pingSentAt >= limits.keepaliveTimeout) {
      this.#tell('silent');
      this.destroy();
      return;
    }
    if (this.#pingSentAt === null && now - this.#lastHeard >= this.#keepalive) this.#ping(now);
    if (now >= this.#goneAt) this.leave(AGED);
    else if (now >= this.#goAt && this.#goneAt === Infinity) {
      this.#ask(now, 'age');
    }
    if (this.#size() === 0) this.#rest(now);
    else this.#tendCalls(now);
  }

  /** Takes no new call, and ends those that there are. */
  leave(status: Status): void {
    if (!this.#session.closed) this.#session.close();
    for (const call of this.#calls()) call.end(status);
  }

  destroy(): void {
    this.#session.destroy();
  }

  /** GOAWAY: new calls go elsewhere, those under way have the grace. */
  #ask(now: number, reason: 'age' | 'idle'): void {
    this.#goneAt = now + this.#options.limits.maxAgeGrace;
    this.#options.events.asked({ peer: this.#peer, reason });
    this.#session.retire();
  }

  #rest(now: number): void {
    const { maxIdle } = this.#options.limits;
    this.#idleSince ??= now;
    if (maxIdle > 0 && now - this.#idleSince >= maxIdle && this.#goneAt === Infinity) this.#ask(now, 'idle');
  }

  #tendCalls(now: number): void {
    const { slowReader, requestTimeout } = this.#options.limits;
    this.#idleSince = null;
    let slow: ServerCall[] | null = null;
    for (const call of this.#calls()) {
      if (slowReader > 0 && call.isSlow(now, slowReader)) (slow ??= []).push(call);
      else if (requestTimeout > 0 && call.isOverdue(now, requestTimeout)) {
        this.#tell('unfinished-request', call.queuedBytes);
        call.end(OVERDUE);
      }
    }
    if (slow) this.#cut(slow);
  }

  #tell(reason: CutReason, queuedBytes = 0): void {
    this.#options.events.cut({ peer: this.#peer, reason, queuedBytes });
  }

  #refused(reason: RefusalReason): void {
    this.#options.events.refused({ peer: this.#peer, reason });
  }

  #settleClock(now: number): void {
    if (this.#hasHeard) this.#lastHeard = now;
    if (this.#hasSent) this.#lastSent = now;
    this.#hasHeard = this.#hasSent = false;
  }

  #cut(slow: readonly ServerCall[]): void {
    for (const call of slow) {
      this.#tell('slow-reader', call.queuedBytes);
      call.cut();
    }
    if (slow.length < this.#size() || this.#session.destroyed) return;
    // Nobody reads the connection, it seems: what is queued in it would stay.
    this.#session.goaway(CODE.ENHANCE_YOUR_CALM);
    setTimeout(() => {
      this.destroy();
    }, CUT_GRACE_MS).unref();
  }

  #open(stream: ServerStream, headers: RequestHeaders): void {
    const path = headers[':path'] ?? '';
    const { methods, limits, totals } = this.#options;
    this.heard();
    if (headers[':method'] !== 'POST') {
      reply(stream, { ':status': 405, allow: 'POST' });
      return;
    }
    if (!CONTENT_TYPE.test(headers['content-type'] ?? '')) {
      reply(stream, { ':status': 415 });
      return;
    }
    const method = methods.get(path);
    if (!method) {
      refuse(stream, { code: STATUS.UNIMPLEMENTED, message: `no method ${path}` });
      return;
    }
    const encoding = encodingOf(headers['grpc-encoding']);
    if (!encoding) {
      refuse(stream, { code: STATUS.UNIMPLEMENTED, message: 'the server reads no such grpc-encoding' });
      return;
    }
    const header = headers['grpc-timeout'];
    const timeout = header === undefined ? Infinity : parseTimeout(header);
    if (timeout === null) {
      refuse(stream, { code: STATUS.INTERNAL, message: 'grpc-timeout is malformed' });
      return;
    }
    if (totals.calls >= limits.maxStreams) {
      this.#refused('streams');
      refuse(stream, {
        code: STATUS.RESOURCE_EXHAUSTED,
        message: 'the server has all the calls that it takes',
      });
      return;
    }
    const call = new ServerCall(stream, { path, peer: this.#peer, encoding, timeout, limits }, this);
    if (this.#call) (this.#more ??= new Set()).add(call);
    else this.#call = call;
    totals.calls += 1;
    call.start(method);
  }

  #size(): number {
    return (this.#call ? 1 : 0) + (this.#more?.size ?? 0);
  }

  /** As they are now: what is done with one may end it. */
  #calls(): readonly ServerCall[] {
    const more = this.#more ? [...this.#more] : NO_CALLS;
    return this.#call ? [this.#call, ...more] : more;
  }

  #ping(now: number): void {
    this.#pingSentAt = now;
    this.#session.ping((error) => {
      if (error) return;
      this.#pingSentAt = null;
      this.heard();
    });
  }

  #isSending(): boolean {
    return this.#calls().some(({ queuedBytes }) => queuedBytes > 0);
  }

  #pinged(): void {
    const { limits, now } = this.#options;
    const at = now();
    this.#settleClock(at);
    const early = at - this.#lastPinged < limits.minPingInterval;
    this.#lastPinged = at;
    this.heard();
    if (!early || at - this.#lastSent < PING_AFTER_SEND_MS || this.#isSending()) return;
    this.#strikes += 1;
    if (this.#strikes !== FORGIVEN_PINGS + 1) return;
    this.#tell('too-many-pings');
    // By this text gRPC clients know that they are to ping less often.
    this.#session.goaway(CODE.ENHANCE_YOUR_CALM, Buffer.from('too_many_pings'));
    setImmediate(() => {
      this.destroy();
    });
  }
}

/** A gRPC client is told by a status, which it takes for what it is (HTTP's 431 would be UNKNOWN to it). */
function refuseOversize(stream: ServerStream, headers: RequestHeaders | null): void {
  const type = headers?.['content-type'];
  const isGrpc =
    (headers?.[':method'] ?? 'POST') === 'POST' && (type === undefined || CONTENT_TYPE.test(type));
  if (isGrpc)
    refuse(stream, { code: STATUS.RESOURCE_EXHAUSTED, message: 'the headers of the call are too large' });
  else reply(stream, { ':status': 431 });
}

/**
 * A request is small but for a delta reconnect's versions, which 256 KiB take in a round trip or two. A thousand streams
 * share the connection's window; a request is read as soon as it comes, so that it is room for one round trip.
 */
const HTTP2 = Object.freeze({
  streamWindow: 262_144,
  connectionWindow: 1_048_576,
  maxHeaderListBytes: 16_384,
  read: readSocket,
});

const NO_CALLS: readonly ServerCall[] = Object.freeze([]);

/** By the options of the connections of a server, which are one object. */
const SESSION_OPTIONS = new WeakMap<ConnectionOptions, SessionOptions>();

function sessionOptions(options: ConnectionOptions): SessionOptions {
  const known = SESSION_OPTIONS.get(options);
  if (known) return known;
  const { limits, now } = options;
  const made = Object.freeze({ ...HTTP2, maxConcurrentStreams: limits.maxConcurrentStreams, now });
  SESSION_OPTIONS.set(options, made);
  return made;
}

function reply(stream: ServerStream, headers: Readonly<Record<string, string | number>>): void {
  stream.respond(headers, true);
}
