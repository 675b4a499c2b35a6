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
  const { doubts } = sink;
  // What could not be merged may have brought domains.
  if (doubts.at('<<')) return;
  for (const { key, domain, sourceType, line, column } of entries.values()) {
    if (sourceType === null || domain !== null || doubts.at(key)) continue;
    const hasDomain = (above: string): boolean =>
      (entries.get(above)?.domain ?? null) !== null || doubts.at(above);
    if (isBelow(key, hasDomain, hierarchy !== 'slash')) continue;
    const message = `the key "${key}" has no domain, nor has a key above it`;
    sink.report('MCP1206', { at: { file, line, column }, path: `${key}.domain`, message });
  }
}

function isBelow(key: string, hasDomain: (above: string) => boolean, dots: boolean): boolean {
  let above = key;
  for (;;) {
    const slash = above.lastIndexOf('/');
    const end = slash === -1 && dots ? above.lastIndexOf('.') : slash;
    if (end <= 0) return false;
    above = above.slice(0, end);
    if (hasDomain(above)) return true;
  }
}
