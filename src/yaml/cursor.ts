import { didYouMean, suggest } from '../diagnostics/suggest.ts';
import type { Position } from '../diagnostics/diagnostic.ts';
import type { ScalarNode, YamlNode } from './node.ts';
import type { Sink } from './sink.ts';

/** A node on its way into a model: where it stands, and where its faults go. */
export interface Cursor {
  readonly node: YamlNode;
  readonly path: string;
  readonly sink: Sink;
}

/** A key of a free mapping (service names, versions) with its value. */
export interface NamedCursor extends Cursor {
  readonly name: string;
  readonly key: ScalarNode;
}

/** The known fields of a mapping. */
export interface Fields<Name extends string> {
  readonly at: Position;
  get(name: Name): Cursor | null;
}

export function atPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** What a node is, in words for a message: `a list`, `the number 1.10`, `nothing`. */
export function describe(node: YamlNode): string {
  if (node.kind === 'sequence') return 'a list';
  if (node.kind === 'unknown') return 'unreadable';
  if (node.kind === 'mapping') return 'a mapping';
  if (node.value === null) return node.text === '' ? 'nothing' : node.text;
  if (typeof node.value === 'number') return `the number ${node.text}`;
  if (typeof node.value === 'boolean') return `the boolean ${node.text}`;
  return `the text "${node.text.length > 60 ? `${node.text.slice(0, 57)}…` : node.text}"`;
}

/** Reports a value of the wrong type, unless it is reported as unreadable; null, so that a reader can return it. */
export function wrongType(c: Cursor, expected: string, help?: string): null {
  if (c.node.kind === 'unknown') return null;
  const where = c.path === '' ? 'the file' : `"${c.path}"`;
  const message = `${where} must be ${expected}, not ${describe(c.node)}`;
  c.sink.report('MCP1007', { at: c.node.at, path: c.path, message, help });
  return null;
}

export interface FieldNames<Name extends string> {
  readonly required: readonly Name[];
  readonly optional: readonly Name[];
}

/** A mapping with fixed field names: unknown and missing ones are reported. Null if it is no mapping. */
export function readFields<Name extends string>(c: Cursor, names: FieldNames<Name>): Fields<Name> | null {
  if (c.node.kind !== 'mapping') return wrongType(c, 'a mapping');
  const known: readonly string[] = [...names.required, ...names.optional];
  const { entries, complete, at } = c.node;
  const others = known.filter((name) => !entries.has(name));
  // Any of the absent fields may be what an unknown one means, or stand where the text could not be read.
  const meant = new Set<string | null>();
  for (const { key } of entries.values()) {
    if (known.includes(key.text)) continue;
    const path = atPath(c.path, key.text);
    meant.add(suggest(key.text, others));
    const message = `unknown field "${key.text}".${didYouMean(key.text, others)}`;
    c.sink.report('MCP1005', { at: key.at, path, message, help: `Fields here: ${known.join(', ')}.` });
  }
  if (meant.size > 0 || !complete) for (const name of others) c.sink.doubt(atPath(c.path, name));
  for (const name of names.required) {
    if (entries.has(name) || meant.has(name) || !complete) continue;
    const owner = c.path === '' ? 'the file' : `"${c.path}"`;
    c.sink.report('MCP1006', { at, path: atPath(c.path, name), message: `${owner} has no "${name}"` });
  }
  return {
    at,
    get(name) {
      const entry = entries.get(name);
      return entry === undefined ? null : { node: entry.value, path: atPath(c.path, name), sink: c.sink };
    },
  };
}

/** The items of a list; empty, with a report, if it is none. */
export function readItems(c: Cursor): readonly Cursor[] {
  if (c.node.kind !== 'sequence') {
    wrongType(c, 'a list');
    return [];
  }
  return c.node.items.map((node, i) => ({ node, path: `${c.path}[${i}]`, sink: c.sink }));
}

/** The entries of a mapping whose keys are names of the operator's; empty, with a report, if it is none. */
export function readNamed(c: Cursor): readonly NamedCursor[] {
  if (c.node.kind !== 'mapping') {
    wrongType(c, 'a mapping');
    return [];
  }
  if (!c.node.complete) c.sink.doubt(c.path);
  return [...c.node.entries.values()].map(({ key, value }) => ({
    node: value,
    path: atPath(c.path, key.text),
    sink: c.sink,
    name: key.text,
    key,
  }));
}
