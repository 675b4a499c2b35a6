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
    for (const key of Object.keys(fields)) {
      if (leaves.size >= MAX_LEAVES) return;
      const value = fields[key];
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

interface Kept {
  readonly key: string;
  readonly facts: NodeFacts;
  uses: number;
}

export function createFactPool(): FactPool {
  const byKey = new Map<string, Kept>();
  /** Also of facts that are kept as another object: nodes of one kind may come with the very same. */
  const known = new WeakMap<NodeFacts, Kept>();
  const keep = (facts: NodeFacts): Kept => {
    const key = keyOf(facts);
    const kept = byKey.get(key) ?? { key, facts, uses: 0 };
    known.set(facts, kept);
    return kept;
  };
  return {
    take(facts) {
      const before = known.get(facts);
      // One that nobody has any more may have been succeeded by another.
      const kept = before === undefined || before.uses === 0 ? keep(facts) : before;
      if (kept.uses === 0) byKey.set(kept.key, kept);
      kept.uses += 1;
      return kept.facts;
    },
    give(facts) {
      const kept = known.get(facts);
      if (kept === undefined) return;
      kept.uses -= 1;
      if (kept.uses === 0) byKey.delete(kept.key);
    },
  };
}

function keyOf({ locality, metadata }: NodeFacts): string {
  const { region, zone, subZone } = locality;
  return JSON.stringify([region, zone, subZone, ...[...metadata].sort().flat()]);
}
