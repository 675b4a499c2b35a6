import { calm, frameSizeError } from './connection-error.ts';
import type { Head } from './frame-reader.ts';
import { FLAG, MAX_WINDOW } from './frames.ts';
import { HpackDecoder } from './hpack-decoder.ts';
import type { DecodedBlock } from './hpack-decoder.ts';

interface BlockHead {
  readonly id: number;
  readonly endStream: boolean;
  /** Its priority names itself as what it depends on, which is an error (RFC 7540, 5.3.1). */
  readonly dependsOnItself: boolean;
}

/** What HEADERS with all their CONTINUATION say. */
export type HeaderBlock = BlockHead & DecodedBlock;

/** Puts the header blocks of a connection together, one at a time. */
export class HeaderBlocks {
  readonly #decoder: HpackDecoder;
  readonly #maxBytes: number;
  #open: (BlockHead & { readonly pieces: Buffer[] }) | null = null;
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

  /** The payload of HEADERS without its padding. Null: the block goes on. Throws what makes it none. */
  begin({ id, flags }: Head, payload: Buffer): HeaderBlock | null {
    const prioritised = (flags & FLAG.PRIORITY) !== 0;
    if (prioritised && payload.length < PRIORITY_BYTES) frameSizeError('HEADERS');
    const head = {
      id,
      endStream: (flags & FLAG.END_STREAM) !== 0,
      dependsOnItself: prioritised && (payload.readUInt32BE(0) & MAX_WINDOW) === id,
    };
    const block = prioritised ? payload.subarray(PRIORITY_BYTES) : payload;
    if (flags & FLAG.END_HEADERS) return { ...head, ...this.#decoder.decode(block) };
    this.#open = { ...head, pieces: [Buffer.from(block)] };
    this.#bytes = block.length;
    return null;
  }

  /** The payload of CONTINUATION, as `begin`. */
  add({ flags }: { flags: number }, payload: Buffer): HeaderBlock | null {
    const open = this.#open;
    if (!open) return null;
    open.pieces.push(Buffer.from(payload));
    // Each piece counts: empty ones without end are no way around the bound.
    this.#bytes += payload.length + PIECE_OVERHEAD;
    if (this.#bytes > this.#maxBytes) calm('a header block without end');
    if ((flags & FLAG.END_HEADERS) === 0) return null;
    this.#open = null;
    const { pieces, ...head } = open;
    return { ...head, ...this.#decoder.decode(Buffer.concat(pieces)) };
  }
}

const PIECE_OVERHEAD = 64;
const PRIORITY_BYTES = 5;
