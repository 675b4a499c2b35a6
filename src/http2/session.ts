import type { Duplex } from 'node:stream';
import { ConnectionError, flowControlError, protocolError } from './connection-error.ts';
import { checkFrame } from './frame-checks.ts';
import { FrameReader, payloadOf } from './frame-reader.ts';
import type { Head, Range } from './frame-reader.ts';
import { CODE, FLAG, frame, FRAME, goawayFrame, MAX_WINDOW, numberFrame, PREFACE } from './frames.ts';
import { HeaderBlocks } from './header-blocks.ts';
import type { HeaderBlock } from './header-blocks.ts';
import { HeaderWriter } from './header-writer.ts';
import { CompressionError } from './hpack-decoder.ts';
import { Outbox } from './outbox.ts';
import { Pings } from './pings.ts';
import { Patience } from './patience.ts';
import { DEFAULT_WINDOW, ReceiveWindow } from './receive-window.ts';
import { areTrailers, contentLength, requestHeaders } from './request-headers.ts';
import type { RequestHeaders } from './request-headers.ts';
import { StreamTable } from './stream-table.ts';
import { ServerStream } from './stream.ts';
import type { StreamOwner } from './stream.ts';
import { readSettings, serverSettings } from './settings.ts';

export interface SessionOptions {
  /** Requests at a time; one more is refused with REFUSED_STREAM. */
  readonly maxConcurrentStreams: number;
  /** Bytes that a client may send on a stream before they are done with. */
  readonly streamWindow: number;
  /** The same for the whole connection; at least 65,535. */
  readonly connectionWindow: number;
  /** The largest header list, counted as RFC 9113 does. Larger ones are reset. */
  readonly maxHeaderListBytes: number;
  /** Milliseconds that never go back. */
  readonly now: () => number;
}

/** What the owner of a session is told. */
export interface SessionEvents {
  /** A request; `stream.listen` is to be called before this returns. */
  stream(stream: ServerStream, headers: RequestHeaders): void;
  /** The client has pinged; the answer is on its way. */
  ping(): void;
  /** The connection is gone. Comes once. */
  close(): void;
}

/** What a client that broke the protocol has to read why. */
const LAST_WORDS_MS = 1_000;

/** The server's side of an HTTP/2 connection with prior knowledge (RFC 9113), on a socket or TLS socket. */
export class ServerSession implements StreamOwner {
  readonly outbox: Outbox;
  readonly #socket: Duplex;
  readonly #options: SessionOptions;
  readonly #events: SessionEvents;
  readonly #reader: FrameReader;
  readonly #blocks: HeaderBlocks;
  readonly #streams = new StreamTable();
  /** Of the preface, what has not come yet. */
  #preface = PREFACE;
  #hasSettings = false;
  #sendWindow = DEFAULT_WINDOW;
  readonly #window: ReceiveWindow;
  readonly #headerWriter = new HeaderWriter();
  #closing = false;
  #failed = false;
  #gone = false;
  readonly #pings = new Pings();
  readonly #patience = new Patience();

