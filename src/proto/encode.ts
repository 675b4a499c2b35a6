import { ProtoError, within } from './error.ts';
import { PreEncoded } from './pre-encoded.ts';
import { isDefault, mismatch, writeScalar, writeSigned } from './scalars.ts';
import type { FieldSchema, MessageSchema } from './schema.ts';
import { enumSchema, messageSchema, wireType } from './schema.ts';
import { parseDuration, parseTimestamp } from './time.ts';
import type { SecondsAndNanos } from './time.ts';
import type { Writer } from './writer.ts';

type JsonObject = Readonly<Record<string, unknown>>;
type WriteJson = (writer: Writer, json: unknown) => void;

const ANY = 'google.protobuf.Any';
const VALUE = 'google.protobuf.Value';

function objectOf(json: unknown, type: string): JsonObject {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as JsonObject;
  throw mismatch(`an object (${type})`, json);
}

/** The message's fields that are set in `json`, by number; refuses unknown names and two members of a oneof. */
function presentFields(schema: MessageSchema, json: JsonObject): readonly FieldSchema[] {
  const fields: FieldSchema[] = [];
  let isSorted = true;
  let last = 0;
  for (const key of Object.keys(json)) {
    const value = json[key];
    if (value === undefined) continue;
    const field = schema.byName.get(key);
    if (field === undefined) throw new ProtoError(`unknown field "${key}" of ${schema.name}`);
    if (value === null && field.typeName !== VALUE) continue;
    if (field.oneof !== null) {
      const other = fields.find(({ oneof }) => oneof === field.oneof);
      if (other !== undefined) {
        throw new ProtoError(
          `"${other.name}" and "${key}" exclude each other (${field.oneof} of ${schema.name})`,
        );
      }
    }
    isSorted = isSorted && field.number > last;
    last = field.number;
    fields.push(field);
  }
  return isSorted ? fields : fields.sort((a, b) => a.number - b.number);
}

/** Writes the fields of a message; the caller writes its tag and length. */
export function writeMessage(writer: Writer, type: string, json: unknown): void {
  if (json instanceof PreEncoded) {
    writePreEncoded(writer, type, json);
    return;
  }
  const special = WELL_KNOWN.get(type);
  if (special !== undefined) special(writer, json);
  else writeFields(writer, messageSchema(type), objectOf(json, type));
}

function writeFields(writer: Writer, schema: MessageSchema, json: JsonObject): void {
  for (const field of presentFields(schema, json)) {
    try {
      writeField(writer, field, json[field.name]);
    } catch (error) {
      throw within(field.name, error);
    }
  }
}

function writePreEncoded(writer: Writer, type: string, value: PreEncoded): void {
  if (value.type === type) writer.raw(value.bytes);
  else if (type === ANY)
    writeAnyOf(writer, value.type, () => {
      writer.raw(value.bytes);
    });
  else throw new ProtoError(`expected ${type}, found an encoded ${value.type}`);
}

function writeField(writer: Writer, field: FieldSchema, value: unknown): void {
  if (field.mapKey !== null) writeMap(writer, field, value);
  else if (field.repeated) writeList(writer, field, value);
  else if (field.kind === 'message' || field.oneof !== null || !isAbsent(field, value)) {
    writer.varint(field.tag);
    writeValue(writer, field, value);
  }
}

/** A scalar's default is its absence. */
function isAbsent(field: FieldSchema, value: unknown): boolean {
  return field.kind === 'enum' ? enumNumber(field.typeName, value) === 0 : isDefault(value);
}

function enumNumber(type: string, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && (value | 0) === value) return value;
  const number = typeof value === 'string' ? enumSchema(type).byName.get(value) : undefined;
  if (number === undefined) throw mismatch(`a value of ${type}`, value);
  return number;
}

/** One value without its tag. */
function writeValue(writer: Writer, field: FieldSchema, value: unknown): void {
  if (field.kind === 'message') {
    const opened = writer.open();
    writeMessage(writer, field.typeName, value);
    writer.close(opened);
  } else if (field.kind === 'enum') {
    writeSigned(writer, enumNumber(field.typeName, value));
  } else {
    writeScalar(writer, field.kind, value);
  }
}

function writeList(writer: Writer, field: FieldSchema, value: unknown): void {
  if (!Array.isArray(value)) throw mismatch('a list', value);
  if (value.length === 0) return;
  const isPacked = wireType(field.kind) !== 2;
  let opened = -1;
  if (isPacked) {
    writer.varint(field.tag);
    opened = writer.open();
  }
  for (let i = 0; i < value.length; i++) {
    if (!isPacked) writer.varint(field.tag);
    try {
      writeValue(writer, field, value[i]);
    } catch (error) {
      throw within(`[${i}]`, error);
    }
  }
  if (isPacked) writer.close(opened);
}

function sortedKeys(json: JsonObject): readonly string[] {
  const keys = Object.keys(json);
  for (let i = 1; i < keys.length; i++) {
    if ((keys[i - 1] ?? '') > (keys[i] ?? '')) return keys.sort();
  }
  return keys;
}

