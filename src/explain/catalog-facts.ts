import type { CatalogEntry } from '../catalog/model.ts';
import { findAbove, type KeyTable } from '../mesh/key-table.ts';

/** What the catalogs say of a moniker. */
export interface CatalogFacts {
  /** The entry of a key by name, with its file. */
  entry(key: string): { readonly entry: CatalogEntry; readonly file: string } | null;
  /** The catalog key, bound or not, that is nearest to a moniker: the moniker itself, or above it. */
  nearest(moniker: string): { readonly entry: CatalogEntry; readonly domain: string | null } | null;
}

/** Indexes the keys once, for any number of look-ups. */
export function catalogFacts({ entries, catalogs, catalogOf, domains, dotted }: KeyTable): CatalogFacts {
  const indexOf = new Map(entries.map(({ key }, index) => [key, index]));
  const find = (candidate: string, byDot: boolean): number => {
    const index = indexOf.get(candidate) ?? -1;
    return byDot && dotted[index] !== 1 ? -1 : index;
  };
  return {
    entry(key) {
      const index = indexOf.get(key) ?? -1;
      const entry = entries[index];
      const file = catalogs[catalogOf[index] ?? -1]?.file;
      return entry === undefined || file === undefined ? null : { entry, file };
    },
    nearest(moniker) {
      const own = find(moniker, false);
      const index = own >= 0 ? own : findAbove(moniker, find);
      const entry = entries[index];
      return entry === undefined ? null : { entry, domain: domains[index] ?? null };
    },
  };
}
