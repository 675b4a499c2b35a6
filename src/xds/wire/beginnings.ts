import protobuf from 'protobufjs/minimal.js';
import { messageEnd } from './node.ts';
import type { WireNode } from './node.ts';
import type { DiscoveryRequest } from './request.ts';

/** A request with which a stream begins, taken apart at the one place where those of equal nodes differ. */
interface Beginning {
  readonly id: string;
  /** Where what comes before the node ends: the version that a SotW client holds. */
  readonly headEnd: number;
  /** Where the id ends: the rest of the node follows, then the rest of the request. */
  readonly idEnd: number;
  readonly nodeEnd: number;
}

interface Known {
  readonly head: Buffer;
  /** All behind the id. */
  readonly rest: Buffer;
  /** How much of it is the node's. */
  readonly ofNode: number;
  readonly request: DiscoveryRequest;
  /** The request's. */
  readonly node: WireNode;
}

/**
 * First requests that differ in the ids of their nodes only are decoded once: what they give has all but the id in
 * common, down to the objects.
 */
export interface Beginnings {
  /** Null: not known, or none that could be. */
  recall(bytes: Uint8Array): DiscoveryRequest | null;
  /** `request` is what the bytes say. */
  remember(bytes: Uint8Array, request: DiscoveryRequest): void;
}

/** Kinds of sidecars that come at a time. */
const MOST_KINDS = 8;
/** Envoy names in its node all the extensions that it has: 40 KB. */
const MAX_BYTES = 65_536;

/** `nodeField` is the number of the node's field in the request. */
export function createBeginnings(nodeField: 1 | 2): Beginnings {
  /** The latest first. */
  const known: Known[] = [];
  /** Lengths of what was not known, the latest first. */
  let missed: readonly number[] = [];
  return {
    recall(bytes) {
      const beginning = split(bytes, nodeField);
      if (!beginning) return null;
      const found = known.find((one) => continues(one, bytes, beginning));
      if (!found) return null;
      const { request, node } = found;
      return { ...request, node: { ...node, id: beginning.id, beginning: found } };
    },
    remember(bytes, request) {
      const { node } = request;
      const beginning = node && split(bytes, nodeField);
      // Fields may come again, and the last counts: such a rest says what the id is, whatever the beginning says.
      if (!beginning || node.id !== beginning.id || saysMore(bytes, beginning, nodeField)) return;
      const { headEnd, idEnd, nodeEnd } = beginning;
      // One that comes once only is not worth its copy.
      const size = bytes.length - idEnd;
      const again = missed.includes(size);
      missed = [size, ...missed.filter((other) => other !== size)].slice(0, MOST_KINDS);
      if (!again) return;
      if (known.length === MOST_KINDS) known.pop();
      const head = copyOf(bytes.subarray(0, headEnd));
      const rest = copyOf(bytes.subarray(idEnd));
      known.unshift({ head, rest, ofNode: nodeEnd - idEnd, request, node });
    },
  };
}

const ID_FIELD = 1;
/** Of a SotW request. */
const VERSION_FIELD = 1;
const LENGTH_DELIMITED = 2;

/** Null where more than a version comes before the node, or its id not first in it. Throws as a decoder would. */
function split(bytes: Uint8Array, nodeField: number): Beginning | null {
  if (bytes.length > MAX_BYTES || bytes.length === 0) return null;
  const reader = protobuf.Reader.create(bytes);
  let headEnd = 0;
  let tag = reader.uint32();
  if (tag === tagOf(VERSION_FIELD) && nodeField !== VERSION_FIELD) {
    const length = reader.uint32();
    headEnd = reader.pos + length;
    if (headEnd >= bytes.length) return null;
    reader.pos = headEnd;
    tag = reader.uint32();
  }
  if (tag !== tagOf(nodeField)) return null;
  const end = messageEnd(reader);
  if (reader.pos === end || reader.uint32() !== tagOf(ID_FIELD)) return null;
  const id = reader.string();
  if (reader.pos > end) return null;
  return { id, headEnd, idEnd: reader.pos, nodeEnd: end };
}

/** The bytes are those of the known request but for the id. */
function continues(
  { head, rest, ofNode }: Known,
  bytes: Uint8Array,
  { headEnd, idEnd, nodeEnd }: Beginning,
): boolean {
  if (ofNode !== nodeEnd - idEnd || rest.length !== bytes.length - idEnd || head.length !== headEnd)
    return false;
  return rest.compare(bytes, idEnd) === 0 && head.compare(bytes, 0, headEnd) === 0;
}

function copyOf(bytes: Uint8Array): Buffer {
  // Not `Buffer.from`: a piece of its pool would keep all of that alive.
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}

/** A later field of the same kind counts in place of the id. */
function saysMore(bytes: Uint8Array, { idEnd, nodeEnd }: Beginning, nodeField: number): boolean {
  const reader = protobuf.Reader.create(bytes);
  reader.pos = idEnd;
  while (reader.pos < bytes.length) {
    const own = reader.pos < nodeEnd ? ID_FIELD : nodeField;
    const tag = reader.uint32();
    if (tag === tagOf(own)) return true;
    reader.skipType(tag & 7);
  }
  return false;
}

function tagOf(field: number): number {
  return (field << 3) | LENGTH_DELIMITED;
}
