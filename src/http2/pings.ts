import { frame, FRAME } from './frames.ts';

const PAYLOAD = Buffer.from('keepaliv', 'latin1');

/** Pings of the server, and who waits for their answers. */
export class Pings {
  #waiting: ((error: Error | null) => void)[] = [];

  /** The frame to send. */
  add(done: (error: Error | null) => void): Buffer {
    this.#waiting.push(done);
    return frame({ type: FRAME.PING, flags: 0, id: 0 }, PAYLOAD);
  }

  answered(payload: Buffer): void {
    if (payload.equals(PAYLOAD)) this.#waiting.shift()?.(null);
  }

  /** No answer comes any more. */
  fail(): void {
    for (const done of this.#waiting.splice(0)) done(new Error('the connection is gone'));
  }
}
