import type { NodeFacts } from './variants.ts';

/** Of a node that said nothing of itself. */
export const NO_FACTS: NodeFacts = Object.freeze({
  locality: Object.freeze({ region: '', zone: '', subZone: '' }),
  metadata: new Map<string, string>(),
});

/** A node's metadata is its operator's, but the memory is the control plane's. */
const MAX_LEAVES = 64;
const MAX_TEXT = 512;

/** The scalar leaves of metadata as text, by path; the first of two equal paths counts. */
export function metadataFacts(metadata: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const visit = (fields: Readonly<Record<string, unknown>>, prefix: string): void => {
    for (const [key, value] of Object.entries(fields)) {
      if (leaves.size >= MAX_LEAVES) return;
      const path = prefix + key;
      if (typeof value === 'object') {
        if (value !== null && !Array.isArray(value)) visit(value as Record<string, unknown>, `${path}.`);
        continue;
      }
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      if (path.length <= MAX_TEXT && text.length <= MAX_TEXT && !leaves.has(path)) leaves.set(path, text);
    }
  };
  visit(metadata, '');
  return leaves;
}

/** Nodes of one kind say mostly the same, so that equal facts are kept once for as long as somebody has them. */
export interface FactPool {
  /** Equal facts as the one object that is kept of them. */
  take(facts: NodeFacts): NodeFacts;
  give(facts: NodeFacts): void;
}

export function createFactPool(): FactPool {
  const byKey = new Map<string, { readonly facts: NodeFacts; uses: number }>();
  const keys = new WeakMap<NodeFacts, string>();
  return {
    take(facts) {
      const { region, zone, subZone } = facts.locality;
      const key = JSON.stringify([region, zone, subZone, ...[...facts.metadata].sort().flat()]);
      const known = byKey.get(key) ?? { facts, uses: 0 };
      known.uses += 1;
      byKey.set(key, known);
      keys.set(known.facts, key);
      return known.facts;
    },
    give(facts) {
      const key = keys.get(facts);
      const known = key === undefined ? undefined : byKey.get(key);
      if (key === undefined || known === undefined) return;
      known.uses -= 1;
      if (known.uses === 0) byKey.delete(key);
    },
  };
}
