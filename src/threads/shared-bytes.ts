import type { Resource } from '../snapshot/model.ts';

/** Below this a copy for each thread is cheaper than the bookkeeping of shared memory. */
export const SHARED_FROM_BYTES = 4_096;

/** Brings a resource into the form in which it is sent to threads. */
export type Share = (resource: Resource) => Resource;

/** Each resource is copied once at most, however many threads get it, and not at all where its bytes are shared already. */
export function createShare(): Share {
  const made = new WeakMap<Resource, Resource>();
  return (resource) => {
    if (isReady(resource.any)) return resource;
    let shared = made.get(resource);
    if (!shared) made.set(resource, (shared = { ...resource, any: copied(resource.any) }));
    return shared;
  };
}

/** A view of a larger buffer would take all of that buffer along. */
function isReady({ buffer, byteLength }: Uint8Array): boolean {
  return isShared(buffer) || (byteLength < SHARED_FROM_BYTES && buffer.byteLength === byteLength);
}

function copied(bytes: Uint8Array): Uint8Array {
  if (bytes.length < SHARED_FROM_BYTES) return Uint8Array.from(bytes);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

const isShared = (buffer: ArrayBufferLike): boolean => buffer instanceof SharedArrayBuffer;
