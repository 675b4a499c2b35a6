import { ProtoError } from './error.ts';

/** Reads protobuf wire format from `bytes`, up to `end`. */
export class Reader {
  readonly #bytes: Uint8Array;
  #buffer: Buffer;
  position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.#bytes.length;
  }

  #need(size: number): void {
    if (this.position + size > this.#bytes.length)
      throw new ProtoError('the bytes end in the middle of a field');
  }

  /** A varint of at most 32 bits that matter, such as a tag or a length. */
  uint32(): number {
    let result = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#bytes[this.position++];
      if (byte === undefined) throw new ProtoError('the bytes end in the middle of a field');
      if (shift < 28) result |= (byte & 127) << shift;
      else if (shift === 28) result = (result | ((byte & 15) << 28)) >>> 0;
      if (byte < 128) return result;
    }
    throw new ProtoError('a number of more than 64 bits');
  }

  uint64(): bigint {
    let result = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.position++];
      if (byte === undefined) throw new ProtoError('the bytes end in the middle of a field');
      result |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, result);
    }
    throw new ProtoError('a number of more than 64 bits');
  }

  fixed32(): number {
    this.#need(4);
    this.position += 4;
    return this.#buffer.readUInt32LE(this.position - 4);
  }

  fixed64(): bigint {
    this.#need(8);
    this.position += 8;
    return this.#buffer.readBigUInt64LE(this.position - 8);
  }

  float(): number {
    this.#need(4);
    this.position += 4;
    return this.#buffer.readFloatLE(this.position - 4);
  }

  double(): number {
    this.#need(8);
    this.position += 8;
    return this.#buffer.readDoubleLE(this.position - 8);
  }

  /** Reads a length, checks that so much is there, and returns where the field ends. */
  limit(): number {
    const length = this.uint32();
    this.#need(length);
    return this.position + length;
  }

  string(): string {
    const end = this.limit();
    const text = this.#buffer.toString('utf8', this.position, end);
    this.position = end;
    return text;
  }

  /** A view, not a copy. */
  bytes(): Uint8Array {
    const end = this.limit();
    const view = this.#bytes.subarray(this.position, end);
    this.position = end;
    return view;
  }

  skip(wireType: number): void {
    if (wireType === 0) this.uint64();
    else if (wireType === 1) this.#advance(8);
    else if (wireType === 2) this.position = this.limit();
    else if (wireType === 5) this.#advance(4);
    else throw new ProtoError(`wire type ${wireType} is not in use`);
  }

  #advance(size: number): void {
    this.#need(size);
    this.position += size;
  }
}
