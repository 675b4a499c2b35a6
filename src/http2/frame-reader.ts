import { ConnectionError, protocolError } from './connection-error.ts';
import { CODE, FLAG, HEADER_BYTES, MAX_PAYLOAD } from './frames.ts';

export interface Head {
  readonly type: number;
  readonly flags: number;
  readonly id: number;
  /** Where the payload is in the bytes around it; `unpad` narrows it. */
  start: number;
  end: number;
}

/** Who takes the frames. */
export interface FrameSink {
  /** Both arguments are good only until it returns. */
  frame(head: Head, bytes: Buffer): void;
}

/**
 * Cuts a connection's bytes into frames, however they are chunked. A frame that lies in one chunk is not copied, and
 * one that comes in pieces gets room for its payload only once its whole header is there. It is itself the head of the
 * frame that is told, filled anew for each: most of them are looked at and forgotten.
 */
export class FrameReader implements Head {
  type = 0;
  flags = 0;
  id = 0;
  start = 0;
  end = 0;
  readonly #sink: FrameSink;
  /** The frame under way: first its header only. */
  #partial: Buffer | null = null;
  #held = 0;
  #stopped = false;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** Nothing is read any more. */
  stop(): void {
    this.#stopped = true;
    this.#partial = null;
  }

  /** The chunk from `from` on. Throws a ConnectionError where a frame is larger than it may be. */
  push(chunk: Buffer, from = 0): void {
    let at = this.#partial ? this.#complete(chunk, from) : from;
    while (!this.#stopped && at < chunk.length) {
      const payload = at + HEADER_BYTES;
      const end = payload > chunk.length ? payload : payload + lengthAt(chunk, at);
      if (payload <= chunk.length && end - payload > MAX_PAYLOAD) tooLarge();
      if (end > chunk.length) {
        this.#partial = Buffer.allocUnsafeSlow(HEADER_BYTES);
        this.#held = 0;
        this.#complete(chunk, at);
        return;
      }
      this.#emit(chunk, at, end);
      at = end;
    }
  }

  /** Fills the frame under way with the chunk from `from` on; returns where in it that ends. */
  #complete(chunk: Buffer, from: number): number {
    let at = from;
    while (this.#partial) {
      const taken = Math.min(this.#partial.length - this.#held, chunk.length - at);
      this.#partial.set(chunk.subarray(at, at + taken), this.#held);
      this.#held += taken;
      at += taken;
      if (this.#held < this.#partial.length) return at;
      const whole = this.#partial;
      const length = HEADER_BYTES + lengthAt(whole, 0);
      if (whole.length === length) {
        this.#partial = null;
        this.#emit(whole, 0, length);
      } else if (length - HEADER_BYTES > MAX_PAYLOAD) tooLarge();
      else {
        this.#partial = Buffer.allocUnsafeSlow(length);
        this.#partial.set(whole);
      }
    }
    return at;
  }

  #emit(bytes: Buffer, at: number, end: number): void {
    this.type = bytes[at + 3] ?? 0;
    this.flags = bytes[at + 4] ?? 0;
    // The first bit is reserved.
    const high = ((bytes[at + 5] ?? 0) & 0x7f) << 24;
    this.id = high | ((bytes[at + 6] ?? 0) << 16) | ((bytes[at + 7] ?? 0) << 8) | (bytes[at + 8] ?? 0);
    this.start = at + HEADER_BYTES;
    this.end = end;
    this.#sink.frame(this, bytes);
  }
}

function lengthAt(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

function tooLarge(): never {
  throw new ConnectionError(CODE.FRAME_SIZE_ERROR, 'a frame is larger than the server allows');
}

/** Narrows the payload of DATA or HEADERS to what it is without padding. Throws a ConnectionError. */
export function unpad(head: Head, bytes: Buffer): void {
  if ((head.flags & FLAG.PADDED) === 0) return;
  const { start, end } = head;
  const padding = bytes[start] ?? 0;
  if (start === end || start + 1 + padding > end) protocolError('more padding than frame');
  head.start = start + 1;
  head.end = end - padding;
}
