import type { Duplex } from 'node:stream';
import { dataFrames, sharedFrames } from './data-frames.ts';
import { MAX_WINDOW } from './frames.ts';
import type { SendQueue } from './send-queue.ts';

/** What a stream lets the outbox see of what it has to send. */
export interface Sender {
  readonly id: number;
  /** Bytes that the client takes on this stream. */
  sendWindow: number;
  /** Messages that wait. */
  readonly queue: SendQueue;
  /** Its messages are all on their way. */
  drained(): void;
}

/** A client is sent on as long as less than this waits in its socket: what waits longer, waits in its stream's queue. */
const ROOM = 262_144;
/** What a stream may send before it is another's turn. */
const TURN = 65_536;
/** Answers to a client that reads nothing and goes on asking for them. */
const MOST_UNREAD_ANSWERS = 10_000;

/** Sends what the streams of a connection have to say, within the client's windows, in turns. */
export class Outbox {
  readonly #socket: Duplex;
  readonly #flooded: () => void;
  /** Streams that have something to send and may. */
  readonly #waiting = new Set<Sender>();
  #window = 65_535;
  #unread = 0;
  #written = 0;
  #stopped = false;

  /** `flooded`: the client wants answers and does not read them. */
  constructor(socket: Duplex, flooded: () => void) {
    this.#socket = socket;
    this.#flooded = flooded;
    socket.on('drain', () => {
      this.#unread = 0;
      this.#pump();
    });
  }

  /** Bytes that were handed to the socket so far. */
  get written(): number {
    return this.#written;
  }

  /** Bytes that the system has not taken yet. */
  get pending(): number {
    return this.#socket.writableLength;
  }

  /** What is written until `uncork` goes out as one. */
  cork(): void {
    this.#socket.cork();
  }

  uncork(): void {
    this.#socket.uncork();
  }

  /** Nothing is written any more. */
  stop(): void {
    this.#stopped = true;
    this.#waiting.clear();
  }

  /** Frames without flow control. */
  control(frames: Buffer): void {
    if (this.#socket.writableNeedDrain) {
      this.#unread += 1;
      if (this.#unread === MOST_UNREAD_ANSWERS) this.#flooded();
    }
    this.#write(frames);
  }

  /** All at once where nothing stands in the way: that is what a change costs, times the fleet. */
  send(sender: Sender, message: Buffer): void {
    const { length } = message;
    if (length === 0) return;
    const free = sender.queue.bytes === 0 && length <= sender.sendWindow && length <= this.#window;
    if (free && this.#socket.writableLength < ROOM) {
      sender.sendWindow -= length;
      this.#window -= length;
      this.#write(sharedFrames(message, sender.id));
      return;
    }
    sender.queue.push(message);
    this.wake(sender);
  }

  /** The stream may send again. */
  wake(sender: Sender): void {
    this.#waiting.add(sender);
    this.#pump();
  }

  forget(sender: Sender): void {
    this.#waiting.delete(sender);
  }

  /** The client takes more on the connection; false: more than there may be. */
  grow(increment: number): boolean {
    this.#window += increment;
    if (this.#window > MAX_WINDOW) return false;
    this.#pump();
    return true;
  }

  #pump(): void {
    // A stream that is put back comes up again in the same loop, behind the others.
    for (const sender of this.#waiting) {
      if (this.#window <= 0 || this.#socket.writableLength >= ROOM) return;
      this.#waiting.delete(sender);
      const sent = this.#turn(sender);
      if (sender.queue.bytes === 0) sender.drained();
      else if (sent > 0) this.#waiting.add(sender);
    }
  }

  #turn(sender: Sender): number {
    let sent = 0;
    for (let message = sender.queue.front; message; message = sender.queue.front) {
      const length = Math.min(message.length, sender.sendWindow, this.#window, TURN - sent);
      if (length <= 0) break;
      this.#write(dataFrames(message.subarray(0, length), sender.id));
      sender.sendWindow -= length;
      this.#window -= length;
      sent += length;
      sender.queue.take(length);
    }
    return sent;
  }

  #write(bytes: Buffer): void {
    if (this.#stopped) return;
    this.#written += bytes.length;
    this.#socket.write(bytes);
  }
}
