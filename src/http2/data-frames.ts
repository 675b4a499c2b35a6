import { FRAME, HEADER_BYTES, MAX_PAYLOAD, writeHead } from './frames.ts';

/** A message is kept cut for so many stream numbers: connections that carry many streams are not worth the memory. */
const MOST_IDS = 4;

/**
 * The DATA frames of messages, by message and stream number: a discovery response goes to a thousand connections, on
 * each of which the discovery stream has the same number, so that its frames are equal byte for byte, and one write.
 */
const framed = new WeakMap<Buffer, Map<number, Buffer>>();

/** All of a message as DATA frames of a stream. The result is shared: it must not be changed. */
export function sharedFrames(message: Buffer, id: number): Buffer {
  let byId = framed.get(message);
  if (!byId) framed.set(message, (byId = new Map<number, Buffer>()));
  const known = byId.get(id);
  if (known) return known;
  const frames = dataFrames(message, id);
  if (byId.size < MOST_IDS) byId.set(id, frames);
  return frames;
}

/** The bytes as DATA frames, in one buffer with memory of its own: it may be kept, and would keep a whole pool alive. */
export function dataFrames(bytes: Uint8Array, id: number): Buffer {
  const frames = Buffer.allocUnsafeSlow(bytes.length + HEADER_BYTES * Math.ceil(bytes.length / MAX_PAYLOAD));
  let to = 0;
  for (let from = 0; from < bytes.length; from += MAX_PAYLOAD) {
    const length = Math.min(MAX_PAYLOAD, bytes.length - from);
    writeHead(frames, to, { type: FRAME.DATA, flags: 0, id, length });
    frames.set(bytes.subarray(from, from + length), to + HEADER_BYTES);
    to += HEADER_BYTES + length;
  }
  return frames;
}
