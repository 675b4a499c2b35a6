import { Writer } from '../proto/writer.ts';
import { fieldsOf } from './wire-fields.ts';

const VALUE = 2;

/** The message within an encoded google.protobuf.Any: a view, not a copy. */
export function valueOf(any: Uint8Array): Uint8Array {
  let found: Uint8Array = new Uint8Array();
  for (const { field, value } of fieldsOf(any)) if (field === VALUE && value !== null) found = value;
  return found;
}

/** The same type with another message in it. */
export function withValue(any: Uint8Array, message: Uint8Array): Uint8Array {
  const writer = new Writer();
  for (const { field, raw } of fieldsOf(any)) if (field !== VALUE) writer.raw(raw);
  writer.varint((VALUE << 3) | 2);
  writer.bytes(message);
  return writer.finish();
}
