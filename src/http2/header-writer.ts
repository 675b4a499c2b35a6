import { TABLE_BYTES } from './hpack-decoder.ts';
import { headerFrames } from './frames.ts';
import { encodeHeaders, NO_TABLE } from './hpack-encoder.ts';

type Headers = Readonly<Record<string, string | number>>;

/** Of headers that are the same for many answers. */
const BLOCKS = new WeakMap<Headers, Buffer>();
/** The same as the frames that begin an answer, by stream number: most streams are the first of their connection. */
const BEGINNINGS = new WeakMap<Headers, Map<number, Buffer>>();
/** So many numbers are worth the memory. */
const MOST_IDS = 4;

/** A header block that uses no table. Frozen headers are encoded once for all connections. */
function blockOf(headers: Headers): Buffer {
  const known = BLOCKS.get(headers);
  if (known) return known;
  const block = encodeHeaders(headers);
  if (Object.isFrozen(headers)) BLOCKS.set(headers, block);
  return block;
}

/** Where a connection is with the table that its header blocks do not use. */
export type TableState =
  /** The client takes it to be as large as HTTP/2 has it. */
  | 'default'
  /** The client allows less, and waits to be told (RFC 7541, 4.2). */
  | 'unsaid'
  /** It was told that there is none. */
  | 'none';

/** The client allows a table of so many bytes. */
export function limited(state: TableState, tableBytes: number): TableState {
  return state === 'default' && tableBytes < TABLE_BYTES ? 'unsaid' : state;
}

/**
 * Headers as frames, to be sent in the order of the calls: those that are written with 'unsaid' tell, and it is 'none'
 * from then on.
 */
export function writeHeaders(id: number, headers: Headers, how: HowToWrite): Buffer {
  const { endStream, table } = how;
  const block = blockOf(headers);
  if (table === 'unsaid') return headerFrames(id, Buffer.concat([NO_TABLE, block]), endStream);
  return endStream || !Object.isFrozen(headers) ? headerFrames(id, block, endStream) : beginning(id, headers);
}

export interface HowToWrite {
  readonly endStream: boolean;
  readonly table: TableState;
}

function beginning(id: number, headers: Headers): Buffer {
  let byId = BEGINNINGS.get(headers);
  if (!byId) BEGINNINGS.set(headers, (byId = new Map<number, Buffer>()));
  const known = byId.get(id);
  if (known) return known;
  const frames = headerFrames(id, blockOf(headers), false);
  if (byId.size < MOST_IDS) byId.set(id, frames);
  return frames;
}
