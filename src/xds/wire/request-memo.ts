import { decodeDeltaRequest, decodeSotwRequest } from './request.ts';
import type { DiscoveryRequest } from './request.ts';

/** Decodes the requests of all streams of a protocol variant. */
export interface RequestDecoder {
  /** As `decodeSotwRequest` and `decodeDeltaRequest`. Equal bytes may give the same object. */
  decode(bytes: Uint8Array, wantNode: boolean): DiscoveryRequest;
}

interface Remembered {
  readonly bytes: Uint8Array;
  readonly request: DiscoveryRequest;
}

/** Responses that are being accepted at a time: a few types in a few groups. */
const MAX_REMEMBERED = 16;
/** A longer request names thousands of resources, and hardly comes twice. */
const MAX_BYTES = 4_096;

/**
 * All streams that are sent a response get the same nonce, so that their ACKs are equal byte for byte: one is decoded
 * and the others are compared with it. A request that is asked for its node is never shared.
 */
export function createRequestDecoder(protocol: 'sotw' | 'delta'): RequestDecoder {
  const decode = protocol === 'sotw' ? decodeSotwRequest : decodeDeltaRequest;
  /** The latest first. */
  const remembered: Remembered[] = [];
  return {
    decode(bytes, wantNode) {
      if (wantNode || bytes.length > MAX_BYTES) return decode(bytes, wantNode);
      for (const known of remembered) {
        if (known.bytes.length === bytes.length && Buffer.compare(known.bytes, bytes) === 0) {
          return known.request;
        }
      }
      const request = decode(bytes, wantNode);
      if (remembered.length === MAX_REMEMBERED) remembered.pop();
      // Not `Buffer.from`: a piece of its pool would keep all of that alive.
      remembered.unshift({ bytes: Uint8Array.from(bytes), request });
      return request;
    },
  };
}
