import { connect } from 'node:net';
import type { Socket } from 'node:net';
import {
  ACK,
  FRAME,
  FRAME_HEADER_BYTES,
  frame,
  opening,
  SETTINGS_ACK,
  STREAM,
  WINDOW_STEP,
  windowUpdate,
} from './frames.ts';
import { ResponseScan } from './response-scan.ts';
import type { ScannedResponse } from './response-scan.ts';

const METHOD = '/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources';
const PREFIX_BYTES = 5;

/** All sockets read into it, one at a time. */
const SHARED = Buffer.alloc(262_144);

export interface ConnectionOptions {
  readonly host: string;
  readonly port: number;
  /** Larger resources are passed over. */
  readonly large: number;
}

export interface ConnectionEvents {
  /** The bytes of a whole read, while nothing is half read. True: dealt with, nothing else is to be done with it. */
  onChunk(chunk: Buffer): boolean;
  /** A response; `alone`: the read held it and nothing else. */
  onResponse(response: ScannedResponse, alone: Buffer | null): void;
  onEnd(error: Error): void;
}

/** One delta ADS stream on a connection of its own. */
export class Connection {
  /** Bytes received. */
  received = 0;
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;
  readonly #large: number;
  #head: Buffer = Buffer.alloc(0);
  /** Of the frame that is being read. */
  #frame: { readonly type: number; readonly flags: number; left: number } | null = null;
  /** The payload of a frame that is neither data nor passed over. */
  #payload: Buffer[] = [];
  #prefix: Buffer = Buffer.alloc(0);
  #message: { readonly scan: ResponseScan; left: number } | null = null;
  /** Bytes taken of which the server does not know yet. */
  #untold = 0;
  #closed = false;
  /** That came to their end in this read. */
  #responses: ScannedResponse[] = [];
  /** Frames other than data in this read. */
  #others = 0;

  constructor({ host, port, large }: ConnectionOptions, events: ConnectionEvents) {
    this.#events = events;
    this.#large = large;
    this.#socket = connect({
      host,
      port,
      noDelay: true,
      onread: {
        buffer: SHARED,
        callback: (size) => {
          this.#read(SHARED.subarray(0, size));
          return true;
        },
      },
    });
    this.#socket.on('error', (error) => {
      this.#end(error);
    });
    this.#socket.on('close', () => {
      this.#end(new Error('the server closed the connection'));
    });
    this.#socket.write(opening(`${host}:${port}`, METHOD));
  }

  /** Sends frames that are ready to go. */
  write(frames: Buffer): void {
    this.#socket.write(frames);
  }

  close(): void {
    this.#closed = true;
    this.#socket.destroy();
  }

  #end(error: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#socket.destroy();
    this.#events.onEnd(error);
  }

  #atRest(): boolean {
    return (
      this.#head.length === 0 && this.#frame === null && this.#prefix.length === 0 && this.#message === null
    );
  }

  #read(chunk: Buffer): void {
    this.received += chunk.length;
    const whole = this.#atRest();
    if (whole && this.#events.onChunk(chunk)) {
      this.#consumed(chunk.length - FRAME_HEADER_BYTES);
      return;
    }
    this.#begin();
    try {
      for (let at = 0; at < chunk.length;) at = this.#step(chunk, at);
    } catch (error) {
      this.#end(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    const alone = whole && this.#atRest() && this.#others === 0 && this.#responses.length === 1;
    for (const response of this.#responses) this.#events.onResponse(response, alone ? chunk : null);
  }

  #begin(): void {
    this.#responses = [];
    this.#others = 0;
  }

  /** Reads on at a place of the chunk; returns how far it came. */
  #step(chunk: Buffer, at: number): number {
    if (this.#frame === null) {
      const end = Math.min(chunk.length, at + FRAME_HEADER_BYTES - this.#head.length);
      this.#head = Buffer.concat([this.#head, chunk.subarray(at, end)]);
      if (this.#head.length < FRAME_HEADER_BYTES) return end;
      const [left, type, flags] = [this.#head.readUIntBE(0, 3), this.#head[3] ?? 0, this.#head[4] ?? 0];
      this.#head = Buffer.alloc(0);
      this.#frame = { type, flags, left };
      this.#payload = [];
      if (type !== FRAME.DATA) this.#others += 1;
      if (left === 0) this.#frameDone();
      return end;
    }
    const end = Math.min(chunk.length, at + this.#frame.left);
    const piece = chunk.subarray(at, end);
    this.#frame.left -= piece.length;
    if (this.#frame.type === FRAME.DATA) this.#data(piece);
    else this.#payload.push(Buffer.from(piece));
    if (this.#frame.left === 0) this.#frameDone();
    return end;
  }

  #frameDone(): void {
    const done = this.#frame;
    this.#frame = null;
    if (done === null) return;
    const payload = Buffer.concat(this.#payload);
    if (done.type === FRAME.SETTINGS && (done.flags & ACK) === 0) this.#socket.write(SETTINGS_ACK);
    else if (done.type === FRAME.PING && (done.flags & ACK) === 0)
      this.#socket.write(frame(FRAME.PING, ACK, { stream: 0, payload }));
    else if (done.type === FRAME.GOAWAY || done.type === FRAME.RST_STREAM)
      throw new Error(`the server ended the stream (frame type ${done.type})`);
  }

  #data(piece: Buffer): void {
    this.#consumed(piece.length);
    for (let at = 0; at < piece.length;) {
      if (this.#message === null) {
        const end = Math.min(piece.length, at + PREFIX_BYTES - this.#prefix.length);
        this.#prefix = Buffer.concat([this.#prefix, piece.subarray(at, end)]);
        at = end;
        if (this.#prefix.length < PREFIX_BYTES) return;
        this.#message = { scan: new ResponseScan(this.#large), left: this.#prefix.readUInt32BE(1) };
        this.#prefix = Buffer.alloc(0);
      }
      const end = Math.min(piece.length, at + this.#message.left);
      this.#message.scan.take(piece.subarray(at, end));
      this.#message.left -= end - at;
      at = end;
      if (this.#message.left > 0) return;
      this.#responses.push(this.#message.scan.finish());
      this.#message = null;
    }
  }

  #consumed(bytes: number): void {
    this.#untold += bytes;
    if (this.#untold < WINDOW_STEP) return;
    this.#socket.write(Buffer.concat([windowUpdate(0, this.#untold), windowUpdate(STREAM, this.#untold)]));
    this.#untold = 0;
  }
}
