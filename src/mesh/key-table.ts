import type { Catalog, CatalogEntry } from '../catalog/model.ts';
import type { CatalogRef } from '../topology/model.ts';

/** Keys of these statuses bind nothing: a resolver walks past them. */
const SKIPPED_STATUSES: ReadonlySet<string> = new Set(['draft', 'pending_review', 'archived']);

/** A key that two catalogs define; the later catalog's counts. */
export interface DuplicateKey {
  readonly key: string;
  readonly file: string;
  readonly entry: CatalogEntry;
  readonly earlierFile: string;
  readonly earlier: CatalogEntry;
}

/**
 * All catalogs as one table of keys, sorted, so that a key stands behind the keys above it.
 * Columns instead of objects, since there may be 100,000 keys. It depends on the catalogs and nothing else.
 */
export interface KeyTable {
  readonly catalogs: readonly Catalog[];
  readonly refs: readonly CatalogRef[];
  readonly entries: readonly CatalogEntry[];
  /** Index of the catalog that each key comes from. */
  readonly catalogOf: Uint16Array;
  /** 1 where requests below the key may go on with `.` as well as `/` (hierarchy slash-and-dot, no `/` in the key). */
  readonly dotted: Uint8Array;
  /** Index of the nearest catalog key above, or -1. */
  readonly parent: Int32Array;
  /** Index of the nearest key that binds a source, the key itself included, or -1. */
  readonly binding: Int32Array;
  /** The nearest explicit domain, the key's own included. */
  readonly domains: readonly (string | null)[];
  readonly boundKeys: number;
  /** Lower-cased source types of the binding keys: how many, and the first by file and line. */
  readonly types: ReadonlyMap<string, { readonly count: number; readonly first: number }>;
  /** Every domain that some key has. */
  readonly domainNames: ReadonlySet<string>;
  readonly duplicates: readonly DuplicateKey[];
}

export function bindsSource(entry: CatalogEntry): boolean {
  return entry.sourceType !== null && !(entry.status !== null && SKIPPED_STATUSES.has(entry.status));
}

/** Whether a table that was built earlier still holds: identity means unchanged. */
export function isCurrent(
  table: KeyTable,
  catalogs: readonly Catalog[],
  refs: readonly CatalogRef[],
): boolean {
  return (
    table.catalogs.length === catalogs.length &&
    table.catalogs.every(
      (catalog, i) => catalog === catalogs[i] && table.refs[i]?.hierarchy === refs[i]?.hierarchy,
    )
  );
}

interface Row {
  readonly entry: CatalogEntry;
  readonly catalog: number;
}

function mergeCatalogs(catalogs: readonly Catalog[]): { rows: Row[]; duplicates: DuplicateKey[] } {
  const byKey = new Map<string, Row>();
  const duplicates: DuplicateKey[] = [];
  catalogs.forEach(({ file, entries }, catalog) => {
    for (const entry of entries.values()) {
      const earlier = catalog === 0 ? undefined : byKey.get(entry.key);
      if (earlier !== undefined) {
        const earlierFile = catalogs[earlier.catalog]?.file ?? file;
        duplicates.push({ key: entry.key, file, entry, earlierFile, earlier: earlier.entry });
      }
      byKey.set(entry.key, { entry, catalog });
    }
  });
  const rows = [...byKey.values()].sort((a, b) => (a.entry.key < b.entry.key ? -1 : 1));
  return { rows, duplicates };
}

/** Walks upwards as a request's path is walked: by `/`, then by `.` in the first segment where the key above allows it. */
export function findAbove(key: string, find: (candidate: string, byDot: boolean) => number): number {
  let end = key.lastIndexOf('/');
  let first = key;
  while (end >= 0) {
    first = key.slice(0, end);
    const found = find(first, false);
    if (found >= 0) return found;
    end = key.lastIndexOf('/', end - 1);
  }
  for (end = first.lastIndexOf('.'); end > 0; end = first.lastIndexOf('.', end - 1)) {
    const found = find(first.slice(0, end), true);
    if (found >= 0) return found;
  }
  return -1;
}

function byPosition(a: Row | undefined, b: Row | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return a.catalog - b.catalog || a.entry.line - b.entry.line;
}

/** Joins the catalogs; of a key in two of them the later one's entry counts. */
export function buildKeyTable(catalogs: readonly Catalog[], refs: readonly CatalogRef[]): KeyTable {
  const { rows, duplicates } = mergeCatalogs(catalogs);
  const indexOf = new Map(rows.map(({ entry }, index) => [entry.key, index]));
  const dotted = new Uint8Array(rows.length);
  const catalogOf = new Uint16Array(rows.length);
  const parent = new Int32Array(rows.length).fill(-1);
  const binding = new Int32Array(rows.length).fill(-1);
  const domains = new Array<string | null>(rows.length).fill(null);
  const domainNames = new Set<string>();
  const types = new Map<string, { count: number; first: number }>();
  let boundKeys = 0;
  const find = (candidate: string, byDot: boolean): number => {
    const index = indexOf.get(candidate);
    return index === undefined || (byDot && dotted[index] !== 1) ? -1 : index;
  };
  rows.forEach(({ entry, catalog }, i) => {
    catalogOf[i] = catalog;
    if (refs[catalog]?.hierarchy === 'slash-and-dot' && !entry.key.includes('/')) dotted[i] = 1;
    const above = findAbove(entry.key, find);
    parent[i] = above;
    binding[i] = bindsSource(entry) ? i : (binding[above] ?? -1);
    domains[i] = entry.domain ?? domains[above] ?? null;
    if (entry.domain !== null) domainNames.add(entry.domain);
    if (binding[i] !== i) return;
    boundKeys++;
    const type = entry.sourceType?.toLowerCase() ?? '';
    const seen = types.get(type);
    if (seen === undefined) types.set(type, { count: 1, first: i });
    else {
      seen.count++;
      if (byPosition(rows[i], rows[seen.first]) < 0) seen.first = i;
    }
  });
  const entries = rows.map(({ entry }) => entry);
  return {
    catalogs,
    refs,
    entries,
    catalogOf,
    dotted,
    parent,
    binding,
    domains,
    boundKeys,
    types,
    domainNames,
    duplicates,
  };
}
