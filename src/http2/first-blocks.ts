import type { RequestHeaders } from './request-headers.ts';
import type { HeaderField } from './static-table.ts';

/** What a header block says. */
export interface DecodedBlock {
  /** Names and values as Latin-1 text, in order; where `oversize`, without those that had no room. */
  readonly fields: readonly HeaderField[];
  /** Together they are larger than they may be. */
  readonly oversize: boolean;
  /** What the fields are as a request, once somebody has looked: for the next connection that gets the same block. */
  request: RequestHeaders | null;
}

/** A header block with which a connection began, and all that came of it. */
export interface FirstBlock {
  readonly bytes: Buffer;
  /** What bounded the list. */
  readonly maxListBytes: number;
  readonly decoded: DecodedBlock;
  /** The table behind it, to be copied before it changes. */
  readonly table: HeaderField[];
  readonly tableBytes: number;
  readonly tableLimit: number;
}

/** What is remembered, and of what length: requests of a fleet differ in little, but for their metadata. */
const MOST_BLOCKS = 4;
const MOST_BYTES = 1_024;

/** The latest first. */
const remembered: FirstBlock[] = [];

/**
 * The same block as the first of another connection: decoding begins with an empty table, so that equal bytes come to
 * the same. The sidecars of a fleet that comes at once hardly say anything else.
 */
export function findFirstBlock(bytes: Buffer, maxListBytes: number): FirstBlock | null {
  for (const one of remembered) {
    if (one.maxListBytes === maxListBytes && one.bytes.equals(bytes)) return one;
  }
  return null;
}

/** `bytes` is copied. */
export function rememberFirstBlock(block: FirstBlock): void {
  if (block.bytes.length > MOST_BYTES) return;
  remembered.unshift({ ...block, bytes: Buffer.from(block.bytes) });
  if (remembered.length > MOST_BLOCKS) remembered.pop();
}
