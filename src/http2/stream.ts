import { CODE, FRAME, MAX_WINDOW, numberFrame } from './frames.ts';
import type { Head } from './frame-reader.ts';
import type { Outbox, Sender } from './outbox.ts';
import type { SendQueue } from './send-queue.ts';
import { Unread } from './unread.ts';

/** What a request's reader is told. Nothing comes after `closed`, which comes once, and never from within a call of its own. */
export interface StreamEvents {
  /** The body goes on with the bytes from `start` to `end`, which are good until the call returns. */
  data(bytes: Buffer, start: number, end: number): void;
  /** The client has sent all. */
  ended(): void;
  /** Nothing of the stream is left. */
  closed(): void;
}

type Headers = Readonly<Record<string, string | number>>;

/** What a stream needs of its connection. */
export interface StreamOwner {
  readonly outbox: Outbox;
  /** Headers as frames that the client has to be sent in the order of the calls: to be asked for when they go out. */
  headerFrames(id: number, headers: Headers, endStream: boolean): Buffer;
  /** So many received bytes are done with. */
  consumed(bytes: number): void;
  /** The stream is closed; `reset`: the client may not know yet. */
  forget(stream: ServerStream, reset: boolean): void;
}

export interface StreamStart {
  /** What the client takes of the stream to begin with. */
  readonly sendWindow: number;
  /** What the client may send that is not done with. */
  readonly receiveWindow: number;
  /** Bytes of the body that the client has announced; null: it did not say. */
  readonly expected: number | null;
  /** The request is its headers. */
  readonly ended: boolean;
}

/** A request on its way in and its answer on its way out. */
export class ServerStream implements Sender {
  readonly id: number;
  queue: SendQueue | null = null;
  sendWindow: number;
  readonly #owner: StreamOwner;
  readonly #receiveWindow: number;
  #events: StreamEvents | null = null;
  /** Of the receive window, what has come and is not given back. */
  #unreturned = 0;
  /** Of that, what is done with. */
  #returned = 0;
  /** Bytes of the body that must still come; null: the client did not say. */
  #expected: number | null;
  #head: Headers | null = null;
  #headersSent = false;
  #ending: Headers | null = null;
  #remoteOpen: boolean;
  #localOpen = true;
  #closed = false;
  #paused = false;
  /** The client has sent all, and the reader is not told yet. */
  #ended: boolean;
  /** What came while nobody reads; null: nothing did so far. */
  #unread: Unread | null = null;
  #lastWritten = 0;

  constructor(id: number, owner: StreamOwner, { sendWindow, receiveWindow, expected, ended }: StreamStart) {
    this.id = id;
    this.#owner = owner;
    this.sendWindow = sendWindow;
    this.#receiveWindow = receiveWindow;
    this.#expected = expected;
    this.#remoteOpen = !ended;
    this.#ended = ended;
  }

  /** Who is told of the stream; to be called as soon as the stream is there. */
  listen(events: StreamEvents): void {
    this.#events = events;
  }

  /** True once nothing more can be sent or received. */
  get closed(): boolean {
    return this.#closed;
  }

  get headersSent(): boolean {
    return this.#headersSent;
  }

  /** True once the client has sent all. */
  get remoteEnded(): boolean {
    return !this.#remoteOpen;
  }

