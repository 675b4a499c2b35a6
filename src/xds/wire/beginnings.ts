import protobuf from 'protobufjs/minimal.js';
import { messageEnd } from './node.ts';
import type { WireNode } from './node.ts';
import type { DiscoveryRequest } from './request.ts';

/** A request with which a stream begins, taken apart at the one place where those of equal nodes differ. */
interface Beginning {
  /** What comes before the node: the version that a SotW client holds. */
  readonly head: Uint8Array;
  readonly id: string;
  /** All behind the id: the rest of the node, then the rest of the request. */
  readonly rest: Uint8Array;
  /** How much of it is the node's. */
  readonly ofNode: number;
}

interface Known extends Omit<Beginning, 'id'> {
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
      const { id, head, rest, ofNode } = beginning;
      for (const one of known) {
        if (one.ofNode !== ofNode || !areEqual(one.rest, rest) || !areEqual(one.head, head)) continue;
        return { ...one.request, node: { ...one.node, id, beginning: one } };
      }
      return null;
    },
    remember(bytes, request) {
      const { node } = request;
      const beginning = node && split(bytes, nodeField);
      // Fields may come again, and the last counts: such a rest says what the id is, whatever the beginning says.
      if (!beginning || node.id !== beginning.id || saysMore(beginning, nodeField)) return;
      const { head, rest, ofNode } = beginning;
      // One that comes once only is not worth its copy.
      const again = missed.includes(rest.length);
      missed = [rest.length, ...missed.filter((length) => length !== rest.length)].slice(0, MOST_KINDS);
      if (!again) return;
      if (known.length === MOST_KINDS) known.pop();
      known.unshift({ head: Uint8Array.from(head), rest: Uint8Array.from(rest), ofNode, request, node });
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
  const { pos } = reader;
  return { head: bytes.subarray(0, headEnd), id, rest: bytes.subarray(pos), ofNode: end - pos };
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

/** A later field of the same kind counts in place of the id. */
function saysMore({ rest, ofNode }: Beginning, nodeField: number): boolean {
  const reader = protobuf.Reader.create(rest);
  while (reader.pos < rest.length) {
    const own = reader.pos < ofNode ? ID_FIELD : nodeField;
    const tag = reader.uint32();
    if (tag === tagOf(own)) return true;
    reader.skipType(tag & 7);
  }
  return false;
}

function tagOf(field: number): number {
  return (field << 3) | LENGTH_DELIMITED;
}
