import {
  DEFAULT_WINDOW,
  FLAG,
  frame,
  FRAME,
  MAX_PAYLOAD,
  MAX_WINDOW,
  numberFrame,
  SETTING,
  settingsFrame,
} from './frames.ts';
import type { Head } from './frame-reader.ts';

/** What of a client's settings concerns the server; null: not told. */
export interface ClientSettings {
  readonly tableBytes: number | null;
  readonly windowBytes: number | null;
}

/** Reads SETTINGS, of which the last of a kind counts; a fault where one is out of its range. */
export function readSettings({ start, end }: Head, bytes: Buffer): ClientSettings | 'window' | 'range' {
  let tableBytes: number | null = null;
  let windowBytes: number | null = null;
  for (let at = start; at < end; at += 6) {
    const value = bytes.readUInt32BE(at + 2);
    switch (bytes.readUInt16BE(at)) {
      case SETTING.HEADER_TABLE_SIZE:
        // The smallest on the way is what the encoder must have obeyed (RFC 7541, 4.2).
        tableBytes = Math.min(tableBytes ?? value, value);
        break;
      case SETTING.ENABLE_PUSH:
        if (value > 1) return 'range';
        break;
      case SETTING.INITIAL_WINDOW_SIZE:
        if (value > MAX_WINDOW) return 'window';
        windowBytes = value;
        break;
      case SETTING.MAX_FRAME_SIZE:
        if (value < MAX_PAYLOAD || value > 2 ** 24 - 1) return 'range';
        break;
      default:
      // Unknown settings are ignored; the server opens no streams and its header lists are small.
    }
  }
  return { tableBytes, windowBytes };
}

export interface ServerSettings {
  readonly maxConcurrentStreams: number;
  readonly streamWindow: number;
  readonly connectionWindow: number;
  readonly maxHeaderListBytes: number;
}

/** What a server says first: its SETTINGS, and the WINDOW_UPDATE of the connection's window. */
export interface Greeting {
  readonly alone: Buffer;
  /** With the acknowledgement of the client's SETTINGS behind it. */
  readonly withAck: Buffer;
}

export const SETTINGS_ACK = frame({ type: FRAME.SETTINGS, flags: FLAG.ACK, id: 0 });

/** By what they say: the connections of a server have the same. */
const GREETINGS = new WeakMap<ServerSettings, Greeting>();

/**
 * Tells what the server allows where that is not HTTP/2's default. Shared by connections with the same settings object,
 * which must not change.
 */
export function greetingOf(settings: ServerSettings): Greeting {
  const known = GREETINGS.get(settings);
  if (known) return known;
  const frames = settingsFrame([
    [SETTING.MAX_CONCURRENT_STREAMS, settings.maxConcurrentStreams],
    [SETTING.INITIAL_WINDOW_SIZE, settings.streamWindow],
    [SETTING.MAX_HEADER_LIST_SIZE, settings.maxHeaderListBytes],
  ]);
  const more = settings.connectionWindow - DEFAULT_WINDOW;
  const alone = more > 0 ? Buffer.concat([frames, numberFrame(FRAME.WINDOW_UPDATE, 0, more)]) : frames;
  const made = Object.freeze({ alone, withAck: Buffer.concat([alone, SETTINGS_ACK]) });
  GREETINGS.set(settings, made);
  return made;
}
