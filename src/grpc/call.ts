import { CODE } from '../http2/frames.ts';
import type { ServerStream, StreamEvents } from '../http2/stream.ts';
import { FrameParser, soleMessage } from './framing.ts';
import type { WireMessage } from './framing.ts';
import { ACCEPTED_ENCODINGS, inflate } from './inflate.ts';
import type { Encoding } from './inflate.ts';
import type { Call, CallEnd, CallEvents, Method, ServerLimits } from './model.ts';
import { STATUS, statusTrailers } from './status.ts';
import type { Status } from './status.ts';

const RESPONSE_HEADERS = Object.freeze({
  ':status': 200,
  'content-type': 'application/grpc',
  'grpc-accept-encoding': ACCEPTED_ENCODINGS,
});

export interface CallOptions {
  readonly path: string;
  readonly peer: string;
  readonly encoding: Encoding;
  /** Milliseconds until DEADLINE_EXCEEDED; Infinity: none. */
  readonly timeout: number;
  readonly limits: ServerLimits;
}

/** What the connection wants to know of its calls. */
export interface CallObserver {
  heard(): void;
  sent(): void;
  /** More waits for the client than may. */
  full(call: ServerCall): void;
  /** So many bytes more (or less) of unfinished requests are kept; false: more than there may be. */
  keeps(bytes: number): boolean;
  /** The stream is closed: nothing of the call is left. */
  gone(call: ServerCall): void;
}

/** Answers with a status and nothing else ("Trailers-Only"). */
export function refuse(stream: ServerStream, status: Status): void {
  stream.respond({ ...RESPONSE_HEADERS, ...statusTrailers(status) }, true);
}

/** One call on its HTTP/2 stream. */
export class ServerCall implements Call, StreamEvents {
  readonly path: string;
  readonly peer: string;
  readonly #stream: ServerStream;
  readonly #limits: ServerLimits;
  readonly #encoding: Encoding;
  readonly #timeout: number;
  readonly #observer: CallObserver;
  /** Null as long as each message came in one piece and alone, as ACKs do. */
  #parser: FrameParser | null = null;
  #events: CallEvents | null = null;
  #over = false;
  #deadline: NodeJS.Timeout | null = null;
  /** Compressed messages are unpacked elsewhere, one after the other; those behind wait here. */
  #waiting: WireMessage[] | null = null;
  #unpacking = false;
  #unpackingBytes = 0;
  #paused = false;
  /** Bytes of requests that are not handed on, as the observer was told. */
  #kept = 0;
  #spoken = false;
  /** The request that is due, and since when it is awaited. */
  #due: { readonly begun: number; readonly since: number } | null = null;
  #halfClosed = false;
  #sentBytes = 0;
  /** What had been sent when the backlog was last looked at, and since when it is awaited. */
  #backlog: { readonly upTo: number; readonly since: number } | null = null;

  constructor(stream: ServerStream, options: CallOptions, observer: CallObserver) {
    this.#stream = stream;
    this.#limits = options.limits;
    this.#encoding = options.encoding;
    this.#timeout = options.timeout;
    this.#observer = observer;
    this.path = options.path;
    this.peer = options.peer;
  }

  start(method: Method): void {
    // Before the method, which may end the call at once.
    this.#stream.listen(this);
    this.#events = method(this);
    if (Number.isFinite(this.#timeout)) {
      this.#deadline = setTimeout(() => {
        this.end({ code: STATUS.DEADLINE_EXCEEDED, message: 'the deadline is over' });
      }, this.#timeout);
    }
  }

  pause(): void {
    this.#paused = true;
    this.#stream.pause();
  }