  /** Bytes that were written and that the system has not taken for the client yet, about. */
  get writableLength(): number {
    const { outbox } = this.#owner;
    // Nothing of this stream is in the socket where all that is there came later.
    const inSocket = Math.min(outbox.pending, this.#lastWritten - (outbox.written - outbox.pending));
    return Math.max(0, inSocket) + (this.queue?.bytes ?? 0);
  }

  /** The headers of the answer; they go out with what is written first. `endStream`: they are all there is to it. */
  respond(headers: Headers, endStream = false): void {
    if (this.#closed || this.#headersSent) return;
    this.#headersSent = true;
    if (endStream) this.#finish(headers);
    else this.#head = headers;
  }

  /** A message, which is neither copied nor changed. */
  write(message: Buffer): void {
    if (this.#closed || this.#ending) return;
    const { outbox } = this.#owner;
    const head = this.#head;
    if (head) {
      this.#head = null;
      // One system call for both.
      outbox.cork();
      outbox.control(this.#owner.headerFrames(this.id, head, false));
    }
    outbox.send(this, message);
    if (head) outbox.uncork();
    this.#lastWritten = outbox.written;
  }

  /** Ends the answer once all that was written is on its way. */
  end(trailers: Headers): void {
    if (this.#closed || this.#ending) return;
    const { outbox } = this.#owner;
    if (this.#head) outbox.control(this.#owner.headerFrames(this.id, this.#head, false));
    this.#head = null;
    this.#ending = trailers;
    if (!this.#isQueued()) this.#finish(trailers);
  }

  /** RST_STREAM: what is not sent yet is not sent any more. */
  close(code: number): void {
    if (this.#closed) return;
    this.#owner.outbox.control(numberFrame(FRAME.RST_STREAM, this.id, code));
    this.vanish(true);
  }

  /** Hands nothing on until `resume`; the client may go on to the end of the stream's window. */
  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    while (!this.#isPaused() && !this.#closed) {
      const bytes = this.#unread?.shift();
      if (!bytes) break;
      this.#events?.data(bytes, 0, bytes.length);
      this.#return(bytes.length);
    }
    this.settleEnd();
  }

  // What follows is the connection's side.

  /** Tells the reader that the client has sent all, if that is so and all was read. */
  settleEnd(): void {
    if (!this.#ended || this.#paused) return;
    this.#ended = false;
    this.#events?.ended();
  }

  /** More of the stream may be sent; false: more than there may be. */
  grow(increment: number): boolean {
    this.sendWindow += increment;
    if (this.sendWindow > MAX_WINDOW) return false;
    if (this.sendWindow > 0 && this.#isQueued()) this.#owner.outbox.wake(this);
    return true;
  }

  drained(): void {
    this.#lastWritten = this.#owner.outbox.written;
    if (this.#ending) this.#finish(this.#ending);
  }

  /**
   * DATA, of which `head` says where the body is; `size` is what it takes of the window, padding included. Returns the
   * code of a stream error; null: all is well.
   */
  receive({ start, end }: Head, bytes: Buffer, size: number): number | null {
    const length = end - start;
    if (!this.#remoteOpen) {
      this.#owner.consumed(size);
      return CODE.STREAM_CLOSED;
    }
    this.#unreturned += size;
    if (this.#unreturned > this.#receiveWindow) {
      this.#owner.consumed(size);
      return CODE.FLOW_CONTROL_ERROR;
    }
    if (this.#expected !== null) {
      this.#expected -= length;
      if (this.#expected < 0) {
        this.#owner.consumed(size);
        return CODE.PROTOCOL_ERROR;
      }
    }
    if (this.#paused) {
      (this.#unread ??= new Unread()).push(bytes.subarray(start, end));
      if (size > length) this.#return(size - length);
    } else {
      this.#events?.data(bytes, start, end);
      this.#return(size);
    }
    return null;
  }

  /** END_STREAM. Returns the code of a stream error; null: all is well. */
  receiveEnd(): number | null {
    if (!this.#remoteOpen || this.#closed) return null;
    if (this.#expected !== null && this.#expected > 0) return CODE.PROTOCOL_ERROR;
    this.#remoteOpen = false;
    this.#ended = true;
    this.settleEnd();
    if (!this.#localOpen) this.vanish(false);
    return null;
  }

  /** The stream is no more: reset by either side, or both are done, or its connection is gone. */
  vanish(reset: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#unread) this.#owner.consumed(this.#unread.bytes);
    this.#unread = null;
    this.queue = null;
    this.#owner.forget(this, reset);
    // Later, so that whoever closes it is done first.
    const events = this.#events;
    this.#events = null;
    if (events) {
      queueMicrotask(() => {
        events.closed();
      });
    }
  }

  #isPaused(): boolean {
    return this.#paused;
  }

  /** Something that was written waits for its turn. */
  #isQueued(): boolean {
    return this.queue !== null && this.queue.bytes > 0;
  }

  /** Received bytes are done with: the client may send as many again. */
  #return(bytes: number): void {
    this.#owner.consumed(bytes);
    this.#returned += bytes;
    // Half a window at a time, so that a request hardly ever costs a frame.
    if (this.#returned < this.#receiveWindow / 2 || !this.#remoteOpen || this.#closed) return;
    this.#owner.outbox.control(numberFrame(FRAME.WINDOW_UPDATE, this.id, this.#returned));
    this.#unreturned -= this.#returned;
    this.#returned = 0;
  }

  #finish(headers: Headers): void {
    const { outbox } = this.#owner;
    this.#localOpen = false;
    outbox.control(this.#owner.headerFrames(this.id, headers, true));
    if (!this.#remoteOpen) {
      this.vanish(false);
      return;
    }
    // The client may go on sending: it is told that nobody reads any more (RFC 9113, 8.1).
    this.close(CODE.NO_ERROR);
  }
}
