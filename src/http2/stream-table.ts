import { protocolError } from './connection-error.ts';
import type { ServerStream } from './stream.ts';

/** Streams that the server reset: of what the client sent before it knew, nothing is said. */
const REMEMBERED_RESETS = 1_024;

/** The streams of a connection, and what is remembered of those that are gone. */
export class StreamTable {
  readonly #open = new Map<number, ServerStream>();
  readonly #resets = new Set<number>();
  #lastId = 0;

  /** The largest number that a client has used. */
  get lastId(): number {
    return this.#lastId;
  }

  get size(): number {
    return this.#open.size;
  }

  get(id: number): ServerStream | undefined {
    return this.#open.get(id);
  }

  all(): ServerStream[] {
    return [...this.#open.values()];
  }

  /** The client has used the number; streams with a lower one can be opened no more. */
  use(id: number): void {
    this.#lastId = id;
  }

  add(stream: ServerStream): void {
    this.#open.set(stream.id, stream);
  }

  /** The stream is closed; `reset`: by the server, so that the client may not know yet. */
  delete(id: number, reset: boolean): void {
    this.#open.delete(id);
    if (!reset) return;
    this.#resets.add(id);
    if (this.#resets.size <= REMEMBERED_RESETS) return;
    for (const oldest of this.#resets) {
      this.#resets.delete(oldest);
      break;
    }
  }

  wasReset(id: number): boolean {
    return this.#resets.has(id);
  }

  /** A stream that was never opened has no frames but its HEADERS (RFC 9113, 5.1). Throws a ConnectionError. */
  mustBeKnown(id: number): void {
    if (id % 2 === 0 || id > this.#lastId) protocolError('a frame on a stream that is not open');
  }
}
