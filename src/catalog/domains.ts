import type { Sink } from '../yaml/sink.ts';
import type { CatalogEntry } from './model.ts';

export type HierarchyName = 'slash' | 'slash-and-dot';

interface DomainCheck {
  readonly file: string;
  readonly entries: ReadonlyMap<string, CatalogEntry>;
  readonly sink: Sink;
  /** Null: both ways count. */
  readonly hierarchy: HierarchyName | null;
}

/** Warns of bound keys that have no domain, neither of their own nor from a key above. */
export function checkDomains({ file, entries, sink, hierarchy }: DomainCheck): void {
  for (const { key, domain, sourceType, line, column } of entries.values()) {
    if (sourceType === null || domain !== null) continue;
    if (hasDomainAbove(key, entries, hierarchy !== 'slash')) continue;
    const message = `the key "${key}" has no domain, nor has a key above it`;
    sink.report('MCP1206', { at: { file, line, column }, path: `${key}.domain`, message });
  }
}

function hasDomainAbove(key: string, entries: ReadonlyMap<string, CatalogEntry>, dots: boolean): boolean {
  let above = key;
  for (;;) {
    const slash = above.lastIndexOf('/');
    const end = slash === -1 && dots ? above.lastIndexOf('.') : slash;
    if (end <= 0) return false;
    above = above.slice(0, end);
    const domain = entries.get(above)?.domain ?? null;
    if (domain !== null) return true;
  }
}
