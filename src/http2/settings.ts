import {
  DEFAULT_WINDOW,
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

/** By what they say: the connections of a server have the same. */
const GREETINGS = new WeakMap<ServerSettings, Buffer>();

/**
 * What the server says first: what it allows where that is not HTTP/2's default. Shared by connections with the same
 * settings object, which must not change.
 */
export function greeting(settings: ServerSettings): Buffer {
  const known = GREETINGS.get(settings);
  if (known) return known;
  const frames = settingsFrame([
    [SETTING.MAX_CONCURRENT_STREAMS, settings.maxConcurrentStreams],
    [SETTING.INITIAL_WINDOW_SIZE, settings.streamWindow],
    [SETTING.MAX_HEADER_LIST_SIZE, settings.maxHeaderListBytes],
  ]);
  const more = settings.connectionWindow - DEFAULT_WINDOW;
  const bytes = more > 0 ? Buffer.concat([frames, numberFrame(FRAME.WINDOW_UPDATE, 0, more)]) : frames;
  GREETINGS.set(settings, bytes);
  return bytes;
}
