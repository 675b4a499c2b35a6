import protobuf from 'protobufjs/minimal.js';
import { withoutDebugMark } from '../../proto/debug-mark.ts';
import { messageEnd, readFields, readNode } from './node.ts';
import type { WireNode } from './node.ts';

/** What both protocol variants' requests share. */
interface RequestHead {
  /** Null where the request carries none, or where the caller said that it needs none. */
  readonly node: WireNode | null;
  readonly typeUrl: string;
  readonly responseNonce: string;
  /** `error_detail.message`; null where the request is no NACK. */
  readonly error: string | null;
}

/** `envoy.service.discovery.v3.DiscoveryRequest`. */
export interface SotwRequest extends RequestHead {
  readonly protocol: 'sotw';
  readonly versionInfo: string;
  readonly names: readonly string[];
}

/** `envoy.service.discovery.v3.DeltaDiscoveryRequest`. */
export interface DeltaRequest extends RequestHead {
  readonly protocol: 'delta';
  readonly subscribe: readonly string[];
  readonly unsubscribe: readonly string[];
  readonly initialVersions: ReadonlyMap<string, string>;
}

export type DiscoveryRequest = SotwRequest | DeltaRequest;

/** An error text comes from the client: it is kept, shown and logged, so its length is bounded. */
const MAX_ERROR_LENGTH = 4096;

/**
 * Throws a RangeError or Error on bytes that are no such message. `wantNode` false skips the node: only a
 * stream's first request is asked for it.
 */
export function decodeSotwRequest(bytes: Uint8Array, wantNode: boolean): SotwRequest {
  const reader = protobuf.Reader.create(bytes);
  let versionInfo = '';
  let node: WireNode | null = null;
  const names: string[] = [];
  let typeUrl = '';
  let responseNonce = '';
  let error: string | null = null;
  readFields(reader, reader.len, (number, wireType) => {
    if (wireType !== 2) return false;
    if (number === 1) versionInfo = reader.string();
    else if (number === 2 && wantNode) node = readNode(reader, messageEnd(reader));
    else if (number === 3) names.push(reader.string());
    else if (number === 4) typeUrl = reader.string();
    else if (number === 5) responseNonce = reader.string();
    else if (number === 6) error = readStatus(reader);
    else if (number === 7) names.push(readLocator(reader));
    else return false;
    return true;
  });
  return { protocol: 'sotw', node, typeUrl, responseNonce, error, versionInfo, names };
}

/** As `decodeSotwRequest`, for the delta variant. */
export function decodeDeltaRequest(bytes: Uint8Array, wantNode: boolean): DeltaRequest {
  const reader = protobuf.Reader.create(bytes);
  let node: WireNode | null = null;
  let typeUrl = '';
  let responseNonce = '';
  let error: string | null = null;
  const subscribe: string[] = [];
  const unsubscribe: string[] = [];
  const initialVersions = new Map<string, string>();
  readFields(reader, reader.len, (number, wireType) => {
    if (wireType !== 2) return false;
    if (number === 1 && wantNode) node = readNode(reader, messageEnd(reader));
    else if (number === 2) typeUrl = reader.string();
    else if (number === 3) subscribe.push(reader.string());
    else if (number === 4) unsubscribe.push(reader.string());
    else if (number === 5) readVersion(reader, initialVersions);
    else if (number === 6) responseNonce = reader.string();
    else if (number === 7) error = readStatus(reader);
    else if (number === 8) subscribe.push(readLocator(reader));
    else if (number === 9) unsubscribe.push(readLocator(reader));
    else return false;
    return true;
  });
  return { protocol: 'delta', node, typeUrl, responseNonce, error, subscribe, unsubscribe, initialVersions };
}

/** `ResourceLocator.name`: the name with parameters, which this server does not have, left out. */
function readLocator(reader: protobuf.Reader): string {
  let name = '';
  readFields(reader, messageEnd(reader), (number, wireType) => {
    if (number !== 1 || wireType !== 2) return false;
    name = reader.string();
    return true;
  });
  return name;
}

function readVersion(reader: protobuf.Reader, into: Map<string, string>): void {
  let name = '';
  let version = '';
  readFields(reader, messageEnd(reader), (number, wireType) => {
    if (wireType !== 2) return false;
    if (number === 1) name = reader.string();
    else if (number === 2) version = reader.string();
    else return false;
    return true;
  });
  into.set(name, version);
}

/** `google.rpc.Status`: its presence makes a NACK, even with an empty message. */
function readStatus(reader: protobuf.Reader): string {
  let message = '';
  readFields(reader, messageEnd(reader), (number, wireType) => {
    if (number !== 2 || wireType !== 2) return false;
    message = reader.string();
    return true;
  });
  const words = withoutDebugMark(message);
  const text = words === '' ? 'rejected without a reason' : words;
  return text.length > MAX_ERROR_LENGTH ? `${text.slice(0, MAX_ERROR_LENGTH)}…` : text;
}
