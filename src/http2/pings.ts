import { frame, FRAME } from './frames.ts';

const PAYLOAD = Buffer.from('keepaliv', 'latin1');

/** Pings of the server, and who waits for their answers. */
export class Pings {
  readonly #waiting: ((error: Error | null) => void)[] = [];

  /** The frame to send. */
  add(done: (error: Error | null) => void): Buffer {
    this.#waiting.push(done);
    return frame({ type: FRAME.PING, flags: 0, id: 0 }, PAYLOAD);
  }

  /** `start`: where the payload of the answer begins. */
  answered(bytes: Buffer, start: number): void {
    if (bytes.compare(PAYLOAD, 0, PAYLOAD.length, start, start + PAYLOAD.length) === 0)
      this.#waiting.shift()?.(null);
  }

  /** No answer comes any more. */
  fail(): void {
    for (const done of this.#waiting.splice(0)) done(new Error('the connection is gone'));
  }
}
