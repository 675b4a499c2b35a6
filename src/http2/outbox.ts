import type { Duplex } from 'node:stream';
import { dataFrames, sharedFrames } from './data-frames.ts';
import { DEFAULT_WINDOW, MAX_WINDOW } from './frames.ts';
import { SendQueue } from './send-queue.ts';

/** What a stream lets the outbox see of what it has to send. */
export interface Sender {
  readonly id: number;
  /** Bytes that the client takes on this stream. */
  sendWindow: number;
  /** Messages that wait; null: there never were any. */
  queue: SendQueue | null;
  /** Its messages are all on their way. */
  drained(): void;
}

export interface OutboxOwner {
  /** The client wants answers and does not read them. */
  flooded(): void;
}

/** A client is sent on as long as less than this waits in its socket: what waits longer, waits in its stream's queue. */
const ROOM = 262_144;
/** What a stream may send before it is another's turn. */
const TURN = 65_536;
/** Answers to a client that reads nothing and goes on asking for them. */
const MOST_UNREAD_ANSWERS = 10_000;

const SETTLED = Promise.resolve();

/** Sends what the streams of a connection have to say, within the client's windows, in turns. */
export class Outbox {
  readonly #socket: Duplex;
  readonly #owner: OutboxOwner;
  /** Streams that have something to send and may; null: there never were any. */
  #waiting: Set<Sender> | null = null;
  #window = DEFAULT_WINDOW;
  #unread = 0;
  #written = 0;
  /** Of calls of `cork`, how many are not undone. */
  #corks = 0;
  /** What was written first since then; the socket is corked only when there is something to go with it. */
  #held: Buffer | null = null;
  #socketCorked = false;
  #awaitsDrain = false;
  #stopped = false;

  constructor(socket: Duplex, owner: OutboxOwner) {
    this.#socket = socket;
    this.#owner = owner;
  }

  /** Bytes that were handed to the socket so far. */
  get written(): number {
    return this.#written;
  }

  /** Bytes that the system has not taken yet. */
  get pending(): number {
    const { writableLength } = this.#socket;
    return this.#held ? writableLength + this.#held.length : writableLength;
  }

  /** What is written until `uncork` goes out as one. */
  cork(): void {
    this.#corks += 1;
  }

  uncork(): void {
    this.#corks -= 1;
    if (this.#corks > 0) return;
    this.#release();
    if (!this.#socketCorked) return;
    this.#socketCorked = false;
    this.#socket.uncork();
  }

  /** As `uncork`, once what came has set off what it does: answers that are worked out in a microtask go along. */
  uncorkSoon(): void {
    if (this.#corks === 1 && !this.#held && !this.#socketCorked) this.#corks = 0;
    else {
      void SETTLED.then(() => {
        this.uncork();
      });
    }
  }

  /** Nothing is written any more, once what was is with the socket. */
  stop(): void {
    this.#release();
    this.#stopped = true;
    this.#waiting?.clear();
  }

  /** Frames without flow control. */
  control(frames: Buffer): void {
    if (this.#socket.writableNeedDrain) {
      this.#unread += 1;
      if (this.#unread === MOST_UNREAD_ANSWERS) this.#owner.flooded();
    }
    this.#write(frames);
  }

  /** All at once where nothing stands in the way: that is what a change costs, times the fleet. */
  send(sender: Sender, message: Buffer): void {
    const { length } = message;
    if (length === 0) return;
    const { queue } = sender;
    const isFirst = queue === null || queue.bytes === 0;
    if (isFirst && length <= sender.sendWindow && length <= this.#window && this.pending < ROOM) {
      sender.sendWindow -= length;
      this.#window -= length;
      this.#write(sharedFrames(message, sender.id));
      return;
    }
    (sender.queue ??= new SendQueue()).push(message);
    this.wake(sender);
  }

  /** The stream may send again. */
  wake(sender: Sender): void {
    (this.#waiting ??= new Set()).add(sender);
    this.#pump();
  }

  forget(sender: Sender): void {
    this.#waiting?.delete(sender);
  }

  /** The client takes more on the connection; false: more than there may be. */
  grow(increment: number): boolean {
    this.#window += increment;
    if (this.#window > MAX_WINDOW) return false;
    this.#pump();
    return true;
  }

  #pump(): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    // A stream that is put back comes up again in the same loop, behind the others.
    for (const sender of waiting) {
      if (this.#window <= 0 || this.pending >= ROOM) return;
      waiting.delete(sender);
      const { queue } = sender;
      if (!queue) continue;
      const sent = this.#turn(sender, queue);
      if (queue.bytes === 0) sender.drained();
      else if (sent > 0) waiting.add(sender);
    }
  }

  #turn(sender: Sender, queue: SendQueue): number {
    let sent = 0;
    for (let message = queue.front; message; message = queue.front) {
      const length = Math.min(message.length, sender.sendWindow, this.#window, TURN - sent);
      if (length <= 0) break;
      this.#write(dataFrames(message.subarray(0, length), sender.id));
      sender.sendWindow -= length;
      this.#window -= length;
      sent += length;
      queue.take(length);
    }
    return sent;
  }

  #write(bytes: Buffer): void {
    if (this.#stopped) return;
    this.#written += bytes.length;
    if (this.#corks === 0) this.#put(bytes);
    else if (this.#socketCorked) this.#put(bytes);
    else if (!this.#held) this.#held = bytes;
    else {
      this.#socketCorked = true;
      this.#socket.cork();
      this.#release();
      this.#put(bytes);
    }
  }

  #release(): void {
    const held = this.#held;
    if (!held) return;
    this.#held = null;
    if (!this.#socket.destroyed) this.#put(held);
  }

  #put(bytes: Buffer): void {
    if (this.#socket.write(bytes) || this.#awaitsDrain) return;
    this.#awaitsDrain = true;
    this.#socket.on('drain', () => {
      this.#unread = 0;
      this.#pump();
    });
  }
}
