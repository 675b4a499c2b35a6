import { findFirstBlock, rememberFirstBlock } from './first-blocks.ts';
import type { DecodedBlock } from './first-blocks.ts';
import { decodeHuffman } from './huffman.ts';
import { STATIC_TABLE } from './static-table.ts';
import type { HeaderField } from './static-table.ts';

/** What the client's encoder may use of the decoder's memory: the default of HTTP/2, which the server never changes. */
export const TABLE_BYTES = 4_096;
/** What an entry counts for beyond its octets (RFC 7541, 4.1). */
const ENTRY_OVERHEAD = 32;
/** No length or index of a block that fits into a request is larger. */
const LARGEST_INTEGER = 2 ** 24;

const NOTHING = Buffer.alloc(0);

/** The block is not HPACK: the table is in doubt from then on, and so is the whole connection. */
export class CompressionError extends Error {}

/** Reads the header blocks of a connection, in the order in which they came (RFC 7541). */
export class HpackDecoder {
  readonly #maxListBytes: number;
  /** The latest first. */
  #table: HeaderField[] = [];
  /** Connections that began alike have the same table: it is copied before it changes. */
  #isShared = false;
  #isFirst = true;
  /** The block has a field that its client wants nobody to keep (RFC 7541, 7.1.3). */
  #isSecret = false;
  #tableBytes = 0;
  #tableLimit = TABLE_BYTES;
  #block: Buffer = NOTHING;
  #at = 0;

  /** `maxListBytes` bounds the fields of a block, each counted as a table's entry is. */
  constructor(maxListBytes: number) {
    this.#maxListBytes = maxListBytes;
  }

  /** What a block says, which may be shared with other connections. Throws a CompressionError. */
  decode(block: Buffer): DecodedBlock {
    if (!this.#isFirst) return this.#decode(block);
    this.#isFirst = false;
    const known = findFirstBlock(block, this.#maxListBytes);
    if (known) {
      this.#table = known.table;
      this.#isShared = true;
      this.#tableBytes = known.tableBytes;
      this.#tableLimit = known.tableLimit;
      return known.decoded;
    }
    const decoded = this.#decode(block);
    if (!this.#isSecret && !decoded.oversize) {
      this.#isShared = true;
      rememberFirstBlock({
        bytes: block,
        maxListBytes: this.#maxListBytes,
        decoded,
        table: this.#table,
        tableBytes: this.#tableBytes,
        tableLimit: this.#tableLimit,
      });
    }
    return decoded;
  }

  #decode(block: Buffer): DecodedBlock {
    this.#block = block;
    this.#at = 0;
    const fields: HeaderField[] = [];
    let room = this.#maxListBytes;
    let oversize = false;
    let begun = false;
    while (this.#at < block.length) {
      const first = block[this.#at] ?? 0;
      if ((first & 0xe0) === 0x20) {
        // Only the beginning of a block is a place for a new size.
        if (begun) throw new CompressionError('a table size update among fields');
        this.#resize(this.#integer(5));
        continue;
      }
      begun = true;
      const field = this.#field(first);
      const size = sizeOf(field);
      if (size <= room) {
        room -= size;
        fields.push(field);
      } else {
        // Read on all the same: the table must come along, and a small field may tell what the request is.
        oversize = true;
      }
    }
    this.#block = NOTHING;
    return { fields, oversize, request: null };
  }

  #field(first: number): HeaderField {
    if ((first & 0x80) !== 0) return this.#entry(this.#integer(7));
    const indexed = (first & 0x40) !== 0;
    if ((first & 0xf0) === 0x10) this.#isSecret = true;
    const nameIndex = this.#integer(indexed ? 6 : 4);
    const name = nameIndex === 0 ? this.#text() : this.#entry(nameIndex).name;
    const field = { name, value: this.#text() };
    if (indexed) this.#add(field);
    return field;
  }

  #entry(index: number): HeaderField {
    const entry = STATIC_TABLE[index - 1] ?? this.#table[index - 1 - STATIC_TABLE.length];
    if (index === 0 || !entry) throw new CompressionError(`no entry has the index ${index}`);
    return entry;
  }

  #add(field: HeaderField): void {
    this.#own().unshift(field);
    this.#tableBytes += sizeOf(field);
    this.#evict();
  }

  #own(): HeaderField[] {
    if (this.#isShared) this.#table = [...this.#table];
    this.#isShared = false;
    return this.#table;
  }

  #resize(limit: number): void {
    if (limit > TABLE_BYTES) throw new CompressionError('a table larger than was allowed');
    this.#tableLimit = limit;
    this.#evict();
  }

  #evict(): void {
    while (this.#tableBytes > this.#tableLimit) {
      const last = this.#own().pop();
      if (!last) return;
      this.#tableBytes -= sizeOf(last);
    }
  }

  #byte(): number {
    const byte = this.#block[this.#at];
    if (byte === undefined) throw new CompressionError('the block ends within a field');
    this.#at += 1;
    return byte;
  }

  /** An integer whose first bits are the last `prefix` ones of the next byte (RFC 7541, 5.1). */
  #integer(prefix: number): number {
    const mask = (1 << prefix) - 1;
    let value = this.#byte() & mask;
    if (value < mask) return value;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (value > LARGEST_INTEGER || shift > 28) throw new CompressionError('an integer without measure');
      if ((byte & 0x80) === 0) return value;
    }
  }

  #text(): string {
    const coded = ((this.#block[this.#at] ?? 0) & 0x80) !== 0;
    const length = this.#integer(7);
    const end = this.#at + length;
    if (end > this.#block.length) throw new CompressionError('the block ends within a string');
    const start = this.#at;
    this.#at = end;
    if (!coded) return this.#block.toString('latin1', start, end);
    const text = decodeHuffman(this.#block, start, end);
    if (text === null) throw new CompressionError('a string is not Huffman-coded as it says');
    return text;
  }
}

function sizeOf({ name, value }: HeaderField): number {
  return name.length + value.length + ENTRY_OVERHEAD;
}
