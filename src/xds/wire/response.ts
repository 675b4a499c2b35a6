import protobuf from 'protobufjs/minimal.js';
import { concatFrame } from '../../grpc/framing.ts';

/** A resource as a response carries it. */
export interface WireResource {
  readonly name: string;
  readonly version: string;
  readonly aliases?: readonly string[];
  /** The encoded `google.protobuf.Any`; empty: delta says that nothing has this name. */
  readonly any: Uint8Array;
}

/** How long the client keeps the resources. */
export interface Lifetime {
  readonly milliseconds: number;
  /** Prolongs what the client holds: the resources themselves are left out. */
  readonly heartbeat: boolean;
}

export interface ResponseContent {
  readonly typeUrl: string;
  readonly version: string;
  readonly resources: readonly WireResource[];
  /** Delta only. */
  readonly removed: readonly string[];
  /** Absent: for ever. */
  readonly lifetime?: Lifetime | null;
}

/** `field << 3 | 2`: a length-delimited field's tag. */
const tag = (field: number): number => (field << 3) | 2;

/**
 * Encodes all of a `DiscoveryResponse` (or `DeltaDiscoveryResponse`) but its nonce. Protobuf allows the fields
 * in any order, so the nonce is appended later, and these bytes serve every stream.
 */
export function encodeBody(protocol: 'sotw' | 'delta', content: ResponseContent): Uint8Array {
  const writer = protobuf.Writer.create();
  if (content.version !== '') writer.uint32(tag(1)).string(content.version);
  writer.uint32(tag(4)).string(content.typeUrl);
  const { lifetime = null } = content;
  for (const resource of content.resources) {
    if (protocol === 'delta') {
      writer.uint32(tag(2)).fork();
      writeResource(writer, resource, lifetime);
      writer.ldelim();
    } else if (lifetime === null) {
      writer.uint32(tag(2)).bytes(resource.any);
    } else {
      // Only in the envelope of the delta variant has a resource a lifetime; it is a resource of its own type here.
      writer.uint32(tag(2)).fork();
      writer.uint32(tag(1)).string(ENVELOPE).uint32(tag(2)).fork();
      writeResource(writer, resource, lifetime);
      writer.ldelim().ldelim();
    }
  }
  for (const name of content.removed) writer.uint32(tag(6)).string(name);
  return writer.finish();
}

const ENVELOPE = 'type.googleapis.com/envoy.service.discovery.v3.Resource';

function writeResource(writer: protobuf.Writer, resource: WireResource, lifetime: Lifetime | null): void {
  writer.uint32(tag(1)).string(resource.version);
  if (lifetime?.heartbeat !== true && resource.any.length > 0) writer.uint32(tag(2)).bytes(resource.any);
  writer.uint32(tag(3)).string(resource.name);
  for (const alias of resource.aliases ?? []) writer.uint32(tag(4)).string(alias);
  if (lifetime === null) return;
  // google.protobuf.Duration: seconds are field 1, nanoseconds field 2.
  const seconds = Math.floor(lifetime.milliseconds / 1_000);
  const nanos = Math.round((lifetime.milliseconds % 1_000) * 1e6);
  writer.uint32(tag(6)).fork();
  if (seconds > 0) writer.uint32(8).int64(seconds);
  if (nanos > 0) writer.uint32(16).int32(nanos);
  writer.ldelim();
}

/** The whole message as a gRPC frame: a body with its nonce (field 5 in both variants). */
export function frameResponse(body: Uint8Array, nonce: string): Buffer {
  return concatFrame(body, protobuf.Writer.create().uint32(tag(5)).string(nonce).finish());
}
