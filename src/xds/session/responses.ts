import { messageOf } from '../../grpc/framing.ts';
import type { ResourceType } from '../../snapshot/model.ts';
import { TYPE_URLS } from '../../snapshot/model.ts';
import { createBoundedCache } from './bounded-cache.ts';
import type { BoundedCache, Bounds } from './bounded-cache.ts';
import { encodeBody, frameResponse } from '../wire/response.ts';
import type { Lifetime } from '../wire/response.ts';
import type { Item, View } from './view.ts';

/** A response ready to be written. The bytes are shared by all streams that are sent the same. */
export interface EncodedResponse {
  /** The message. */
  readonly bytes: Buffer;
  /** The message as a gRPC frame; `bytes` is a view of it. */
  readonly frame: Buffer;
  readonly nonce: string;
  /** Grows with each nonce made. */
  readonly sequence: number;
}

export interface ResponseParts {
  readonly protocol: 'sotw' | 'delta';
  readonly type: ResourceType;
  /** What the stream holds once it has accepted the response. */
  readonly view: View;
  /** Those of the view that the response carries. */
  readonly resources: readonly Item[];
  readonly removed: readonly string[];
  /** Where it is not the view's. */
  readonly version?: string;
  /** Absent: the client keeps the resources for ever. */
  readonly lifetime?: Lifetime | null;
}

/**
 * Encodes each response once. Streams that are sent the same get the same bytes, nonce included; a nonce is
 * unique within a stream all the same, since a stream says which one it had last (`after`) and gets a later one.
 */
export interface ResponseCache {
  encode(parts: ResponseParts, after: number): EncodedResponse;
}

interface Cached extends EncodedResponse {
  readonly body: Uint8Array;
}

interface Latest {
  readonly parts: ResponseParts;
  readonly cached: Cached;
}

export function createResponseCache(): ResponseCache {
  // By view, so that what no stream holds any more is collected with it.
  const byView = new WeakMap<View, BoundedCache<Cached>>();
  // Streams with the same plan are sent the same list of items.
  const byResources = new WeakMap<readonly Item[], Latest>();
  let sequence = 0;
  const find = (parts: ResponseParts, after: number): Cached => {
    let responses = byView.get(parts.view);
    if (!responses) byView.set(parts.view, (responses = createBoundedCache<Cached>(boundsOf(parts.view))));
    const key = responseKey(parts);
    const cached = responses.get(key);
    if (cached && cached.sequence > after) return cached;
    const body =
      cached?.body ??
      encodeBody(parts.protocol, {
        typeUrl: TYPE_URLS[parts.type],
        version: parts.version ?? parts.view.version,
        resources: parts.resources,
        removed: parts.removed,
        lifetime: parts.lifetime ?? null,
      });
    sequence += 1;
    const nonce = sequence.toString(36);
    const frame = frameResponse(body, nonce);
    const bytes = messageOf(frame);
    // A view, so that the bytes are held once.
    const made: Cached = { body: bytes.subarray(0, body.length), nonce, sequence, bytes, frame };
    responses.set(key, made, frame.length + key.length);
    return made;
  };
  return {
    encode(parts, after) {
      const latest = byResources.get(parts.resources);
      if (latest && latest.cached.sequence > after && isSame(latest.parts, parts)) return latest.cached;
      const cached = find(parts, after);
      byResources.set(parts.resources, { parts, cached });
      return cached;
    },
  };
}

function isSame(a: ResponseParts, b: ResponseParts): boolean {
  const { protocol, type, view, removed, version, lifetime } = a;
  const told = protocol === b.protocol && type === b.type && view === b.view && removed === b.removed;
  return told && version === b.version && (lifetime ?? null) === (b.lifetime ?? null);
}

/**
 * A view may live for months, and clients come to it from many others: of its responses those in use are kept, some
 * whole ones and many that carry a little.
 */
function boundsOf({ items }: View): Bounds {
  let whole = 0;
  for (const { any } of items.values()) whole += any.length;
  return { bytes: 4 * whole + 65_536, entries: 256 };
}

function responseKey({ protocol, type, view, resources, removed, version, lifetime }: ResponseParts): string {
  const carried = resources.length === view.items.size ? '*' : resources.map((item) => item.name).join('\n');
  const lives = lifetime ? `${lifetime.heartbeat ? 'heartbeat' : 'life'} ${lifetime.milliseconds}` : '';
  return `${protocol}\n${type} ${version ?? ''} ${lives}\n${carried}\n\n${removed.join('\n')}`;
}