  resume(): void {
    this.#paused = false;
    if (!this.#unpacking) this.#stream.resume();
  }

  get queuedBytes(): number {
    return this.#stream.writableLength;
  }

  send(frame: Buffer): void {
    const stream = this.#stream;
    if (this.#over || stream.closed) return;
    if (stream.writableLength + frame.length > this.#limits.maxQueuedBytes) {
      this.#observer.full(this);
      return;
    }
    if (!stream.headersSent) stream.respond(RESPONSE_HEADERS);
    this.#sentBytes += frame.length;
    stream.write(frame);
    this.#observer.sent();
  }

  end(status: Status): void {
    if (this.#over) return;
    const stream = this.#stream;
    const trailers = statusTrailers(status);
    if (stream.headersSent) stream.end(trailers);
    else stream.respond({ ...RESPONSE_HEADERS, ...trailers }, true);
    this.#finish({ kind: 'ended', status });
  }

  /** True where what was sent `patience` ms ago is still waiting for the client. */
  isSlow(now: number, patience: number): boolean {
    const queued = this.#stream.writableLength;
    if (queued === 0) {
      this.#backlog = null;
      return false;
    }
    const taken = this.#sentBytes - queued;
    if (!this.#backlog || taken >= this.#backlog.upTo) this.#backlog = { upTo: this.#sentBytes, since: now };
    return now - this.#backlog.since >= patience;
  }

  /** True where a request that is due, or under way, has not been complete for `patience` ms. */
  isOverdue(now: number, patience: number): boolean {
    const begun = this.#parser?.begun ?? 0;
    const midMessage = this.#parser?.midMessage ?? false;
    const awaited = midMessage || (!this.#halfClosed && (!this.#spoken || this.#events?.wantsWhole === true));
    if (!awaited || this.#paused || this.#unpacking) {
      this.#due = null;
      return false;
    }
    if (this.#due?.begun !== begun) this.#due = { begun, since: now };
    return now - this.#due.since >= patience;
  }

  /** Ends the call without waiting for the client to read anything. */
  cut(): void {
    this.#stream.close(CODE.ENHANCE_YOUR_CALM);
    this.#finish({ kind: 'cancelled' });
  }

  // What follows is the stream's side.

  data(bytes: Buffer, start: number, end: number): void {
    if (this.#over) return;
    this.#observer.heard();
    const parser = this.#parser;
    const inTurn = !this.#unpacking && this.#waiting === null && (parser === null || parser.isBetween);
    const only = inTurn ? soleMessage(bytes, start, end) : null;
    if (only === null || only.length > this.#limits.maxMessageBytes) this.#parse(bytes.subarray(start, end));
    else {
      this.#spoken = true;
      this.#events?.message(only);
    }
  }

  ended(): void {
    if (this.#over) return;
    if (this.#parser?.midMessage) {
      this.end({ code: STATUS.INTERNAL, message: 'the request ends within a message' });
      return;
    }
    this.#halfClosed = true;
    this.#drain();
  }

  closed(): void {
    this.#observer.gone(this);
    this.#finish({ kind: 'cancelled' });
  }

  #parse(chunk: Buffer): void {
    const { maxMessageBytes } = this.#limits;
    const parser = (this.#parser ??= new FrameParser(maxMessageBytes));
    const { messages, fault } = parser.push(chunk);
    if (messages.length > 0) this.#accept(messages);
    if (parser.heldBytes !== this.#kept) this.#account();
    if (fault === 'too-large') {
      this.end({
        code: STATUS.RESOURCE_EXHAUSTED,
        message: `a message is larger than ${maxMessageBytes} bytes`,
      });
    } else if (fault) this.end({ code: STATUS.INTERNAL, message: 'the request is not framed as gRPC' });
  }

  /** What clients make the server keep is bounded over all of them. */
  #account(): void {
    if (this.#over) return;
    let kept = (this.#parser?.heldBytes ?? 0) + this.#unpackingBytes;
    for (const { bytes } of this.#waiting ?? []) kept += bytes.length;
    const more = kept - this.#kept;
    this.#kept = kept;
    if (this.#observer.keeps(more)) return;
    this.end({
      code: STATUS.RESOURCE_EXHAUSTED,
      message: 'the unfinished requests of all clients are more than the server keeps',
    });
  }

  #accept(messages: readonly WireMessage[]): void {
    this.#spoken = true;
    const plain = !this.#unpacking && this.#waiting === null;
    for (const [index, message] of messages.entries()) {
      if (plain && !message.compressed) {
        this.#events?.message(message.bytes);
        if (this.#isOver()) return;
        continue;
      }
      const waiting = (this.#waiting ??= []);
      for (const { compressed, bytes } of messages.slice(index)) {
        waiting.push({ compressed, bytes: Buffer.from(bytes) });
      }
      this.#drain();
      return;
    }
  }

  #isOver(): boolean {
    return this.#over;
  }

  /** Hands on what waits, in order, until a compressed message must be unpacked. */
  #drain(): void {
    while (!this.#over && !this.#unpacking) {
      const next = this.#waiting?.shift();
      if (!next) {
        this.#waiting = null;
        if (!this.#paused) this.#stream.resume();
        if (this.#halfClosed) this.#events?.halfClosed();
        return;
      }
      if (!next.compressed) this.#events?.message(next.bytes);
      else if (this.#encoding === 'identity') {
        this.end({
          code: STATUS.INTERNAL,
          message: 'a message is compressed, and grpc-encoding names no way',
        });
      } else this.#unpack(next.bytes);
    }
  }

  #unpack(bytes: Uint8Array): void {
    const { maxMessageBytes } = this.#limits;
    this.#unpacking = true;
    this.#unpackingBytes = bytes.length;
    // The client waits: what it sends meanwhile is bounded by the stream's flow-control window.
    this.#stream.pause();
    void inflate(bytes, maxMessageBytes).then((result) => {
      this.#unpacking = false;
      this.#unpackingBytes = 0;
      if (this.#over) return;
      if (result === 'too-large') {
        this.end({
          code: STATUS.RESOURCE_EXHAUSTED,
          message: `a message is larger than ${maxMessageBytes} bytes`,
        });
      } else if (result === 'corrupt') {
        this.end({ code: STATUS.INTERNAL, message: 'a message is not gzip' });
      } else {
        this.#events?.message(result);
        this.#drain();
        this.#account();
      }
    });
  }

  #finish(end: CallEnd): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#deadline) clearTimeout(this.#deadline);
    if (this.#kept > 0) this.#observer.keeps(-this.#kept);
    this.#waiting = null;
    this.#events?.closed(end);
  }
}
