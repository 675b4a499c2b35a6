import type { Duplex } from 'node:stream';
import { ConnectionError, flowControlError, protocolError } from './connection-error.ts';
import { checkFrame } from './frame-checks.ts';
import { FrameReader } from './frame-reader.ts';
import type { FrameSink, Head } from './frame-reader.ts';
import { CODE, FLAG, frame, FRAME, goawayFrame, MAX_WINDOW, PREFACE } from './frames.ts';
import { CompressionError } from './hpack-decoder.ts';
import { Incoming } from './incoming.ts';
import type { IncomingEvents, IncomingOptions, IncomingOwner } from './incoming.ts';
import { Outbox } from './outbox.ts';
import type { OutboxOwner } from './outbox.ts';
import { Patience } from './patience.ts';
import { Pings } from './pings.ts';
import { greetingOf, readSettings, SETTINGS_ACK } from './settings.ts';
import type { Greeting } from './settings.ts';

export interface SessionOptions extends IncomingOptions {
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Hands on what comes on the socket, in order. Default: as its stream tells of it. */
  readonly read?: (socket: Duplex, take: (chunk: Buffer) => void) => void;
}

/** Why a session ended its connection. */
export type SessionFault =
  /** The client kept the server busy for nothing: resets, frames of which nothing comes, header blocks without end. */
  | 'flood'
  /** It asked for answers and did not read them. */
  | 'unread-answers'
  /** It does not speak HTTP/2, or breaks its rules. */
  | 'protocol-error';

/** What the owner of a session is told. */
export interface SessionEvents extends IncomingEvents {
  /** The client has pinged; the answer is on its way. */
  ping(): void;
  /** The connection is being ended for what the client did; `close` follows. */
  fault(reason: SessionFault): void;
  /** The connection is gone. Comes once. */
  close(): void;
}

/** What a client has to read why the connection ends, and to close it. */
const LAST_WORDS_MS = 1_000;

/**
 * The server's side of an HTTP/2 connection with prior knowledge (RFC 9113), on a socket or TLS socket. A fleet has
 * thousands of them: they share the object of their options, which must not change, and have few objects of their own.
 */
export class ServerSession implements FrameSink, IncomingOwner, OutboxOwner {
  readonly outbox: Outbox;
  readonly patience: Patience;
  readonly #socket: Duplex;
  readonly #events: SessionEvents;
  readonly #reader: FrameReader;
  readonly #incoming: Incoming;
  #pings: Pings | null = null;
  /**
   * Null once it is said, which is before anything else. Not before the client has spoken, which it does without
   * waiting (RFC 9113, 3.4), so that the answer to its settings goes out with it.
   */
  #greeting: Greeting | null;
  /** Of the preface, how much has come. */
  #prefaced = 0;
  #hasSettings = false;
  /** The client knows that it is to go. */
  #retiring = false;
  /** No new stream is taken. */
  #closing = false;
  /** Nothing is read or written any more. */
  #over = false;
  #gone = false;

  constructor(socket: Duplex, options: SessionOptions, events: SessionEvents) {
    this.#socket = socket;
    this.#events = events;
    this.outbox = new Outbox(socket, this);
    this.patience = new Patience(options.now, this.outbox);
    this.#incoming = new Incoming(options, this, events);
    this.#reader = new FrameReader(this);
    socket.on('error', ignore);
    const { read = readStream } = options;
    read(socket, (chunk) => {
      this.#take(chunk);
    });
    socket.on('close', () => {
      this.#end();
    });
    this.#greeting = greetingOf(options);
  }

  /** The session takes no new stream. */
  get closed(): boolean {
    return this.#closing || this.#over || this.#gone;
  }

  get destroyed(): boolean {
    return this.#gone;
  }

