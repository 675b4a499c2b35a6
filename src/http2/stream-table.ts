import type { ServerStream } from './stream.ts';

/** Streams that the server reset: of what the client sent before it knew, nothing is said. */
const REMEMBERED_RESETS = 1_024;

/** The streams of a connection, and what is remembered of those that are gone. */
export class StreamTable {
  /** One of the open streams: most connections carry no other. */
  #one: ServerStream | null = null;
  /** The others. */
  #more: Map<number, ServerStream> | null = null;
  #resets: Set<number> | null = null;
  #lastId = 0;

  /** The largest number that a client has used. */
  get lastId(): number {
    return this.#lastId;
  }

  get size(): number {
    return (this.#one ? 1 : 0) + (this.#more?.size ?? 0);
  }

  get(id: number): ServerStream | undefined {
    return this.#one?.id === id ? this.#one : this.#more?.get(id);
  }

  all(): ServerStream[] {
    const more = this.#more ? [...this.#more.values()] : [];
    return this.#one ? [this.#one, ...more] : more;
  }

  /** The client has used the number; streams with a lower one can be opened no more. */
  use(id: number): void {
    this.#lastId = id;
  }

  add(stream: ServerStream): void {
    if (this.#one) (this.#more ??= new Map()).set(stream.id, stream);
    else this.#one = stream;
  }

  /** The stream is closed; `reset`: by the server, so that the client may not know yet. */
  delete(id: number, reset: boolean): void {
    if (this.#one?.id === id) this.#one = null;
    else this.#more?.delete(id);
    if (reset) this.remember(id);
  }

  /** The server has reset a stream, which may not have been opened at all. */
  remember(id: number): void {
    const resets = (this.#resets ??= new Set());
    resets.add(id);
    if (resets.size <= REMEMBERED_RESETS) return;
    for (const oldest of resets) {
      resets.delete(oldest);
      break;
    }
  }

  wasReset(id: number): boolean {
    return this.#resets?.has(id) ?? false;
  }

  /** No frame of the client has opened the stream. */
  isIdle(id: number): boolean {
    return id % 2 === 0 || id > this.#lastId;
  }
}
