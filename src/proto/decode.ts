import { ProtoError, within } from './error.ts';
import { Reader } from './reader.ts';
import type { ScalarKind } from './scalars.ts';
import { readScalar } from './scalars.ts';
import type { FieldSchema } from './schema.ts';
import { enumSchema, isKnown, messageSchema, wireType } from './schema.ts';
import { formatDuration, formatTimestamp } from './time.ts';

type JsonObject = Record<string, unknown>;
type ReadJson = (reader: Reader, end: number) => unknown;

function set(object: JsonObject, key: string, value: unknown): void {
  // A map may have any key, and this one is not a plain property.
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  else object[key] = value;
}

/** Reads the fields of a message up to `end`; fields that the table does not know are passed over. */
export function readMessage(reader: Reader, type: string, end: number): unknown {
  const special = WELL_KNOWN.get(type);
  if (special !== undefined) return special(reader, end);
  return readFields(reader, type, end);
}

function readFields(reader: Reader, type: string, end: number): JsonObject {
  const schema = messageSchema(type);
  const json: JsonObject = {};
  while (reader.position < end) {
    const tag = reader.uint32();
    const field = schema.byNumber.get(tag >>> 3);
    if (field === undefined) {
      reader.skip(tag & 7);
      continue;
    }
    try {
      readField(reader, { field, json, wire: tag & 7 });
    } catch (error) {
      throw within(field.name, error);
    }
    if (field.oneof !== null) dropOthers(schema.byNumber, field, json);
  }
  if (reader.position !== end) throw new ProtoError(`a field runs over the end of ${type}`);
  return json;
}

/** Of a oneof the last one on the wire counts. */
function dropOthers(fields: ReadonlyMap<number, FieldSchema>, field: FieldSchema, json: JsonObject): void {
  for (const other of fields.values()) {
    if (other.oneof === field.oneof && other !== field && Object.hasOwn(json, other.name)) {
      Reflect.deleteProperty(json, other.name);
    }
  }
}

function readField(reader: Reader, target: { field: FieldSchema; json: JsonObject; wire: number }): void {
  const { field, json, wire } = target;
  if (field.mapKey !== null) {
    const map = (json[field.name] ??= {}) as JsonObject;
    const [key, value] = readEntry(reader, field);
    set(map, key, value);
  } else if (field.repeated) {
    const list = (json[field.name] ??= []) as unknown[];
    if (wire === 2 && wireType(field.kind) !== 2) {
      const end = reader.limit();
      while (reader.position < end) list.push(readValue(reader, field));
    } else {
      list.push(readValue(reader, field));
    }
  } else {
    json[field.name] = readValue(reader, field);
  }
}

function readValue(reader: Reader, field: FieldSchema): unknown {
  if (field.kind === 'message') return readMessage(reader, field.typeName, reader.limit());
  if (field.kind === 'enum') {
    const number = reader.uint32() | 0;
    return enumSchema(field.typeName).byNumber.get(number) ?? number;
  }
  return readScalar(reader, field.kind);
}

function defaultOf(field: FieldSchema): unknown {
  if (field.kind === 'message') return readMessage(new Reader(new Uint8Array()), field.typeName, 0);
  if (field.kind === 'enum') return enumSchema(field.typeName).byNumber.get(0) ?? 0;
  if (field.kind === 'string' || field.kind === 'bytes') return '';
  if (field.kind === 'bool') return false;
  return field.kind.includes('64') ? '0' : 0;
}

function readEntry(reader: Reader, field: FieldSchema): [string, unknown] {
  const end = reader.limit();
  let key: unknown = '';
  let value: unknown;
  while (reader.position < end) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1) key = readScalar(reader, field.mapKey as ScalarKind);
    else if (tag >>> 3 === 2) value = readValue(reader, field);
    else reader.skip(tag & 7);
  }
  return [String(key), value === undefined ? defaultOf(field) : value];
}

/** An Any of a type that the table does not know keeps its bytes: `{"@type": …, "value": base64}`. */
function readAny(reader: Reader, end: number): JsonObject {
  let url = '';
  let bytes: Uint8Array = new Uint8Array();
  while (reader.position < end) {
    const tag = reader.uint32();
    if (tag === 10) url = reader.string();
    else if (tag === 18) bytes = reader.bytes();
    else reader.skip(tag & 7);
  }
  const type = url.slice(url.lastIndexOf('/') + 1);
  if (!isKnown(type)) return { '@type': url, value: Buffer.from(bytes).toString('base64') };
  const body = readMessage(new Reader(bytes), type, bytes.length);
  return WELL_KNOWN.has(type) ? { '@type': url, value: body } : { '@type': url, ...(body as JsonObject) };
}

function readTime(reader: Reader, end: number): { seconds: bigint; nanos: number } {
  let seconds = 0n;
  let nanos = 0;
  while (reader.position < end) {
    const tag = reader.uint32();
    if (tag === 8) seconds = BigInt.asIntN(64, reader.uint64());
    else if (tag === 16) nanos = reader.uint32() | 0;
    else reader.skip(tag & 7);
  }
  return { seconds, nanos };
}

function readStruct(reader: Reader, end: number): JsonObject {
  const fields = readFields(reader, 'google.protobuf.Struct', end)['fields'];
  return (fields ?? {}) as JsonObject;
}

function readListValue(reader: Reader, end: number): unknown {
  return readFields(reader, 'google.protobuf.ListValue', end)['values'] ?? [];
}

/** By number, since the names that protobufjs gives these fields are in camelCase. */
function readAnyJson(reader: Reader, end: number): unknown {
  let json: unknown = null;
  while (reader.position < end) {
    const tag = reader.uint32();
    if (tag === 17) json = readScalar(reader, 'double');
    else if (tag === 26) json = reader.string();
    else if (tag === 32) json = readScalar(reader, 'bool');
    else if (tag === 42) json = readStruct(reader, reader.limit());
    else if (tag === 50) json = readListValue(reader, reader.limit());
    else {
      reader.skip(tag & 7);
      json = null;
    }
  }
  return json;
}

function wrapper(type: string, absent: unknown): [string, ReadJson] {
  const name = `google.protobuf.${type}`;
  return [name, (reader, end) => readFields(reader, name, end)['value'] ?? absent];
}

const WELL_KNOWN: ReadonlyMap<string, ReadJson> = new Map<string, ReadJson>([
  ['google.protobuf.Any', readAny],
  ['google.protobuf.Value', readAnyJson],
  ['google.protobuf.Struct', readStruct],
  ['google.protobuf.ListValue', readListValue],
  ['google.protobuf.Duration', (reader, end) => formatDuration(readTime(reader, end))],
  ['google.protobuf.Timestamp', (reader, end) => formatTimestamp(readTime(reader, end))],
  wrapper('BoolValue', false),
  wrapper('StringValue', ''),
  wrapper('BytesValue', ''),
  wrapper('DoubleValue', 0),
  wrapper('FloatValue', 0),
  wrapper('Int32Value', 0),
  wrapper('UInt32Value', 0),
  wrapper('Int64Value', '0'),
  wrapper('UInt64Value', '0'),
]);
