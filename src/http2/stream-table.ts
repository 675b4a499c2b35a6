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
    if (reset) this.remember(id);
  }

  /** The server has reset a stream, which may not have been opened at all. */
  remember(id: number): void {
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

  /** No frame of the client has opened the stream. */
  isIdle(id: number): boolean {
    return id % 2 === 0 || id > this.#lastId;
  }
}
