/** Values by key, the least recently used forgotten first once they take more than so many bytes or entries. */
export interface BoundedCache<V> {
  get(key: string): V | undefined;
  /** `bytes`: what the value and its key take, as near as is known. The newest stays, however large it is. */
  set(key: string, value: V, bytes: number): void;
}

export interface Bounds {
  readonly bytes: number;
  readonly entries: number;
}

export function createBoundedCache<V>(most: Bounds): BoundedCache<V> {
  const entries = new Map<string, { readonly value: V; readonly bytes: number }>();
  let bytes = 0;
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, size) {
      bytes += size - (entries.get(key)?.bytes ?? 0);
      entries.delete(key);
      entries.set(key, { value, bytes: size });
      for (const [oldest, old] of entries) {
        if (entries.size === 1 || (bytes <= most.bytes && entries.size <= most.entries)) break;
        entries.delete(oldest);
        bytes -= old.bytes;
      }
    },
  };
}
