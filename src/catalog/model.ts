/** One key of an Open Moniker catalog, reduced to what routing needs. */
export interface CatalogEntry {
  readonly key: string;
  /** The key's own explicit `domain`; a nearest explicit one upwards is the mesh builder's business. */
  readonly domain: string | null;
  /** `source_binding.type` as written (compared without case); null where the key binds no source. */
  readonly sourceType: string | null;
  /** `status` as written, lower-cased; null where absent (which means active). */
  readonly status: string | null;
  readonly successor: string | null;
  /** 1-based position of the key. Plain numbers, since a catalog may hold 100,000 keys. */
  readonly line: number;
  readonly column: number;
}

/** One Open Moniker catalog file. Frozen. */
export interface Catalog {
  /** Relative to the catalog directory. */
  readonly file: string;
  /** By key, in file order; of duplicate keys the last one wins. */
  readonly entries: ReadonlyMap<string, CatalogEntry>;
}
