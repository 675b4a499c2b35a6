import { TABLE_BYTES } from './hpack-decoder.ts';
import { encodeHeaders, NO_TABLE } from './hpack-encoder.ts';

/** Of headers that are the same for many answers. */
const BLOCKS = new WeakMap<object, Buffer>();

/** Writes the header blocks of a connection, none of which uses a table. */
export class HeaderWriter {
  /** What the client takes the server's table to be. */
  #tableBytes = TABLE_BYTES;
  #announce = false;

  /** The client allows a table of so many bytes: where it is smaller than before, it waits to be told (RFC 7541, 4.2). */
  limit(tableBytes: number): void {
    if (tableBytes >= this.#tableBytes) return;
    this.#tableBytes = 0;
    this.#announce = true;
  }

  /** To be sent in the order of the calls. Frozen headers are encoded once for all connections. */
  block(headers: Readonly<Record<string, string | number>>): Buffer {
    let block = BLOCKS.get(headers);
    if (!block) {
      block = encodeHeaders(headers);
      if (Object.isFrozen(headers)) BLOCKS.set(headers, block);
    }
    if (!this.#announce) return block;
    this.#announce = false;
    return Buffer.concat([NO_TABLE, block]);
  }
}
