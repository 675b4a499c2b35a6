/** A gRPC message as it came: still compressed if it says so. */
export interface WireMessage {
  readonly compressed: boolean;
  readonly bytes: Uint8Array;
}

/** Why the bytes are no sequence of gRPC messages that this server takes. */
export type FramingFault = 'too-large' | 'bad-flag';

export interface Parsed {
  /** Complete messages, in order. Those that came before a fault are here too. */
  readonly messages: readonly WireMessage[];
  readonly fault: FramingFault | null;
}

/** One byte of flags, four of length ("Length-Prefixed-Message"). */
const HEADER_BYTES = 5;

const NOTHING: Parsed = Object.freeze({ messages: Object.freeze([]), fault: null });

/** Puts the header before a message. The result may be shared by any number of calls. */
export function frameMessage(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + message.length);
  writeHeader(frame, message.length);
  frame.set(message, HEADER_BYTES);
  return frame;
}

/** The message inside a frame that `frameMessage` or `concatFrame` made: the same memory. */
export function messageOf(frame: Buffer): Buffer {
  return frame.subarray(HEADER_BYTES);
}

/**
 * The frame of a message that comes in pieces, copied once. It may be kept: it has memory of its own, since a piece of
 * the pool would keep all 64 KiB of that alive.
 */
export function concatFrame(...pieces: readonly Uint8Array[]): Buffer {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const frame = Buffer.allocUnsafeSlow(HEADER_BYTES + length);
  writeHeader(frame, length);
  let at = HEADER_BYTES;
  for (const piece of pieces) {
    frame.set(piece, at);
    at += piece.length;
  }
  return frame;
}

function writeHeader(frame: Buffer, length: number): void {
  frame[0] = 0;
  frame.writeUInt32BE(length, 1);
}

/**
 * The message, where the bytes from `start` to `end` are one that is not compressed and nothing else, as an ACK is: a
 * view. Null: a parser has to tell what it is. Spares the thousands of ACKs of a change what a parser allocates.
 */
export function soleMessage(bytes: Buffer, start: number, end: number): Buffer | null {
  const from = start + HEADER_BYTES;
  return end >= from && bytes[start] === 0 && lengthAt(bytes, start) === end - from
    ? bytes.subarray(from, end)
    : null;
}

/**
 * Cuts a call's bytes into messages, however they are chunked. A message that lies in one chunk is a view of it, so
 * that a request costs no copy. An incomplete one is copied, since a chunk is part of a larger read buffer that it would
 * keep alive; room grows with what has come, never with what a header announces. After a fault nothing is parsed.
 */
export class FrameParser {
  readonly #maxMessageBytes: number;
  /** The message under way, header included, in the first `#held` bytes. */
  #buffer: Buffer | null = null;
  #held = 0;
  #begun = 0;
  #fault: FramingFault | null = null;

  /** Larger messages are a fault as soon as their header is there: nothing of them is kept. */
  constructor(maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** A message has begun and is not complete. */
  get midMessage(): boolean {
    return this.#held > 0;
  }

  /** Bytes of the message under way that have come. */
  get heldBytes(): number {
    return this.#held;
  }

  /** How many messages came in more than one piece: tells one that is under way from the next. */
  get begun(): number {
    return this.#begun;
  }

  /** The next byte begins a message. */
  get isBetween(): boolean {
    return this.#held === 0 && this.#fault === null;
  }

  push(chunk: Uint8Array): Parsed {
    if (this.#fault || chunk.length === 0) return NOTHING;
    const bytes = this.#held > 0 ? this.#completed(chunk) : chunk;
    if (!bytes) return this.#verdict([]);
    const messages: WireMessage[] = [];
    let at = 0;
    while (at < bytes.length) {
      const end = this.#messageEnd(bytes, at);
      if (end === null || end > bytes.length) {
        if (!this.#faulty()) this.#keep(bytes.subarray(at));
        break;
      }
      messages.push({ compressed: bytes[at] === 1, bytes: bytes.subarray(at + HEADER_BYTES, end) });
      at = end;
    }
    return this.#verdict(messages);
  }

  #faulty(): boolean {
    return this.#fault !== null;
  }

  #verdict(messages: readonly WireMessage[]): Parsed {
    return { messages, fault: this.#fault };
  }

  /** Where the message at `at` ends; null: its header is not complete, or faulty. */
  #messageEnd(bytes: Uint8Array, at: number): number | null {
    if (bytes.length - at < HEADER_BYTES) return null;
    const length = lengthAt(bytes, at);
    if ((bytes[at] ?? 0) > 1) this.#fault = 'bad-flag';
    else if (length > this.#maxMessageBytes) this.#fault = 'too-large';
    return this.#fault ? null : at + HEADER_BYTES + length;
  }

  /** What is held with the chunk behind it, once that is a whole message; null: not yet. */
  #completed(chunk: Uint8Array): Buffer | null {
    this.#keep(chunk);
    const held = (this.#buffer ?? Buffer.alloc(0)).subarray(0, this.#held);
    const end = this.#messageEnd(held, 0);
    if (!this.#fault && (end === null || end > held.length)) return null;
    this.#buffer = null;
    this.#held = 0;
    return this.#fault ? null : held;
  }

  #keep(chunk: Uint8Array): void {
    if (this.#held === 0) this.#begun += 1;
    const needed = this.#held + chunk.length;
    if (!this.#buffer || this.#buffer.length < needed) {
      const larger = Buffer.allocUnsafeSlow(
        this.#buffer ? Math.max(needed, 2 * this.#buffer.length) : needed,
      );
      if (this.#buffer) larger.set(this.#buffer.subarray(0, this.#held));
      this.#buffer = larger;
    }
    this.#buffer.set(chunk, this.#held);
    this.#held = needed;
  }
}

/** The length in the header at `at`. */
function lengthAt(bytes: Uint8Array, at: number): number {
  const low = ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0);
  return (bytes[at + 1] ?? 0) * 2 ** 24 + low;
}
