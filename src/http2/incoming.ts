import { ConnectionError, flowControlError, protocolError } from './connection-error.ts';
import { unpad } from './frame-reader.ts';
import type { Head } from './frame-reader.ts';
import { CODE, DEFAULT_WINDOW, FLAG, FRAME, MAX_WINDOW, numberFrame } from './frames.ts';
import { HeaderBlocks } from './header-blocks.ts';
import type { HeaderBlock } from './header-blocks.ts';
import { limited, writeHeaders } from './header-writer.ts';
import type { TableState } from './header-writer.ts';
import type { Outbox } from './outbox.ts';
import type { Patience } from './patience.ts';
import { areTrailers, contentLength, requestHeaders } from './request-headers.ts';
import type { RequestHeaders } from './request-headers.ts';
import { StreamTable } from './stream-table.ts';
import { ServerStream } from './stream.ts';
import type { StreamOwner } from './stream.ts';

export interface IncomingOptions {
  /** Requests at a time; one more is refused with REFUSED_STREAM. */
  readonly maxConcurrentStreams: number;
  /** Bytes that a client may send on a stream before they are done with; at least 65,535, with which clients begin. */
  readonly streamWindow: number;
  /** The same for the whole connection. */
  readonly connectionWindow: number;
  /** The largest header list, counted as RFC 9113 does. */
  readonly maxHeaderListBytes: number;
}

/** What the owner of a connection is told of its streams. */
export interface IncomingEvents {
  /** A request; `stream.listen` is to be called before this returns. */
  stream(stream: ServerStream, headers: RequestHeaders): void;
  /**
   * A request with a larger header list than may be, to be answered and no more: its body is not read. `headers`: those
   * that had room; null: what had none was needed to tell what it is.
   */
  oversize(stream: ServerStream, headers: RequestHeaders | null): void;
  /** There are as many streams as may be: one more was refused. */
  refused(): void;
}

/** The connection itself. */
export interface IncomingOwner {
  readonly outbox: Outbox;
  readonly patience: Patience;
  /** The last stream is gone. */
  idle(): void;
}

/** What a client sends on the streams of a connection, by the rules of their states (RFC 9113, 5.1 and 8.1). */
export class Incoming implements StreamOwner {
  readonly outbox: Outbox;
  readonly #options: IncomingOptions;
  readonly #owner: IncomingOwner;
  readonly #events: IncomingEvents;
  readonly #patience: Patience;
  readonly #blocks: HeaderBlocks;
  readonly #streams = new StreamTable();
  #table: TableState = 'default';
  /** Of the connection's window, what has come and is not given back, and what of that is done with. */
  #unreturned = 0;
  #done = 0;
  /** What the client takes of each stream to begin with. */
  #sendWindow = DEFAULT_WINDOW;
  #accepts = true;

  constructor(options: IncomingOptions, owner: IncomingOwner, events: IncomingEvents) {
    this.#options = options;
    this.#owner = owner;
    this.#events = events;
    this.outbox = owner.outbox;
    this.#patience = owner.patience;
    this.#blocks = new HeaderBlocks(options.maxHeaderListBytes);
  }

  /** The stream whose header block must go on before anything else; 0: none. */
  get openBlock(): number {
    return this.#blocks.openFor;
  }

  /** The largest stream number that was taken. */
  get lastId(): number {
    return this.#streams.lastId;
  }

  get size(): number {
    return this.#streams.size;
  }

  /** No new stream is taken any more. */
  stopAccepting(): void {
    this.#accepts = false;
  }

