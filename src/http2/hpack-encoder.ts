import { STATIC_TABLE } from './static-table.ts';

/** A dynamic table of size 0: said at the beginning of a block (RFC 7541, 6.3). */
export const NO_TABLE = Buffer.from([0x20]);

/**
 * A header block that leaves the client's table alone, so that equal headers are equal bytes on every connection:
 * static entries by their index, all else as literals without indexing (RFC 7541, 6.2.2). Values are Latin-1.
 */
export function encodeHeaders(headers: Readonly<Record<string, string | number>>): Buffer {
  const bytes: number[] = [];
  for (const [name, value] of Object.entries(headers)) writeField(bytes, name, String(value));
  return Buffer.from(bytes);
}

function writeField(bytes: number[], name: string, value: string): void {
  const whole = STATIC_TABLE.findIndex((entry) => entry.name === name && entry.value === value);
  if (whole >= 0) {
    writeInteger(bytes, { first: 0x80, prefix: 7, value: whole + 1 });
    return;
  }
  const index = STATIC_TABLE.findIndex((entry) => entry.name === name) + 1;
  writeInteger(bytes, { first: 0, prefix: 4, value: index });
  if (index === 0) writeText(bytes, name);
  writeText(bytes, value);
}

function writeText(bytes: number[], text: string): void {
  const octets = Buffer.from(text, 'latin1');
  writeInteger(bytes, { first: 0, prefix: 7, value: octets.length });
  for (const octet of octets) bytes.push(octet);
}

function writeInteger(
  bytes: number[],
  { first, prefix, value }: { readonly first: number; readonly prefix: number; readonly value: number },
): void {
  const mask = (1 << prefix) - 1;
  if (value < mask) {
    bytes.push(first | value);
    return;
  }
  bytes.push(first | mask);
  let rest = value - mask;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
}
