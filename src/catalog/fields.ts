import { EVENT_ID } from 'js-yaml';
import { eachPair, eventOf, follow, itemsOf, spend, type CatalogReader } from './reader.ts';
import { isPlain, offsetOf, scalarText, type Ref } from './walk.ts';

/** A field of an entry: its value, and its key's place for messages. */
export interface Field {
  readonly key: Ref;
  readonly value: Ref;
}

/** Merges nest; deeper than this they are a cycle or an attack. */
const MAX_MERGE_DEPTH = 32;

const MERGE = '<<';

interface Request {
  readonly reader: CatalogReader;
  /** The only fields that are looked at. */
  readonly names: ReadonlySet<string>;
  readonly path: string;
}

/**
 * The wanted fields of a mapping as PyYAML reads it: of a field that stands twice the last counts (a warning), what
 * `<<` merges in counts only where the mapping itself has no such field, and of a list of merged ones the first.
 */
export function readEntryFields(ref: Ref, request: Request, depth = 0): ReadonlyMap<string, Field> {
  const own = new Map<string, Field>();
  const merges: Ref[] = [];
  eachPair(ref, (key, value) => {
    const event = eventOf(key);
    if (event?.type !== EVENT_ID.SCALAR) return;
    const length = event.valueEnd - event.valueStart;
    // Nearly all fields are not wanted; their length says so without a string being made.
    if (event.fast && !wantedLengths(request.names).has(length) && length !== MERGE.length) return;
    const name = scalarText(key.piece, event);
    if (name === MERGE && isPlain(event)) merges.push(value);
    else if (request.names.has(name)) {
      const first = own.get(name);
      if (first !== undefined) reportTwice(request, name, { first: first.key, second: key });
      own.set(name, { key, value });
    }
  });
  if (merges.length === 0) return own;
  return new Map([...mergedFields(merges, request, depth), ...own]);
}

const lengthsOf = new WeakMap<ReadonlySet<string>, ReadonlySet<number>>();

function wantedLengths(names: ReadonlySet<string>): ReadonlySet<number> {
  let lengths = lengthsOf.get(names);
  if (lengths === undefined) {
    lengths = new Set([...names].map((name) => name.length));
    lengthsOf.set(names, lengths);
  }
  return lengths;
}

function mergedFields(merges: readonly Ref[], request: Request, depth: number): ReadonlyMap<string, Field> {
  const merged = new Map<string, Field>();
  for (const merge of merges) {
    for (const source of mergeSources(merge, request).reverse()) {
      if (depth >= MAX_MERGE_DEPTH) request.reader.budget = Math.min(request.reader.budget, 0);
      if (!spend(request.reader, source, request.path)) return merged;
      for (const [name, field] of readEntryFields(source, request, depth + 1)) merged.set(name, field);
    }
  }
  return merged;
}

/** The mappings that a `<<` names, in order. */
export function mergeSources(value: Ref, { reader, path }: Pick<Request, 'reader' | 'path'>): Ref[] {
  const target = follow(reader, value, path);
  if (target === null) return [];
  const event = eventOf(target);
  if (event?.type === EVENT_ID.MAPPING) return [target];
  const sources: Ref[] = [];
  let sound = event?.type === EVENT_ID.SEQUENCE;
  if (event?.type === EVENT_ID.SEQUENCE) {
    for (const item of itemsOf(target)) {
      const source = follow(reader, item, path);
      if (source !== null && eventOf(source)?.type === EVENT_ID.MAPPING) sources.push(source);
      else if (source !== null) sound = false;
    }
  }
  if (!sound) {
    const message = '`<<` merges a mapping or a list of mappings';
    reader.sink.report('MCP1007', { at: reader.position(offsetOf(value)), path, message });
  }
  return sources;
}

function reportTwice({ reader, path }: Request, name: string, at: { first: Ref; second: Ref }): void {
  const first = reader.position(offsetOf(at.first));
  const second = reader.position(offsetOf(at.second));
  reader.sink.report('MCP1202', {
    at: second,
    path: `${path}.${name}`,
    message: `"${name}" of "${path}" is defined twice, on line ${first.line} and on line ${second.line}; the last counts`,
    related: [{ ...first, message: 'first defined here' }],
  });
}
