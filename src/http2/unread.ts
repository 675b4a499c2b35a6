/** The largest piece of memory that is taken at once. */
const LARGEST_PIECE = 16_384;

/**
 * What has come on a stream that nobody reads yet. Copied together: a thousand frames of a byte each would otherwise
 * cost a thousand buffers.
 */
export class Unread {
  readonly #pieces: Buffer[] = [];
  /** Of the last piece, what is filled. */
  #filled = 0;
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  push(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      let last = this.#pieces.at(-1);
      if (!last || this.#filled === last.length) {
        // Room grows with what has come: most streams wait with one small request.
        last = Buffer.allocUnsafeSlow(Math.max(rest.length, Math.min(LARGEST_PIECE, this.#bytes)));
        this.#pieces.push(last);
        this.#filled = 0;
      }
      const taken = rest.subarray(0, last.length - this.#filled);
      last.set(taken, this.#filled);
      this.#filled += taken.length;
      this.#bytes += taken.length;
      rest = rest.subarray(taken.length);
    }
  }

  /** The next bytes, taken off; undefined: there are none. */
  shift(): Buffer | undefined {
    const piece = this.#pieces.shift();
    if (!piece) return undefined;
    const whole = this.#pieces.length > 0 ? piece : piece.subarray(0, this.#filled);
    if (this.#pieces.length === 0) this.#filled = 0;
    this.#bytes -= whole.length;
    return whole;
  }
}
