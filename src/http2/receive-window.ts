import { flowControlError } from './connection-error.ts';

/** What a client may send on a connection: begins at HTTP/2's own size, and never changes. */
export const DEFAULT_WINDOW = 65_535;

/** What has come on a connection, and what of it may come again. */
export class ReceiveWindow {
  readonly #size: number;
  /** What has come and is not given back, and what of that is done with. */
  #unreturned = 0;
  #done = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** Throws a ConnectionError where more has come than may. */
  take(bytes: number): void {
    this.#unreturned += bytes;
    if (this.#unreturned > this.#size) flowControlError('more than the connection may carry');
  }

  /** So many bytes are done with. Returns by how much the client is to be let grow its window now; 0: not yet. */
  release(bytes: number): number {
    this.#done += bytes;
    // Half a window at a time, so that a request hardly ever costs a frame.
    if (this.#done < this.#size / 2) return 0;
    const increment = this.#done;
    this.#unreturned -= increment;
    this.#done = 0;
    return increment;
  }
}
