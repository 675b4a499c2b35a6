import { ENUMS, MESSAGES } from './descriptor.generated.ts';
import { ProtoError } from './error.ts';

/** What a value is on the wire: a scalar's own name, or one of the two kinds that refer to another type. */
export type ValueKind =
  | 'double'
  | 'float'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'sint32'
  | 'sint64'
  | 'fixed32'
  | 'fixed64'
  | 'sfixed32'
  | 'sfixed64'
  | 'bool'
  | 'string'
  | 'bytes'
  | 'enum'
  | 'message';

export interface FieldSchema {
  readonly number: number;
  readonly name: string;
  readonly kind: ValueKind;
  /** Full name of the message or enum; empty for a scalar. */
  readonly typeName: string;
  readonly repeated: boolean;
  /** The key's kind if the field is a map. */
  readonly mapKey: ValueKind | null;
  readonly oneof: string | null;
  /** Number and wire type, as written before each value (before the whole if packed). */
  readonly tag: number;
}

export interface MessageSchema {
  readonly name: string;
  readonly byName: ReadonlyMap<string, FieldSchema>;
  readonly byNumber: ReadonlyMap<number, FieldSchema>;
}

export interface EnumSchema {
  readonly byName: ReadonlyMap<string, number>;
  readonly byNumber: ReadonlyMap<number, string>;
}

const messages = new Map<string, MessageSchema>();
const enums = new Map<string, EnumSchema>();

/** 0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes. */
export function wireType(kind: ValueKind): 0 | 1 | 2 | 5 {
  switch (kind) {
    case 'double':
    case 'fixed64':
    case 'sfixed64':
      return 1;
    case 'string':
    case 'bytes':
    case 'message':
      return 2;
    case 'float':
    case 'fixed32':
    case 'sfixed32':
      return 5;
    default:
      return 0;
  }
}

const FIELD = /^(\d+) (\w+) (?:(\*)|\{(\w+)\})?([.#]?)([\w.]+)(?: (\w+))?$/;

function parseField(token: string): FieldSchema {
  const [, number = '', name = '', star, mapKey, marker, type = '', oneof] = FIELD.exec(token) ?? [];
  const kind = (marker === '.' ? 'message' : marker === '#' ? 'enum' : type) as ValueKind;
  const isDelimited = star === '*' || mapKey !== undefined;
  return {
    number: Number(number),
    name,
    kind,
    typeName: marker === '' ? '' : type,
    repeated: star === '*',
    mapKey: (mapKey ?? null) as ValueKind | null,
    oneof: oneof ?? null,
    tag: Number(number) * 8 + (isDelimited ? 2 : wireType(kind)),
  };
}

function parseMessage(name: string): MessageSchema {
  const text = Object.hasOwn(MESSAGES, name) ? MESSAGES[name] : undefined;
  if (text === undefined) throw new ProtoError(`the message ${name} is not known; see protos/roots.proto`);
  const fields = text === '' ? [] : text.split(';').map(parseField);
  return {
    name,
    byName: new Map(fields.map((field) => [field.name, field])),
    byNumber: new Map(fields.map((field) => [field.number, field])),
  };
}

function parseEnum(name: string): EnumSchema {
  const values = (ENUMS[name] ?? '').split(';').map((token): [string, number] => {
    const [key = '', value = ''] = token.split('=');
    return [key, Number(value)];
  });
  // Of aliases the first name is the one that is printed.
  return {
    byName: new Map(values),
    byNumber: new Map(values.map(([key, n]): [number, string] => [n, key]).reverse()),
  };
}

export function isKnown(name: string): boolean {
  return Object.hasOwn(MESSAGES, name);
}

/** The schema of a message by its full name; parsed at the first call. Throws ProtoError for an unknown name. */
export function messageSchema(name: string): MessageSchema {
  let schema = messages.get(name);
  if (schema === undefined) messages.set(name, (schema = parseMessage(name)));
  return schema;
}

export function enumSchema(name: string): EnumSchema {
  let schema = enums.get(name);
  if (schema === undefined) enums.set(name, (schema = parseEnum(name)));
  return schema;
}
