import { calm } from './connection-error.ts';

/** Streams that come to nothing and are forgiven, and how many more each second: Node's own bounds. */
const RESET_BURST = 1_000;
const RESETS_PER_SECOND = 33;
/** Frames of which nothing comes that are forgiven, and how many more each second. */
const IDLE_BURST = 10_000;
const IDLE_PER_SECOND = 1_000;
/** What a frame that carries something pays for: clients answer data with pings and window updates. */
const IDLE_FOR_USEFUL = 2;
/** And so many bytes that the client was sent pay for one: a client tells twice of each frame that it reads, at most. */
const SENT_BYTES_FOR_IDLE = 1_024;
/** DATA frames in a row that carry nothing. */
const MOST_EMPTY_FRAMES = 1_000;

/**
 * What a client may do that costs the server work and the client nothing; beyond, its connection ends with
 * ENHANCE_YOUR_CALM. All methods throw that ConnectionError.
 */
export class Patience {
  readonly #now: () => number;
  readonly #outbox: { readonly written: number };
  #resets = RESET_BURST;
  #resetsAt: number;
  #idle = IDLE_BURST;
  #idleAt: number;
  #idleSent = 0;
  #emptyFrames = 0;

  /** `now` in milliseconds that never go back; `outbox`: what the client was sent so far, in bytes. */
  constructor(now: () => number, outbox: { readonly written: number }) {
    this.#now = now;
    this.#outbox = outbox;
    this.#resetsAt = this.#idleAt = now();
  }

  /**
   * A stream has come to nothing: the client has reset it (CVE-2023-44487), or made the server do so by an error
   * (CVE-2025-8671).
   */
  reset(): void {
    this.#resets -= 1;
    if (this.#resets >= 0) return;
    const now = this.#now();
    this.#resets += Math.min(RESET_BURST, ((now - this.#resetsAt) * RESETS_PER_SECOND) / 1_000);
    this.#resetsAt = now;
    if (this.#resets < 0) calm('streams that are opened to be reset');
  }

  /** Frames that carry no request: settings, pings, priorities, window updates, what is for closed streams. */
  idle(frames = 1): void {
    this.#idle -= frames;
    if (this.#idle >= 0) return;
    // The clock is asked once in thousands of frames.
    const now = this.#now();
    const sent = this.#outbox.written;
    const earned =
      ((now - this.#idleAt) * IDLE_PER_SECOND) / 1_000 + (sent - this.#idleSent) / SENT_BYTES_FOR_IDLE;
    this.#idle += Math.min(IDLE_BURST, earned);
    this.#idleAt = now;
    this.#idleSent = sent;
    if (this.#idle < 0) calm('frames of which nothing comes');
  }

  /** DATA that carries nothing and ends nothing. */
  emptyFrame(): void {
    this.#emptyFrames += 1;
    if (this.#emptyFrames === MOST_EMPTY_FRAMES) calm('DATA without end that carries nothing');
  }

  /** Something came of a frame. */
  useful(): void {
    this.#emptyFrames = 0;
    if (this.#idle < IDLE_BURST) this.#idle += IDLE_FOR_USEFUL;
  }
}
