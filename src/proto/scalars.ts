import { ProtoError } from './error.ts';
import type { Reader } from './reader.ts';
import type { ValueKind } from './schema.ts';
import type { Writer } from './writer.ts';

export type ScalarKind = Exclude<ValueKind, 'enum' | 'message'>;

const DIGITS = /^-?\d{1,20}$/;
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

/** The error for a value that is not what its field takes. */
export function mismatch(expected: string, value: unknown): ProtoError {
  return new ProtoError(`expected ${expected}, found ${shown(value)}`);
}

/** proto3 JSON allows a 32-bit number to be written as a string. */
function integer(value: unknown, least: number, most: number): number {
  const number = typeof value === 'string' && DIGITS.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < least || number > most) {
    throw mismatch(`a whole number from ${least} to ${most}`, value);
  }
  return number;
}

function integer64(value: unknown, signed: boolean): bigint {
  const isExact =
    typeof value === 'bigint' ||
    Number.isSafeInteger(value) ||
    (typeof value === 'string' && DIGITS.test(value));
  const number = isExact ? BigInt(value as bigint | number | string) : null;
  const fits =
    number !== null && number === (signed ? BigInt.asIntN(64, number) : BigInt.asUintN(64, number));
  if (!fits) throw mismatch(`${signed ? 'a signed' : 'an unsigned'} 64-bit whole number`, value);
  return number;
}

function real(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value === 'NaN') return NaN;
  if (value === 'Infinity') return Infinity;
  if (value === '-Infinity') return -Infinity;
  throw mismatch('a number', value);
}

function realJson(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function binary(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string' && BASE64.test(value)) return Buffer.from(value, 'base64');
  throw mismatch('base64 text', value);
}

/** Writes one value, without its tag. Throws ProtoError if the value is not of this kind. */
export function writeScalar(writer: Writer, kind: ScalarKind, value: unknown): void {
  switch (kind) {
    case 'string':
      if (typeof value !== 'string') throw mismatch('a string', value);
      writer.string(value);
      return;
    case 'bool':
      if (typeof value !== 'boolean') throw mismatch('true or false', value);
      writer.varint(value ? 1 : 0);
      return;
    case 'uint32':
      writer.varint(integer(value, 0, 0xffffffff));
      return;
    case 'int32':
      writeSigned(writer, integer(value, -0x80000000, 0x7fffffff));
      return;
    case 'sint32': {
      const number = integer(value, -0x80000000, 0x7fffffff);
      writer.varint(((number << 1) ^ (number >> 31)) >>> 0);
      return;
    }
    case 'fixed32':
      writer.fixed32(integer(value, 0, 0xffffffff));
      return;
    case 'sfixed32':
      writer.fixed32(integer(value, -0x80000000, 0x7fffffff));
      return;
    case 'uint64':
      writer.varint64(integer64(value, false));
      return;
    case 'int64':
      writer.varint64(integer64(value, true));
      return;
    case 'sint64': {
      const number = integer64(value, true);
      writer.varint64((number << 1n) ^ (number >> 63n));
      return;
    }
    case 'fixed64':
      writer.fixed64(integer64(value, false));
      return;
    case 'sfixed64':
      writer.fixed64(integer64(value, true));
      return;
    case 'double':
      writer.double(real(value));
      return;
    case 'float':
      writer.float(real(value));
      return;
    case 'bytes':
      writer.bytes(binary(value));
  }
}

/** A 32-bit number as int32 and enum values have it: a negative one takes ten bytes. */
export function writeSigned(writer: Writer, value: number): void {
  if (value < 0) writer.varint64(BigInt(value));
  else writer.varint(value);
}

/** Whether the value is what its absence means, so that it is left out outside a oneof. */
export function isDefault(value: unknown): boolean {
  return (
    value === '' ||
    value === false ||
    value === '0' ||
    value === 0n ||
    // A negative zero is not the default: its bits are set.
    Object.is(value, 0) ||
    (value instanceof Uint8Array && value.length === 0)
  );
}

/** Reads one value as its JSON form: 64-bit numbers as strings, bytes as base64. */
export function readScalar(reader: Reader, kind: ScalarKind): string | number | boolean {
  switch (kind) {
    case 'string':
      return reader.string();
    case 'bool':
      return reader.uint64() !== 0n;
    case 'uint32':
      return reader.uint32();
    case 'int32':
      return reader.uint32() | 0;
    case 'sint32': {
      const number = reader.uint32();
      return (number >>> 1) ^ -(number & 1);
    }
    case 'fixed32':
      return reader.fixed32();
    case 'sfixed32':
      return reader.fixed32() | 0;
    case 'uint64':
      return String(reader.uint64());
    case 'int64':
      return String(BigInt.asIntN(64, reader.uint64()));
    case 'sint64': {
      const number = reader.uint64();
      return String(BigInt.asIntN(64, (number >> 1n) ^ -(number & 1n)));
    }
    case 'fixed64':
      return String(reader.fixed64());
    case 'sfixed64':
      return String(BigInt.asIntN(64, reader.fixed64()));
    case 'double':
      return realJson(reader.double());
    case 'float':
      return realJson(reader.float());
    case 'bytes':
      return Buffer.from(reader.bytes()).toString('base64');
  }
}
