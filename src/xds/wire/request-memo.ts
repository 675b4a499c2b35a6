import { createBeginnings } from './beginnings.ts';
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
const MOST_ACKS = 16;
/**
 * What sidecars ask for as they come, all those of a service the same: a fleet that reconnects names in it all that it
 * holds. In bytes, for all together and for one.
 */
const MOST_OPENINGS = 262_144;
const MAX_BYTES = 16_384;

/**
 * All streams that are sent a response get the same nonce, so that their ACKs are equal byte for byte: one is decoded
 * and the others are compared with it. So are the requests with which streams begin; those that are asked for their
 * node have all in common but its id.
 */
export function createRequestDecoder(protocol: 'sotw' | 'delta'): RequestDecoder {
  const decode = protocol === 'sotw' ? decodeSotwRequest : decodeDeltaRequest;
  const beginnings = createBeginnings(protocol === 'sotw' ? 2 : 1);
  /** The latest first. */
  const acks: Remembered[] = [];
  /** By their length, the oldest first. */
  const openings = new Map<number, Remembered[]>();
  let openingBytes = 0;
  const rememberOpening = (opening: Remembered): void => {
    const { length } = opening.bytes;
    openings.set(length, [...(openings.get(length) ?? []), opening]);
    openingBytes += length;
    for (const [oldest, those] of openings) {
      if (openingBytes <= MOST_OPENINGS) break;
      openings.delete(oldest);
      openingBytes -= oldest * those.length;
    }
  };
  return {
    decode(bytes, wantNode) {
      if (wantNode) {
        const like = beginnings.recall(bytes);
        if (like) return like;
        const first = decode(bytes, wantNode);
        beginnings.remember(bytes, first);
        return first;
      }
      if (bytes.length > MAX_BYTES) return decode(bytes, wantNode);
      const known = find(acks, bytes) ?? find(openings.get(bytes.length) ?? NONE, bytes);
      if (known) return known.request;
      const request = decode(bytes, wantNode);
      // Not `Buffer.from`: a piece of its pool would keep all of that alive.
      const made = { bytes: Uint8Array.from(bytes), request };
      if (request.responseNonce === '') {
        rememberOpening(made);
        return request;
      }
      if (acks.length === MOST_ACKS) acks.pop();
      acks.unshift(made);
      return request;
    },
  };
}

const NONE: readonly Remembered[] = Object.freeze([]);

function find(among: readonly Remembered[], bytes: Uint8Array): Remembered | undefined {
  // As a rule the first is the one.
  const first = among[0];
  return first && says(first, bytes) ? first : among.find((known) => says(known, bytes));
}

function says(known: Remembered, bytes: Uint8Array): boolean {
  return known.bytes.length === bytes.length && Buffer.compare(known.bytes, bytes) === 0;
}