  /** The connection is gone. */
  closeAll(): void {
    for (const stream of this.#streams.all()) stream.vanish(false);
  }

  // The streams' side.

  headerFrames(id: number, headers: Readonly<Record<string, string | number>>, endStream: boolean): Buffer {
    const frames = writeHeaders(id, headers, { endStream, table: this.#table });
    if (this.#table === 'unsaid') this.#table = 'none';
    return frames;
  }

  consumed(bytes: number): void {
    this.#done += bytes;
    // Half a window at a time, so that a request hardly ever costs a frame.
    if (this.#done < this.#options.connectionWindow / 2) return;
    const increment = this.#done;
    this.#unreturned -= increment;
    this.#done = 0;
    this.outbox.control(numberFrame(FRAME.WINDOW_UPDATE, 0, increment));
  }

  forget(stream: ServerStream, reset: boolean): void {
    this.#streams.delete(stream.id, reset);
    this.outbox.forget(stream);
    if (this.#streams.size === 0) this.#owner.idle();
  }

  // The client's side, a method for each type of frame. All of them throw ConnectionErrors and CompressionErrors.

  data(head: Head, bytes: Buffer): void {
    const { id, flags } = head;
    const size = head.end - head.start;
    this.#mustBeKnown(id);
    this.#unreturned += size;
    if (this.#unreturned > this.#options.connectionWindow) {
      flowControlError('more than the connection may carry');
    }
    unpad(head, bytes);
    const stream = this.#streams.get(id);
    if (!stream) {
      this.#patience.idle();
      this.consumed(size);
      if (!this.#streams.wasReset(id)) this.#fault(id, CODE.STREAM_CLOSED);
      return;
    }
    if (head.end > head.start) this.#patience.useful();
    else if ((flags & FLAG.END_STREAM) === 0) this.#patience.emptyFrame();
    const fault =
      (size > 0 || stream.remoteEnded ? stream.receive(head, bytes, size) : null) ??
      (flags & FLAG.END_STREAM ? stream.receiveEnd() : null);
    if (fault !== null) this.#fault(id, fault);
  }

  headers(head: Head, bytes: Buffer): void {
    const { id } = head;
    if (id % 2 === 0) protocolError('the number of a stream that a client cannot open');
    if (id <= this.#streams.lastId && !this.#streams.get(id) && !this.#streams.wasReset(id)) {
      throw new ConnectionError(CODE.STREAM_CLOSED, 'HEADERS on a closed stream');
    }
    unpad(head, bytes);
    const block = this.#blocks.begin(head, bytes);
    if (block) this.#take(block);
  }

  continuation(head: Head, bytes: Buffer): void {
    if (this.#blocks.openFor === 0) protocolError('CONTINUATION of nothing');
    const block = this.#blocks.add(head, bytes);
    if (block) this.#take(block);
  }

  priority({ id, start, end }: Head, bytes: Buffer): void {
    this.#patience.idle();
    if (end - start !== 5) this.#fault(id, CODE.FRAME_SIZE_ERROR);
    else if ((bytes.readUInt32BE(start) & MAX_WINDOW) === id) this.#fault(id, CODE.PROTOCOL_ERROR);
  }

  reset({ id }: Head): void {
    this.#mustBeKnown(id);
    const stream = this.#streams.get(id);
    if (!stream) {
      this.#patience.idle();
      return;
    }
    this.#patience.reset();
    // Both sides know: only a client that breaks the protocol sends more.
    stream.vanish(false);
  }

  /** WINDOW_UPDATE of a stream. */
  grow({ id }: Head, increment: number): void {
    this.#mustBeKnown(id);
    const stream = this.#streams.get(id);
    if (increment === 0) this.#fault(id, CODE.PROTOCOL_ERROR);
    else if (stream && !stream.grow(increment)) this.#fault(id, CODE.FLOW_CONTROL_ERROR);
  }

  /** The client allows the server's header blocks a table of so many bytes. */
  limitTable(tableBytes: number): void {
    this.#table = limited(this.#table, tableBytes);
  }

  /** The client's initial window, which counts for the streams that there are too (RFC 9113, 6.9.2). */
  resizeWindows(window: number): void {
    const more = window - this.#sendWindow;
    if (more === 0) return;
    this.#sendWindow = window;
    if (this.#streams.size === 0) return;
    const streams = this.#streams.all();
    this.#patience.idle(streams.length >> 3);
    for (const stream of streams) {
      if (!stream.grow(more)) {
        throw new ConnectionError(CODE.FLOW_CONTROL_ERROR, 'a window beyond all bounds');
      }
    }
  }

  #take(block: HeaderBlock): void {
    const { id } = block;
    const stream = this.#streams.get(id);
    if (stream) {
      const code = trailersFault(stream, block);
      if (code !== null) this.#fault(id, code);
      return;
    }
    // Of a stream that was reset before the client knew.
    if (!this.#streams.isIdle(id)) {
      this.#patience.idle();
      return;
    }
    if (this.#accepts) this.#streams.use(id);
    if (!this.#accepts || this.#streams.size >= this.#options.maxConcurrentStreams) {
      this.#patience.idle();
      if (this.#accepts) this.#events.refused();
      this.#reset(id, CODE.REFUSED_STREAM);
      return;
    }
    this.#open(block);
  }

  #open({ id, endStream, dependsOnItself, decoded }: HeaderBlock): void {
    const { oversize } = decoded;
    const headers = (decoded.request ??= requestHeaders(decoded.fields));
    const expected = headers ? contentLength(headers['content-length']) : null;
    const malformed = headers === null || expected === undefined || (endStream && (expected ?? 0) > 0);
    if (dependsOnItself || (malformed && !oversize)) {
      this.#fault(id, CODE.PROTOCOL_ERROR);
      return;
    }
    this.#patience.useful();
    const stream = new ServerStream(id, this, {
      sendWindow: this.#sendWindow,
      receiveWindow: this.#options.streamWindow,
      expected: expected ?? null,
      ended: endStream,
    });
    this.#streams.add(stream);
    if (oversize || !headers) this.#events.oversize(stream, headers);
    else this.#events.stream(stream, headers);
    stream.settleEnd();
  }

  /** A stream that was never opened has no frames but HEADERS and PRIORITY (RFC 9113, 5.1). */
  #mustBeKnown(id: number): void {
    if (this.#isIdle(id)) protocolError('a frame on a stream that is not open');
  }

  /** No frame of the client has opened the stream, nor one that was sent before it knew that the server takes no more. */
  #isIdle(id: number): boolean {
    return this.#streams.isIdle(id) && (this.#accepts || id % 2 === 0);
  }

  /**
   * A stream error (RFC 9113, 5.4.2). One of a stream that was never opened cannot be told but as one of the connection.
   */
  #fault(id: number, code: number): void {
    if (this.#isIdle(id)) throw new ConnectionError(code, 'a fault on a stream that is not open');
    this.#patience.reset();
    this.#reset(id, code);
  }

  #reset(id: number, code: number): void {
    const stream = this.#streams.get(id);
    if (stream) {
      stream.close(code);
      return;
    }
    this.#streams.remember(id);
    this.outbox.control(numberFrame(FRAME.RST_STREAM, id, code));
  }
}

/** The code of a stream error; null: what came ends the request. */
function trailersFault(stream: ServerStream, { endStream, decoded }: HeaderBlock): number | null {
  const { oversize, fields } = decoded;
  if (stream.remoteEnded) return CODE.STREAM_CLOSED;
  if (!endStream || oversize || !areTrailers(fields)) return CODE.PROTOCOL_ERROR;
  return stream.receiveEnd();
}
