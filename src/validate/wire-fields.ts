import { Reader } from '../proto/reader.ts';

export interface Field {
  readonly field: number;
  /** With its tag. */
  readonly raw: Uint8Array;
  /** Of a length-delimited field, what is in it. */
  readonly value: Uint8Array | null;
}

/** The fields of an encoded message, in their order. */
export function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  const reader = new Reader(bytes);
  while (reader.position < bytes.length) {
    const start = reader.position;
    const tag = reader.uint32();
    let value: Uint8Array | null = null;
    if ((tag & 7) === 2) value = reader.bytes();
    else reader.skip(tag & 7);
    yield { field: tag >>> 3, raw: bytes.subarray(start, reader.position), value };
  }
}
