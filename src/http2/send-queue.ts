/** So many entries at the front may be used up before the rest moves up. */
const MOST_USED_UP = 64;

/** The messages of a stream that wait, in order. */
export class SendQueue {
  #messages: Buffer[] = [];
  /** Of `#messages`, how many are used up: taking them off one by one would cost the length of a long queue each time. */
  #first = 0;
  #bytes = 0;

  /** Bytes that wait. */
  get bytes(): number {
    return this.#bytes;
  }

  /** What is left of the message at the front. */
  get front(): Buffer | undefined {
    return this.#messages[this.#first];
  }

  /** A message that is not empty. */
  push(message: Buffer): void {
    this.#messages.push(message);
    this.#bytes += message.length;
  }

  /** Takes so many bytes off the message at the front. */
  take(bytes: number): void {
    const { front } = this;
    if (!front) return;
    this.#bytes -= bytes;
    if (bytes < front.length) {
      this.#messages[this.#first] = front.subarray(bytes);
      return;
    }
    // Nothing that was sent is kept alive.
    this.#messages[this.#first] = NOTHING;
    this.#first += 1;
    const { length } = this.#messages;
    const due = this.#first >= MOST_USED_UP && this.#first * 2 >= length;
    if (this.#first < length && !due) return;
    this.#messages = this.#messages.slice(this.#first);
    this.#first = 0;
  }
}

const NOTHING = Buffer.alloc(0);
