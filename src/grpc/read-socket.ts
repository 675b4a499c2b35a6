import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { Duplex } from 'node:stream';

/**
 * Hands what comes on a socket to `take`, in order. A network socket pushes its chunks into a stream, which looks for
 * more after each of them, by a callback of its own: that costs more than reading an ACK, and does nothing, since such a
 * socket reads on by itself. So a chunk is taken as it is pushed. What was pushed before anybody listened, the end,
 * and any other kind of stream go the usual way.
 */
export function readSocket(socket: Duplex, take: (chunk: Buffer) => void): void {
  socket.on('data', take);
  if (!(socket instanceof Socket)) return;
  // Once it is empty nothing gets into it any more.
  let waits = socket.readableLength > 0;
  socket.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (waits) waits = socket.readableLength > 0;
    if (waits || !(chunk instanceof Uint8Array)) return Readable.prototype.push.call(socket, chunk, encoding);
    take(chunk as Buffer);
    return true;
  };
}
