import { frameSizeError, protocolError } from './connection-error.ts';
import type { Head } from './frame-reader.ts';
import { FLAG, FRAME } from './frames.ts';

const nameOf = (type: number): string => Object.entries(FRAME).find((entry) => entry[1] === type)?.[0] ?? '';
const OF_CONNECTION: ReadonlySet<number> = new Set([FRAME.SETTINGS, FRAME.PING, FRAME.GOAWAY]);
const OF_STREAM: ReadonlySet<number> = new Set([
  FRAME.DATA,
  FRAME.HEADERS,
  FRAME.PRIORITY,
  FRAME.RST_STREAM,
  FRAME.CONTINUATION,
]);

/** What each type's definition says of its stream and its size (RFC 9113, 6). Throws a ConnectionError. */
export function checkFrame({ type, flags, id, start, end }: Head): void {
  if (id === 0 ? OF_STREAM.has(type) : OF_CONNECTION.has(type)) {
    protocolError(`${nameOf(type)} is for ${id === 0 ? 'streams' : 'the connection'}`);
  }
  if (!fits(type, flags, end - start)) frameSizeError(nameOf(type));
}

function fits(type: number, flags: number, size: number): boolean {
  switch (type) {
    case FRAME.RST_STREAM:
    case FRAME.WINDOW_UPDATE:
      return size === 4;
    case FRAME.SETTINGS:
      return flags & FLAG.ACK ? size === 0 : size % 6 === 0;
    case FRAME.PING:
      return size === 8;
    case FRAME.GOAWAY:
      return size >= 8;
    default:
      return true;
  }
}
