import { MAX_PAYLOAD, MAX_WINDOW, SETTING, settingsFrame } from './frames.ts';

/** What of a client's settings concerns the server; null: not told. */
export interface ClientSettings {
  readonly tableBytes: number | null;
  readonly windowBytes: number | null;
}

/** Reads the payload of SETTINGS, of which the last of a kind counts; a fault where one is out of its range. */
export function readSettings(payload: Buffer): ClientSettings | 'window' | 'range' {
  let tableBytes: number | null = null;
  let windowBytes: number | null = null;
  for (let at = 0; at < payload.length; at += 6) {
    const value = payload.readUInt32BE(at + 2);
    switch (payload.readUInt16BE(at)) {
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

/** The frame that says what the server allows, where that is not HTTP/2's default. */
export function serverSettings(options: {
  readonly maxConcurrentStreams: number;
  readonly streamWindow: number;
  readonly maxHeaderListBytes: number;
}): Buffer {
  return settingsFrame([
    [SETTING.MAX_CONCURRENT_STREAMS, options.maxConcurrentStreams],
    [SETTING.INITIAL_WINDOW_SIZE, options.streamWindow],
    [SETTING.MAX_HEADER_LIST_SIZE, options.maxHeaderListBytes],
  ]);
}
