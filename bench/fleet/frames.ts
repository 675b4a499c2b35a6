/*
 * HTTP/2 as one gRPC client needs it for one stream on a connection, by hand: a thousand sidecars in a process must
 * cost the machine less than the server that they share it with. RFC 9113 and RFC 7541.
 */

export const FRAME = {
  DATA: 0,
  HEADERS: 1,
  RST_STREAM: 3,
  SETTINGS: 4,
  PING: 6,
  GOAWAY: 7,
  WINDOW_UPDATE: 8,
} as const;
export const ACK = 1;
const END_HEADERS = 4;
export const FRAME_HEADER_BYTES = 9;
const GRPC_PREFIX_BYTES = 5;
/** The only one on a connection. */
export const STREAM = 1;

/** Envoy's. */
const STREAM_WINDOW = 16 * 1_048_576;
const CONNECTION_WINDOW = 24 * 1_048_576;
const DEFAULT_WINDOW = 65_535;
const INITIAL_WINDOW_SIZE = 4;
const HEADER_TABLE_SIZE = 1;

/** How much may be taken before the server is told that there is room again. */
export const WINDOW_STEP = STREAM_WINDOW / 2;

export function frame(
  type: number,
  flags: number,
  { stream, payload }: { stream: number; payload: Uint8Array },
): Buffer {
  const bytes = Buffer.alloc(FRAME_HEADER_BYTES + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes.writeUInt8(type, 3);
  bytes.writeUInt8(flags, 4);
  bytes.writeUInt32BE(stream, 5);
  bytes.set(payload, FRAME_HEADER_BYTES);
  return bytes;
}

export function windowUpdate(stream: number, bytes: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(bytes);
  return frame(FRAME.WINDOW_UPDATE, 0, { stream, payload });
}

/** A gRPC message in a DATA frame. */
export function dataFrame(message: Uint8Array): Buffer {
  const payload = Buffer.alloc(GRPC_PREFIX_BYTES + message.length);
  payload.writeUInt32BE(message.length, 1);
  payload.set(message, GRPC_PREFIX_BYTES);
  return frame(FRAME.DATA, 0, { stream: STREAM, payload });
}

/** A header that is not indexed, its name and value as they are; both are shorter than 127 bytes. */
function literal([name, value]: readonly [string, string]): Buffer {
  return Buffer.concat([
    Buffer.from([0, name.length]),
    Buffer.from(name),
    Buffer.from([value.length]),
    Buffer.from(value),
  ]);
}

function setting(id: number, value: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUInt16BE(id);
  bytes.writeUInt32BE(value, 2);
  return bytes;
}

/** What a connection begins with: preface, settings, and the stream's request. */
export function opening(authority: string, path: string): Buffer {
  const settings = [setting(HEADER_TABLE_SIZE, 0), setting(INITIAL_WINDOW_SIZE, STREAM_WINDOW)];
  const headers: readonly (readonly [string, string])[] = [
    [':method', 'POST'],
    [':scheme', 'http'],
    [':path', path],
    [':authority', authority],
    ['content-type', 'application/grpc'],
    ['te', 'trailers'],
  ];
  return Buffer.concat([
    Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    frame(FRAME.SETTINGS, 0, { stream: 0, payload: Buffer.concat(settings) }),
    windowUpdate(0, CONNECTION_WINDOW - DEFAULT_WINDOW),
    frame(FRAME.HEADERS, END_HEADERS, { stream: STREAM, payload: Buffer.concat(headers.map(literal)) }),
  ]);
}

export const SETTINGS_ACK = frame(FRAME.SETTINGS, ACK, { stream: 0, payload: new Uint8Array(0) });