/** A map is a list of messages with the key as field 1 and the value as field 2; sorted by key. */
function writeMap(writer: Writer, field: FieldSchema, value: unknown): void {
  if (value instanceof PreEncoded) throw new ProtoError(`expected a map, found an encoded ${value.type}`);
  const map = objectOf(value, 'a map');
  const kind = field.mapKey ?? 'string';
  const valueTag = 16 + wireType(field.kind);
  for (const key of sortedKeys(map)) {
    const item = map[key];
    if (item === undefined) continue;
    writer.varint(field.tag);
    const opened = writer.open();
    try {
      writer.varint(8 + wireType(kind));
      writeScalar(writer, kind === 'bool' ? 'string' : (kind as 'string'), key);
      writer.varint(valueTag);
      writeValue(writer, field, item);
    } catch (error) {
      throw within(`[${JSON.stringify(key)}]`, error);
    }
    writer.close(opened);
  }
}

function writeAnyOf(writer: Writer, type: string, body: () => void): void {
  writer.varint(10);
  writer.string(`type.googleapis.com/${type}`);
  const start = writer.position;
  writer.varint(18);
  const opened = writer.open();
  body();
  if (writer.position === opened + 1) writer.rewind(start);
  else writer.close(opened);
}

/** The message's full name behind the last slash of a type URL. */
export function typeOfUrl(url: unknown): string {
  if (typeof url !== 'string' || !url.includes('/')) {
    throw mismatch('"@type" with a type URL such as type.googleapis.com/envoy.config.route.v3.Route', url);
  }
  return url.slice(url.lastIndexOf('/') + 1);
}

function writeAny(writer: Writer, json: unknown): void {
  const { '@type': url, ...fields } = objectOf(json, ANY);
  const type = typeOfUrl(url);
  const special = WELL_KNOWN.get(type);
  writeAnyOf(writer, type, () => {
    if (special !== undefined) special(writer, fields['value']);
    else writeFields(writer, messageSchema(type), fields);
  });
}

function writeTime(writer: Writer, { seconds, nanos }: SecondsAndNanos): void {
  if (seconds !== 0n) {
    writer.varint(8);
    writer.varint64(seconds);
  }
  if (nanos !== 0) {
    writer.varint(16);
    writeSigned(writer, nanos);
  }
}

function nested(writer: Writer, tag: number, body: () => void): void {
  writer.varint(tag);
  const opened = writer.open();
  body();
  writer.close(opened);
}

function writeStruct(writer: Writer, json: unknown): void {
  const object = objectOf(json, 'google.protobuf.Struct');
  for (const key of sortedKeys(object)) {
    const value = object[key];
    if (value === undefined) continue;
    nested(writer, 10, () => {
      writer.varint(10);
      writer.string(key);
      nested(writer, 18, () => {
        writeAnyJson(writer, value);
      });
    });
  }
}

function writeListValue(writer: Writer, json: unknown): void {
  if (!Array.isArray(json)) throw mismatch('a list', json);
  for (const item of json)
    nested(writer, 10, () => {
      writeAnyJson(writer, item);
    });
}

/** google.protobuf.Value: any JSON. */
function writeAnyJson(writer: Writer, json: unknown): void {
  if (json === null) {
    writer.varint(8);
    writer.varint(0);
  } else if (typeof json === 'number') {
    if (!Number.isFinite(json)) throw mismatch('a finite number', json);
    writer.varint(17);
    writer.double(json);
  } else if (typeof json === 'string') {
    writer.varint(26);
    writer.string(json);
  } else if (typeof json === 'boolean') {
    writer.varint(32);
    writer.varint(json ? 1 : 0);
  } else if (Array.isArray(json)) {
    nested(writer, 50, () => {
      writeListValue(writer, json);
    });
  } else {
    nested(writer, 42, () => {
      writeStruct(writer, json);
    });
  }
}

function wrapper(kind: Parameters<typeof writeScalar>[1]): WriteJson {
  return (writer, json) => {
    const start = writer.position;
    writer.varint(8 + wireType(kind));
    writeScalar(writer, kind, json);
    if (isDefault(json)) writer.rewind(start);
  };
}

/** The types whose JSON is not their fields: https://protobuf.dev/programming-guides/json/ */
const WELL_KNOWN: ReadonlyMap<string, WriteJson> = new Map<string, WriteJson>([
  [ANY, writeAny],
  [VALUE, writeAnyJson],
  ['google.protobuf.Struct', writeStruct],
  ['google.protobuf.ListValue', writeListValue],
  [
    'google.protobuf.Duration',
    (writer, json) => {
      writeTime(writer, parseDuration(json));
    },
  ],
  [
    'google.protobuf.Timestamp',
    (writer, json) => {
      writeTime(writer, parseTimestamp(json));
    },
  ],
  ['google.protobuf.BoolValue', wrapper('bool')],
  ['google.protobuf.StringValue', wrapper('string')],
  ['google.protobuf.BytesValue', wrapper('bytes')],
  ['google.protobuf.DoubleValue', wrapper('double')],
  ['google.protobuf.FloatValue', wrapper('float')],
  ['google.protobuf.Int32Value', wrapper('int32')],
  ['google.protobuf.UInt32Value', wrapper('uint32')],
  ['google.protobuf.Int64Value', wrapper('int64')],
  ['google.protobuf.UInt64Value', wrapper('uint64')],
]);

/** Whether the JSON of a type is not its fields, so that an Any holds it as `value`. */
export function isWellKnown(type: string): boolean {
  return WELL_KNOWN.has(type);
}
