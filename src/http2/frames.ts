/** Frames of HTTP/2 (RFC 9113, 4 and 6). */

export const FRAME = Object.freeze({
  DATA: 0,
  HEADERS: 1,
  PRIORITY: 2,
  RST_STREAM: 3,
  SETTINGS: 4,
  PUSH_PROMISE: 5,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
  CONTINUATION: 9,
});

export const FLAG = Object.freeze({
  /** Of SETTINGS and PING. */
  ACK: 0x1,
  END_STREAM: 0x1,
  END_HEADERS: 0x4,
  PADDED: 0x8,
  PRIORITY: 0x20,
});

export const SETTING = Object.freeze({
  HEADER_TABLE_SIZE: 1,
  ENABLE_PUSH: 2,
  MAX_CONCURRENT_STREAMS: 3,
  INITIAL_WINDOW_SIZE: 4,
  MAX_FRAME_SIZE: 5,
  MAX_HEADER_LIST_SIZE: 6,
});

/** Error codes (RFC 9113, 7). */
export const CODE = Object.freeze({
  NO_ERROR: 0,
  PROTOCOL_ERROR: 1,
  INTERNAL_ERROR: 2,
  FLOW_CONTROL_ERROR: 3,
  SETTINGS_TIMEOUT: 4,
  STREAM_CLOSED: 5,
  FRAME_SIZE_ERROR: 6,
  REFUSED_STREAM: 7,
  CANCEL: 8,
  COMPRESSION_ERROR: 9,
  ENHANCE_YOUR_CALM: 11,
});

export const HEADER_BYTES = 9;
/** The largest payload that either side sends: what HTTP/2 begins with, and the server never asks for more. */
export const MAX_PAYLOAD = 16_384;
export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');
/** What a window is to begin with. */
export const DEFAULT_WINDOW = 65_535;
/** Windows and their increments end here. */
export const MAX_WINDOW = 2 ** 31 - 1;

export interface FrameHead {
  readonly type: number;
  readonly flags: number;
  readonly id: number;
}

export function writeHead(into: Buffer, at: number, head: FrameHead & { readonly length: number }): void {
  into[at] = head.length >> 16;
  into[at + 1] = head.length >> 8;
  into[at + 2] = head.length;
  into[at + 3] = head.type;
  into[at + 4] = head.flags;
  into.writeUInt32BE(head.id, at + 5);
}

export function frame(head: FrameHead, payload: Uint8Array = EMPTY): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
  writeHead(bytes, 0, { ...head, length: payload.length });
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

const EMPTY = new Uint8Array(0);

/** A frame whose payload is one number of 32 bits: RST_STREAM and WINDOW_UPDATE. */
export function numberFrame(type: number, id: number, value: number): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + 4);
  writeHead(bytes, 0, { type, flags: 0, id, length: 4 });
  bytes.writeUInt32BE(value, HEADER_BYTES);
  return bytes;
}

export function settingsFrame(settings: readonly (readonly [setting: number, value: number])[]): Buffer {
  const payload = Buffer.alloc(6 * settings.length);
  for (const [index, [setting, value]] of settings.entries()) {
    payload.writeUInt16BE(setting, 6 * index);
    payload.writeUInt32BE(value, 6 * index + 2);
  }
  return frame({ type: FRAME.SETTINGS, flags: 0, id: 0 }, payload);
}

export function goawayFrame(lastId: number, code: number, debug: Uint8Array): Buffer {
  const payload = Buffer.alloc(8 + debug.length);
  payload.writeUInt32BE(lastId, 0);
  payload.writeUInt32BE(code, 4);
  payload.set(debug, 8);
  return frame({ type: FRAME.GOAWAY, flags: 0, id: 0 }, payload);
}

/** A header block as HEADERS and, where it is longer than a frame, CONTINUATION. */
export function headerFrames(id: number, block: Buffer, endStream: boolean): Buffer {
  const frames: Buffer[] = [];
  for (let at = 0; at === 0 || at < block.length; at += MAX_PAYLOAD) {
    const type = at === 0 ? FRAME.HEADERS : FRAME.CONTINUATION;
    const last = at + MAX_PAYLOAD >= block.length;
    const flags = (last ? FLAG.END_HEADERS : 0) | (at === 0 && endStream ? FLAG.END_STREAM : 0);
    frames.push(frame({ type, flags, id }, block.subarray(at, at + MAX_PAYLOAD)));
  }
  return frames.length === 1 ? (frames[0] ?? NO_BYTES) : Buffer.concat(frames);
}

const NO_BYTES = Buffer.alloc(0);
