import protobuf from 'protobufjs/minimal.js';

/** A resource as a response carries it. */
export interface WireResource {
  readonly name: string;
  readonly version: string;
  readonly aliases?: readonly string[];
  /** The encoded `google.protobuf.Any`. */
  readonly any: Uint8Array;
}

export interface ResponseContent {
  readonly typeUrl: string;
  readonly version: string;
  readonly resources: readonly WireResource[];
  /** Delta only. */
  readonly removed: readonly string[];
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
  for (const resource of content.resources) {
    if (protocol === 'sotw') {
      writer.uint32(tag(2)).bytes(resource.any);
    } else {
      writer.uint32(tag(2)).fork();
      writer.uint32(tag(1)).string(resource.version).uint32(tag(2)).bytes(resource.any);
      writer.uint32(tag(3)).string(resource.name);
      for (const alias of resource.aliases ?? []) writer.uint32(tag(4)).string(alias);
      writer.ldelim();
    }
  }
  for (const name of content.removed) writer.uint32(tag(6)).string(name);
  return writer.finish();
}

/** The whole message: a body with its nonce (field 5 in both variants). */
export function withNonce(body: Uint8Array, nonce: string): Buffer {
  const suffix = protobuf.Writer.create().uint32(tag(5)).string(nonce).finish();
  return Buffer.concat([body, suffix]);
}
