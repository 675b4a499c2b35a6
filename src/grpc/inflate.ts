import { gunzip } from 'node:zlib';

/** What this server reads (`grpc-accept-encoding`). */
export const ACCEPTED_ENCODINGS = 'identity,gzip';

export type Encoding = 'identity' | 'gzip';

/** Null: an encoding that this server does not read. */
export function encodingOf(header: string | undefined): Encoding | null {
  if (header === undefined || header === 'identity') return 'identity';
  return header === 'gzip' ? 'gzip' : null;
}

/** `too-large`: the message grows beyond the limit, and is not unpacked further than that. */
export type Inflated = Uint8Array | 'too-large' | 'corrupt';

/** Off the event loop: a packed message may be a thousand times larger than what came. */
export function inflate(bytes: Uint8Array, maxBytes: number): Promise<Inflated> {
  return new Promise((resolve) => {
    // zlib wants room for at least one byte.
    gunzip(bytes, { maxOutputLength: Math.max(1, maxBytes) }, (error, result) => {
      if (!error) resolve(result);
      else resolve('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'corrupt');
    });
  });
}
