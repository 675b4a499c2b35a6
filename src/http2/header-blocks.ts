import { calm, frameSizeError } from './connection-error.ts';
import type { Head } from './frame-reader.ts';
import { FLAG, MAX_WINDOW } from './frames.ts';
import { HpackDecoder } from './hpack-decoder.ts';
import type { DecodedBlock } from './first-blocks.ts';

/** What HEADERS with all their CONTINUATION say. */
export interface HeaderBlock {
  readonly id: number;
  readonly endStream: boolean;
  /** Its priority names itself as what it depends on, which is an error (RFC 7540, 5.3.1). */
  readonly dependsOnItself: boolean;
  readonly decoded: DecodedBlock;
}

type OpenBlock = Omit<HeaderBlock, 'decoded'> & { readonly pieces: Buffer[] };

/** Puts the header blocks of a connection together, one at a time. */
export class HeaderBlocks {
  readonly #decoder: HpackDecoder;
  readonly #maxBytes: number;
  #open: OpenBlock | null = null;
  #bytes = 0;

  constructor(maxListBytes: number) {
    this.#decoder = new HpackDecoder(maxListBytes);
    // Encoded, a list is hardly longer than what it says; a client that goes on for ever is stopped.
    this.#maxBytes = 2 * maxListBytes;
  }

  /** The stream whose block is not complete; 0: none. */
  get openFor(): number {
    return this.#open?.id ?? 0;
  }

  /** HEADERS, without padding. Null: the block goes on. Throws what makes it none. */
  begin({ id, flags, start, end }: Head, bytes: Buffer): HeaderBlock | null {
    const prioritised = (flags & FLAG.PRIORITY) !== 0;
    if (prioritised && end - start < PRIORITY_BYTES) frameSizeError('HEADERS');
    const endStream = (flags & FLAG.END_STREAM) !== 0;
    const dependsOnItself = prioritised && (bytes.readUInt32BE(start) & MAX_WINDOW) === id;
    const block = bytes.subarray(prioritised ? start + PRIORITY_BYTES : start, end);
    if (flags & FLAG.END_HEADERS) {
      return { id, endStream, dependsOnItself, decoded: this.#decoder.decode(block) };
    }
    this.#open = { id, endStream, dependsOnItself, pieces: [Buffer.from(block)] };
    this.#bytes = block.length;
    return null;
  }

  /** CONTINUATION, as `begin`. */
  add({ flags, start, end }: Head, bytes: Buffer): HeaderBlock | null {
    const open = this.#open;
    if (!open) return null;
    open.pieces.push(Buffer.from(bytes.subarray(start, end)));
    // Each piece counts: empty ones without end are no way around the bound.
    this.#bytes += end - start + PIECE_OVERHEAD;
    if (this.#bytes > this.#maxBytes) calm('a header block without end');
    if ((flags & FLAG.END_HEADERS) === 0) return null;
    this.#open = null;
    const { pieces, ...head } = open;
    return { ...head, decoded: this.#decoder.decode(Buffer.concat(pieces)) };
  }
}

const PIECE_OVERHEAD = 64;
const PRIORITY_BYTES = 5;
