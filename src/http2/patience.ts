import { calm } from './connection-error.ts';

/** Resets of a client that are forgiven, and how many more each second: Node's own bounds. */
const RESET_BURST = 1_000;
const RESETS_PER_SECOND = 33;
/** DATA frames in a row that carry nothing. */
const MOST_EMPTY_FRAMES = 1_000;

/** What a client may do that costs the server work and the client nothing; beyond, its connection ends. */
export class Patience {
  #resets = RESET_BURST;
  #countedAt = 0;
  #emptyFrames = 0;

  /** The client has reset a stream that it opened; `now` in milliseconds. */
  reset(now: number): void {
    const regained = ((now - this.#countedAt) * RESETS_PER_SECOND) / 1_000;
    this.#resets = Math.min(RESET_BURST, this.#resets + regained) - 1;
    this.#countedAt = now;
    if (this.#resets < 0) calm('streams that are opened to be reset');
  }

  /** DATA that carries nothing and ends nothing. */
  emptyFrame(): void {
    this.#emptyFrames += 1;
    if (this.#emptyFrames === MOST_EMPTY_FRAMES) calm('DATA without end that carries nothing');
  }

  /** Something came of it. */
  progress(): void {
    this.#emptyFrames = 0;
  }
}