  constructor(socket: Duplex, options: SessionOptions, events: SessionEvents) {
    this.#socket = socket;
    this.#options = options;
    this.#events = events;
    this.outbox = new Outbox(socket, () => {
      this.destroy();
    });
    this.#window = new ReceiveWindow(options.connectionWindow);
    this.#blocks = new HeaderBlocks(options.maxHeaderListBytes);
    this.#reader = new FrameReader(
      (head, bytes, range) => {
        this.#frame(head, bytes, range);
      },
      () => {
        throw new ConnectionError(CODE.FRAME_SIZE_ERROR, 'a frame is larger than the server allows');
      },
    );
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      this.#take(chunk);
    });
    socket.on('close', () => {
      this.#end();
    });
    socket.cork();
    this.outbox.control(serverSettings(options));
    const more = options.connectionWindow - DEFAULT_WINDOW;
    if (more > 0) this.outbox.control(numberFrame(FRAME.WINDOW_UPDATE, 0, more));
    socket.uncork();
  }

  /** The session takes no new stream. */
  get closed(): boolean {
    return this.#closing || this.#failed || this.#gone;
  }

  get destroyed(): boolean {
    return this.#gone;
  }

  /** Takes no new stream; the connection ends once there is none left. */
  close(): void {
    if (this.closed) return;
    this.#closing = true;
    this.goaway(CODE.NO_ERROR);
    this.#endIfIdle();
  }

  goaway(code: number, debug: Uint8Array = Buffer.alloc(0)): void {
    if (this.#gone || this.#failed) return;
    this.outbox.control(goawayFrame(this.#streams.lastId, code, debug));
  }

  destroy(): void {
    this.#socket.destroy();
    // The socket tells later.
    this.#end();
  }

  /** Pings the client; `done` gets an error where the connection ends before the answer. */
  ping(done: (error: Error | null) => void): void {
    if (this.#gone || this.#failed) return;
    this.outbox.control(this.#pings.add(done));
  }

  // The streams' side.

  block(headers: Readonly<Record<string, string | number>>): Buffer {
    return this.#headerWriter.block(headers);
  }

  consumed(bytes: number): void {
    const increment = this.#window.release(bytes);
    if (increment > 0 && !this.#failed && !this.#gone) {
      this.outbox.control(numberFrame(FRAME.WINDOW_UPDATE, 0, increment));
    }
  }

  forget(stream: ServerStream, reset: boolean): void {
    this.#streams.delete(stream.id, reset);
    this.outbox.forget(stream);
    this.#endIfIdle();
  }

  #take(chunk: Buffer): void {
    if (this.#failed || this.#gone) return;
    // The answers to what came together go out together.
    this.#socket.cork();
    try {
      const rest = this.#preface.length > 0 ? this.#takePreface(chunk) : chunk;
      if (rest.length > 0) this.#reader.push(rest);
    } catch (error) {
      if (error instanceof ConnectionError) this.#fail(error.code, error.message);
      else if (error instanceof CompressionError) this.#fail(CODE.COMPRESSION_ERROR, error.message);
      else throw error;
    } finally {
      this.#socket.uncork();
    }
  }

  #takePreface(chunk: Buffer): Buffer {
    const length = Math.min(chunk.length, this.#preface.length);
    if (chunk.compare(this.#preface, 0, length, 0, length) !== 0) {
      throw new ConnectionError(CODE.PROTOCOL_ERROR, 'not HTTP/2');
    }
    this.#preface = this.#preface.subarray(length);
    return chunk.subarray(length);
  }

  #frame(head: Head, bytes: Buffer, range: Range): void {
    const { type, id } = head;
    if (!this.#hasSettings && type !== FRAME.SETTINGS) protocolError('SETTINGS come first');
    const open = this.#blocks.openFor;
    if (open !== 0 && (type !== FRAME.CONTINUATION || id !== open)) {
      protocolError('a header block was left unfinished');
    }
    checkFrame(head, range.end - range.start);
    switch (type) {
      case FRAME.DATA:
        this.#data(head, bytes, range);
        return;
      case FRAME.HEADERS:
        this.#headers(head, bytes, range);
        return;
      case FRAME.PRIORITY:
        this.#priority(head, bytes, range);
        return;
      case FRAME.RST_STREAM:
        this.#reset(head);
        return;
      case FRAME.SETTINGS:
        this.#settings(head, bytes, range);
        return;
      case FRAME.PUSH_PROMISE:
        return protocolError('a client does not push');
      case FRAME.PING:
        this.#pinged(head, bytes, range);
        return;
      case FRAME.GOAWAY:
        this.#leave();
        return;
      case FRAME.WINDOW_UPDATE:
        this.#windowUpdate(head, bytes, range);
        return;
      case FRAME.CONTINUATION: {
        if (open === 0) protocolError('CONTINUATION of nothing');
        const block = this.#blocks.add(head, bytes.subarray(range.start, range.end));
        if (block) this.#block(block);
        return;
      }
      default:
      // Unknown types are ignored (RFC 9113, 4.1).
    }
  }

  #data(head: Head, bytes: Buffer, range: Range): void {
    const { id, flags } = head;
    const size = range.end - range.start;
    this.#mustBeKnown(id);
    this.#window.take(size);
    const body = payloadOf(head, bytes, range);
    if (body.length > 0) this.#patience.progress();
    else if ((flags & FLAG.END_STREAM) === 0) this.#patience.emptyFrame();
    const stream = this.#streams.get(id);
    if (!stream) {
      this.consumed(size);
      if (!this.#streams.wasReset(id)) this.#resetStream(id, CODE.STREAM_CLOSED);
      return;
    }
    const fault =
      (size > 0 || stream.remoteEnded ? stream.receive(body, size) : null) ??
      (flags & FLAG.END_STREAM ? stream.receiveEnd() : null);
    if (fault !== null) stream.close(fault);
  }

  #headers(head: Head, bytes: Buffer, range: Range): void {
    const { id } = head;
    if (id % 2 === 0) protocolError('the number of a stream that a client cannot open');
    if (id <= this.#streams.lastId && !this.#streams.get(id) && !this.#streams.wasReset(id)) {
      throw new ConnectionError(CODE.STREAM_CLOSED, 'HEADERS on a closed stream');
    }
    const block = this.#blocks.begin(head, payloadOf(head, bytes, range));
    if (block) this.#block(block);
  }

  #block({ id, endStream, dependsOnItself, fields, oversize }: HeaderBlock): void {
    const stream = this.#streams.get(id);
    if (stream) {
      const fault = !endStream || oversize || !areTrailers(fields) ? CODE.PROTOCOL_ERROR : null;
      const closed = stream.remoteEnded ? CODE.STREAM_CLOSED : null;
      const code = closed ?? fault ?? stream.receiveEnd();
      if (code !== null) stream.close(code);
      return;
    }
    if (id <= this.#streams.lastId) return;
    this.#patience.progress();
    if (this.#closing || this.#streams.size >= this.#options.maxConcurrentStreams) {
      if (!this.#closing) this.#streams.use(id);
      this.#resetStream(id, CODE.REFUSED_STREAM);
      return;
    }
    this.#streams.use(id);
    const headers = requestHeaders(fields);
    const expected = headers ? contentLength(headers['content-length']) : null;
    if (oversize || !headers || expected === undefined || dependsOnItself) {
      this.#resetStream(id, CODE.PROTOCOL_ERROR);
      return;
    }
    const windows = { send: this.#sendWindow, receive: this.#options.streamWindow };
    const opened = new ServerStream(id, this, { windows, expected });
    this.#streams.add(opened);
    this.#events.stream(opened, headers);
    const fault = endStream ? opened.receiveEnd() : null;
    if (fault !== null) opened.close(fault);
  }

  #priority({ id }: Head, bytes: Buffer, range: Range): void {
    if (range.end - range.start !== 5) this.#resetStream(id, CODE.FRAME_SIZE_ERROR);
    else if ((bytes.readUInt32BE(range.start) & MAX_WINDOW) === id) {
      this.#resetStream(id, CODE.PROTOCOL_ERROR);
    }
  }

  #reset({ id }: Head): void {
    this.#mustBeKnown(id);
    const stream = this.#streams.get(id);
    if (!stream) return;
    this.#patience.reset(this.#options.now());
    // Both sides know: only a client that breaks the protocol sends more.
    stream.vanish(false);
  }

  #settings({ flags }: Head, bytes: Buffer, range: Range): void {
    if (flags & FLAG.ACK) {
      if (!this.#hasSettings) protocolError('SETTINGS come first');
      return;
    }
    this.#hasSettings = true;
    const settings = readSettings(bytes.subarray(range.start, range.end));
    if (typeof settings === 'string') {
      const code = settings === 'window' ? CODE.FLOW_CONTROL_ERROR : CODE.PROTOCOL_ERROR;
      throw new ConnectionError(code, 'a setting out of its range');
    }
    this.outbox.control(SETTINGS_ACK);
    if (settings.tableBytes !== null) this.#headerWriter.limit(settings.tableBytes);
    if (settings.windowBytes !== null) this.#resizeWindows(settings.windowBytes);
  }

  #resizeWindows(window: number): void {
    const more = window - this.#sendWindow;
    this.#sendWindow = window;
    for (const stream of this.#streams.all()) {
      if (!stream.grow(more)) flowControlError('a window beyond all bounds');
    }
  }

  #pinged({ flags }: Head, bytes: Buffer, range: Range): void {
    const payload = bytes.subarray(range.start, range.end);
    if (flags & FLAG.ACK) {
      this.#pings.answered(payload);
      return;
    }
    this.outbox.control(frame({ type: FRAME.PING, flags: FLAG.ACK, id: 0 }, payload));
    this.#events.ping();
  }

  #windowUpdate({ id }: Head, bytes: Buffer, range: Range): void {
    const increment = bytes.readUInt32BE(range.start) & MAX_WINDOW;
    if (id === 0) {
      if (increment === 0) protocolError('a window that grows by nothing');
      if (!this.outbox.grow(increment)) {
        flowControlError('a window beyond all bounds');
      }
      return;
    }
    this.#mustBeKnown(id);
    const stream = this.#streams.get(id);
    if (increment === 0) this.#resetStream(id, CODE.PROTOCOL_ERROR);
    else if (stream && !stream.grow(increment)) stream.close(CODE.FLOW_CONTROL_ERROR);
  }

  #mustBeKnown(id: number): void {
    // What a client sent before it knew that the server takes no more.
    if (!(this.#closing && id % 2 === 1)) this.#streams.mustBeKnown(id);
  }

  #resetStream(id: number, code: number): void {
    const stream = this.#streams.get(id);
    if (stream) {
      stream.close(code);
      return;
    }
    this.outbox.control(numberFrame(FRAME.RST_STREAM, id, code));
  }

  #leave(): void {
    this.#closing = true;
    this.#endIfIdle();
  }

  #endIfIdle(): void {
    if (this.#closing && this.#streams.size === 0 && !this.#gone && !this.#failed) this.#socket.end();
  }

  #fail(code: number, text: string): void {
    this.goaway(code, Buffer.from(text));
    this.#failed = true;
    this.#reader.stop();
    this.#closeStreams();
    this.#socket.end();
    setTimeout(() => {
      this.destroy();
    }, LAST_WORDS_MS).unref();
  }

  #end(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#reader.stop();
    this.#closeStreams();
    this.#pings.fail();
    this.#events.close();
  }

  #closeStreams(): void {
    for (const stream of this.#streams.all()) stream.vanish(false);
  }
}

const SETTINGS_ACK = frame({ type: FRAME.SETTINGS, flags: FLAG.ACK, id: 0 });
