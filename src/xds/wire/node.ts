import type protobuf from 'protobufjs/minimal.js';

/** What the server uses of an `envoy.config.core.v3.Node`; the several hundred extensions are skipped unread. */
export interface WireNode {
  readonly id: string;
  readonly cluster: string;
  /** The metadata Struct as plain JSON; empty where absent. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly locality: { readonly region: string; readonly zone: string; readonly subZone: string };
  /** `envoy`, or the name of a gRPC library. */
  readonly userAgentName: string;
  /** `1.40.0`; null where the client does not say. */
  readonly userAgentVersion: string | null;
  /** The same for nodes whose first requests say the same but for the node's id; absent: that is not known. */
  readonly beginning?: object;
}

type Reader = protobuf.Reader;

/** Metadata nests a few levels in practice; a deeper one is an attack on the stack. */
const MAX_STRUCT_DEPTH = 32;

/** Reads fields until `end`; `field` returns false for a field that it does not know, which is then skipped. */
export function readFields(
  reader: Reader,
  end: number,
  field: (number: number, wireType: number) => boolean,
): void {
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (!field(tag >>> 3, tag & 7)) reader.skipType(tag & 7);
  }
  if (reader.pos !== end) throw new RangeError('a field runs past the end of its message');
}

/** Reads a length prefix and returns the message's end, checked against the buffer. */
export function messageEnd(reader: Reader): number {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError('a message runs past the end of its buffer');
  return end;
}

export function readNode(reader: Reader, end: number): WireNode {
  let id = '';
  let cluster = '';
  let metadata: Readonly<Record<string, unknown>> = {};
  let locality = { region: '', zone: '', subZone: '' };
  let userAgentName = '';
  let userAgentVersion: string | null = null;
  readFields(reader, end, (number, wireType) => {
    if (wireType !== 2) return false;
    switch (number) {
      case 1:
        id = reader.string();
        return true;
      case 2:
        cluster = reader.string();
        return true;
      case 3:
        metadata = readStruct(reader, messageEnd(reader), 0);
        return true;
      case 4:
        locality = readLocality(reader, messageEnd(reader));
        return true;
      case 6:
        userAgentName = reader.string();
        return true;
      case 7:
        userAgentVersion = reader.string();
        return true;
      case 8:
        userAgentVersion = readBuildVersion(reader, messageEnd(reader));
        return true;
      default:
        return false;
    }
  });
  return { id, cluster, metadata, locality, userAgentName, userAgentVersion };
}

function readLocality(reader: Reader, end: number): WireNode['locality'] {
  const parts = ['', '', ''];
  readFields(reader, end, (number, wireType) => {
    if (wireType !== 2 || number > 3) return false;
    parts[number - 1] = reader.string();
    return true;
  });
  return { region: parts[0] ?? '', zone: parts[1] ?? '', subZone: parts[2] ?? '' };
}

/** `BuildVersion.version` is an `envoy.type.v3.SemanticVersion` (major, minor, patch). */
function readBuildVersion(reader: Reader, end: number): string {
  const numbers = [0, 0, 0];
  readFields(reader, end, (number, wireType) => {
    if (number !== 1 || wireType !== 2) return false;
    readFields(reader, messageEnd(reader), (part, partType) => {
      if (partType !== 0 || part > 3) return false;
      numbers[part - 1] = reader.uint32();
      return true;
    });
    return true;
  });
  return numbers.join('.');
}

function readStruct(reader: Reader, end: number, depth: number): Record<string, unknown> {
  if (depth > MAX_STRUCT_DEPTH) throw new RangeError('node metadata nests too deeply');
  // No prototype, so that a key such as __proto__ is an ordinary one.
  const fields = Object.create(null) as Record<string, unknown>;
  readFields(reader, end, (number, wireType) => {
    if (number !== 1 || wireType !== 2) return false;
    let key = '';
    let value: unknown = null;
    readFields(reader, messageEnd(reader), (part, partType) => {
      if (partType !== 2) return false;
      if (part === 1) key = reader.string();
      else if (part === 2) value = readValue(reader, messageEnd(reader), depth);
      else return false;
      return true;
    });
    fields[key] = value;
    return true;
  });
  return fields;
}

function readValue(reader: Reader, end: number, depth: number): unknown {
  let value: unknown = null;
  readFields(reader, end, (number, wireType) => {
    if (number === 2 && wireType === 1) value = reader.double();
    else if (number === 3 && wireType === 2) value = reader.string();
    else if (number === 4 && wireType === 0) value = reader.bool();
    else if (number === 5 && wireType === 2) value = readStruct(reader, messageEnd(reader), depth + 1);
    else if (number === 6 && wireType === 2) value = readList(reader, messageEnd(reader), depth + 1);
    else return false;
    return true;
  });
  return value;
}

function readList(reader: Reader, end: number, depth: number): unknown[] {
  if (depth > MAX_STRUCT_DEPTH) throw new RangeError('node metadata nests too deeply');
  const values: unknown[] = [];
  readFields(reader, end, (number, wireType) => {
    if (number !== 1 || wireType !== 2) return false;
    values.push(readValue(reader, messageEnd(reader), depth));
    return true;
  });
  return values;
}
