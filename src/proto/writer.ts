const SMALL = 1 << 16;
const KEPT = 1 << 20;
const ASCII_LOOP_MAX = 48;

/** Kept between encodes, so that a small message allocates nothing but its result. */
let spare: Buffer | null = null;

/**
 * Appends protobuf wire format to a growing buffer. A nested message is opened with one byte for its length and
 * moved only if it turns out longer than 127 bytes, so that nothing is measured beforehand or allocated for it.
 */
export class Writer {
  #buffer: Buffer;
  #position = 0;

  constructor() {
    this.#buffer = spare ?? Buffer.allocUnsafeSlow(SMALL);
    spare = null;
  }

  /** The bytes written, copied. The writer is not to be used afterwards. */
  finish(): Uint8Array {
    const bytes = new Uint8Array(this.#position);
    bytes.set(this.#buffer.subarray(0, this.#position));
    if (this.#buffer.length <= KEPT) spare = this.#buffer;
    return bytes;
  }

  get position(): number {
    return this.#position;
  }

  /** Forgets what was written since `position`. */
  rewind(position: number): void {
    this.#position = position;
  }

  #reserve(size: number): void {
    const needed = this.#position + size;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#position);
    this.#buffer = grown;
  }

  /** A whole number from 0 to 2^53 - 1. */
  varint(value: number): void {
    this.#reserve(10);
    while (value > 0x7fffffff) {
      this.#buffer[this.#position++] = (value % 128) | 0x80;
      value = Math.floor(value / 128);
    }
    while (value > 127) {
      this.#buffer[this.#position++] = (value & 127) | 0x80;
      value >>>= 7;
    }
    this.#buffer[this.#position++] = value;
  }

  /** Any 64-bit number; a negative one as its two's complement, in ten bytes. */
  varint64(value: bigint): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    while (rest > 127n) {
      this.#buffer[this.#position++] = Number(rest & 127n) | 0x80;
      rest >>= 7n;
    }
    this.#buffer[this.#position++] = Number(rest);
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#position = this.#buffer.writeUInt32LE(value >>> 0, this.#position);
  }

  fixed64(value: bigint): void {
    this.#reserve(8);
    this.#position = this.#buffer.writeBigUInt64LE(BigInt.asUintN(64, value), this.#position);
  }

  float(value: number): void {
    this.#reserve(4);
    this.#position = this.#buffer.writeFloatLE(value, this.#position);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#position = this.#buffer.writeDoubleLE(value, this.#position);
  }

  /** Bytes as they are, without a length. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#position);
    this.#position += bytes.length;
  }

  bytes(bytes: Uint8Array): void {
    this.varint(bytes.length);
    this.raw(bytes);
  }

  string(text: string): void {
    if (text.length <= ASCII_LOOP_MAX && this.#ascii(text)) return;
    const length = Buffer.byteLength(text);
    this.varint(length);
    this.#reserve(length);
    this.#position += this.#buffer.write(text, this.#position, 'utf8');
  }

  /** Most strings are short names: a loop beats the call into native code. False, with nothing written, if not ASCII. */
  #ascii(text: string): boolean {
    const length = text.length;
    this.#reserve(length + 1);
    const buffer = this.#buffer;
    const start = this.#position;
    buffer[start] = length;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) return false;
      buffer[start + 1 + i] = code;
    }
    this.#position = start + 1 + length;
    return true;
  }

  /** Starts a length-delimited field; what it returns goes to `close`. */
  open(): number {
    this.#reserve(1);
    return this.#position++;
  }

  close(opened: number): void {
    const start = opened + 1;
    const length = this.#position - start;
    if (length < 128) {
      this.#buffer[opened] = length;
      return;
    }
    let extra = 0;
    for (let rest = length; rest > 127; rest = Math.floor(rest / 128)) extra++;
    this.#reserve(extra);
    this.#buffer.copyWithin(start + extra, start, this.#position);
    this.#position = opened;
    this.varint(length);
    this.#position = start + extra + length;
  }
}