  /**
   * Asks the client to go, so that nothing it has begun is refused: a GOAWAY for later streams than there can be, and the
   * one of `close` when the client has answered a ping, by when it has read the first (RFC 9113, 6.8).
   */
  retire(): void {
    if (this.closed || this.#retiring) return;
    this.#retiring = true;
    this.#greet();
    this.outbox.control(goawayFrame(MAX_WINDOW, CODE.NO_ERROR, Buffer.alloc(0)));
    this.ping((error) => {
      if (!error) this.close();
    });
  }

  /** Takes no new stream; the connection ends once there is none left. */
  close(): void {
    if (this.closed) return;
    this.goaway(CODE.NO_ERROR);
    this.#leave();
  }

  goaway(code: number, debug: Uint8Array = Buffer.alloc(0)): void {
    this.#greet();
    this.outbox.control(goawayFrame(this.#incoming.lastId, code, debug));
  }

  destroy(): void {
    this.#socket.destroy();
    // The socket tells later.
    this.#end();
  }

  /** Pings the client; `done` gets an error where the connection ends before the answer. */
  ping(done: (error: Error | null) => void): void {
    if (this.#gone) return;
    this.#greet();
    this.outbox.control((this.#pings ??= new Pings()).add(done));
  }

  // What follows is the side of its parts.

  flooded(): void {
    this.#events.fault('unread-answers');
    this.destroy();
  }

  idle(): void {
    this.#endIfIdle();
  }

  frame(head: Head, bytes: Buffer): void {
    const { type, id } = head;
    if (!this.#hasSettings && type !== FRAME.SETTINGS) protocolError('SETTINGS come first');
    const open = this.#incoming.openBlock;
    if (open !== 0 && (type !== FRAME.CONTINUATION || id !== open)) {
      protocolError('a header block was left unfinished');
    }
    checkFrame(head);
    switch (type) {
      case FRAME.DATA:
        this.#incoming.data(head, bytes);
        return;
      case FRAME.HEADERS:
        this.#incoming.headers(head, bytes);
        return;
      case FRAME.CONTINUATION:
        this.#incoming.continuation(head, bytes);
        return;
      case FRAME.RST_STREAM:
        this.#incoming.reset(head);
        return;
      case FRAME.PRIORITY:
        this.#incoming.priority(head, bytes);
        return;
      default:
        this.patience.idle();
        this.#control(head, bytes);
    }
  }

  #take(chunk: Buffer): void {
    if (this.#over) return;
    // The answers to what came together go out together.
    this.outbox.cork();
    try {
      const from = this.#prefaced < PREFACE.length ? this.#takePreface(chunk) : 0;
      if (from < chunk.length) this.#reader.push(chunk, from);
      this.#greet();
    } catch (error) {
      if (error instanceof ConnectionError) this.#fail(error.code, error.message);
      else if (error instanceof CompressionError) this.#fail(CODE.COMPRESSION_ERROR, error.message);
      else throw error;
    } finally {
      this.outbox.uncorkSoon();
    }
  }

  #greet(): void {
    if (!this.#greeting) return;
    this.outbox.control(this.#greeting.alone);
    this.#greeting = null;
  }

  /** Returns where in the chunk the preface ends. */
  #takePreface(chunk: Buffer): number {
    const length = Math.min(chunk.length, PREFACE.length - this.#prefaced);
    for (let at = 0; at < length; at += 1) {
      if (chunk[at] !== PREFACE[this.#prefaced + at]) protocolError('not HTTP/2');
    }
    this.#prefaced += length;
    return length;
  }

  /** Frames that carry no request. */
  #control(head: Head, bytes: Buffer): void {
    switch (head.type) {
      case FRAME.SETTINGS:
        this.#settings(head, bytes);
        return;
      case FRAME.PING:
        this.#pinged(head, bytes);
        return;
      case FRAME.WINDOW_UPDATE:
        this.#windowUpdate(head, bytes);
        return;
      case FRAME.GOAWAY:
        this.#leave();
        return;
      case FRAME.PUSH_PROMISE:
        return protocolError('a client does not push');
      default:
      // Unknown types are ignored (RFC 9113, 4.1).
    }
  }

  #settings(head: Head, bytes: Buffer): void {
    if (head.flags & FLAG.ACK) {
      if (!this.#hasSettings) protocolError('SETTINGS come first');
      return;
    }
    this.#hasSettings = true;
    const settings = readSettings(head, bytes);
    if (typeof settings === 'string') {
      const code = settings === 'window' ? CODE.FLOW_CONTROL_ERROR : CODE.PROTOCOL_ERROR;
      throw new ConnectionError(code, 'a setting out of its range');
    }
    this.outbox.control(this.#greeting?.withAck ?? SETTINGS_ACK);
    this.#greeting = null;
    if (settings.tableBytes !== null) this.#incoming.limitTable(settings.tableBytes);
    if (settings.windowBytes !== null) this.#incoming.resizeWindows(settings.windowBytes);
  }

  #pinged({ flags, start, end }: Head, bytes: Buffer): void {
    if (flags & FLAG.ACK) {
      this.#pings?.answered(bytes, start);
      return;
    }
    const payload = bytes.subarray(start, end);
    this.outbox.control(frame({ type: FRAME.PING, flags: FLAG.ACK, id: 0 }, payload));
    this.#events.ping();
  }

  #windowUpdate(head: Head, bytes: Buffer): void {
    const increment = bytes.readUInt32BE(head.start) & MAX_WINDOW;
    if (head.id !== 0) {
      this.#incoming.grow(head, increment);
      return;
    }
    if (increment === 0) protocolError('a window that grows by nothing');
    if (!this.outbox.grow(increment)) flowControlError('a window beyond all bounds');
  }

  #leave(): void {
    this.#closing = true;
    this.#incoming.stopAccepting();
    this.#endIfIdle();
  }

  /** A client that does not close its side does not keep the connection; one that reads slowly gets what was written. */
  #endIfIdle(): void {
    if (!this.#closing || this.#over || this.#incoming.size > 0) return;
    this.#stop();
    this.#socket.end(() => {
      this.#destroySoon();
    });
  }

  #fail(code: number, text: string): void {
    if (this.#over) return;
    this.goaway(code, Buffer.from(text));
    this.#stop();
    this.#incoming.closeAll();
    this.#socket.end();
    this.#destroySoon();
    this.#events.fault(code === CODE.ENHANCE_YOUR_CALM ? 'flood' : 'protocol-error');
  }

  #destroySoon(): void {
    setTimeout(() => {
      this.destroy();
    }, LAST_WORDS_MS).unref();
  }

  #stop(): void {
    this.#over = true;
    this.#reader.stop();
    this.outbox.stop();
  }

  #end(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#stop();
    this.#incoming.closeAll();
    this.#pings?.fail();
    this.#events.close();
  }
}

const ignore = (): void => undefined;

function readStream(socket: Duplex, take: (chunk: Buffer) => void): void {
  socket.on('data', take);
}
