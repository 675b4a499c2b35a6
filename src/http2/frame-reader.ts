import { protocolError } from './connection-error.ts';
import { FLAG, HEADER_BYTES, MAX_PAYLOAD } from './frames.ts';

export interface Head {
  readonly type: number;
  readonly flags: number;
  readonly id: number;
}

/** Where a frame's payload is in the bytes around it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Takes one frame; all of its arguments are good only until it returns. */
export type TakeFrame = (head: Head, bytes: Buffer, payload: Range) => void;

/**
 * Cuts a connection's bytes into frames, however they are chunked. A frame that lies in one chunk is not copied, and
 * one that comes in pieces gets room for its payload only once its whole header is there.
 */
export class FrameReader {
  readonly #take: TakeFrame;
  readonly #tooLarge: () => void;
  /** The frame under way: first its header only. */
  #partial: Buffer | null = null;
  #held = 0;
  #stopped = false;
  /** Filled anew for each frame: most of them are looked at and forgotten. */
  readonly #head = { type: 0, flags: 0, id: 0 };
  readonly #range = { start: 0, end: 0 };

  constructor(take: TakeFrame, tooLarge: () => void) {
    this.#take = take;
    this.#tooLarge = tooLarge;
  }

  /** Whether a frame has begun and is not complete. */
  get midFrame(): boolean {
    return this.#partial !== null;
  }

  /** Nothing is read any more. */
  stop(): void {
    this.#stopped = true;
    this.#partial = null;
  }

  push(chunk: Buffer): void {
    let at = this.#partial ? this.#complete(chunk) : 0;
    while (!this.#stopped && at < chunk.length) {
      const payload = at + HEADER_BYTES;
      const end = payload > chunk.length ? Infinity : payload + lengthAt(chunk, at);
      if (payload <= chunk.length && end - payload > MAX_PAYLOAD) {
        this.#tooLarge();
        return;
      }
      if (end > chunk.length) {
        this.#partial = Buffer.allocUnsafeSlow(HEADER_BYTES);
        this.#held = 0;
        this.#complete(chunk.subarray(at));
        return;
      }
      this.#emit(chunk, at, end);
      at = end;
    }
  }

  /** Fills the frame under way; returns how much of the chunk that took. */
  #complete(chunk: Buffer): number {
    let at = 0;
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
      } else if (length - HEADER_BYTES > MAX_PAYLOAD) {
        this.#tooLarge();
        return chunk.length;
      } else {
        this.#partial = Buffer.allocUnsafeSlow(length);
        this.#partial.set(whole);
      }
    }
    return at;
  }

  #emit(bytes: Buffer, at: number, end: number): void {
    const head = this.#head;
    head.type = bytes[at + 3] ?? 0;
    head.flags = bytes[at + 4] ?? 0;
    // The first bit is reserved.
    head.id = bytes.readUInt32BE(at + 5) & 0x7fffffff;
    this.#range.start = at + HEADER_BYTES;
    this.#range.end = end;
    this.#take(head, bytes, this.#range);
  }
}

function lengthAt(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

/** What DATA or HEADERS carry, without their padding. Throws a ConnectionError. */
export function payloadOf({ flags }: Head, bytes: Buffer, { start, end }: Range): Buffer {
  if ((flags & FLAG.PADDED) === 0) return bytes.subarray(start, end);
  const padding = bytes[start] ?? 0;
  if (start === end || start + 1 + padding > end) protocolError('more padding than frame');
  return bytes.subarray(start + 1, end - padding);
}
