import { EVENT_ID, type Event } from 'js-yaml';
import type { Position } from '../diagnostics/diagnostic.ts';
import { createSink, type Sink } from '../yaml/sink.ts';
import { countLines } from './lines.ts';
import type { CatalogEntry } from './model.ts';
import { createAnchors, offsetOf, skip, type Anchors, type Ref } from './walk.ts';

/** How many aliases and merges of one catalog are followed: it ends documents that multiply themselves. */
const ALIAS_BUDGET = 1_000_000;

/** What the walk over one catalog carries along. */
export interface CatalogReader {
  readonly file: string;
  readonly sink: Sink;
  readonly anchors: Anchors;
  readonly entries: Map<string, CatalogEntry>;
  /** How many more aliases and merges may be followed. */
  budget: number;
  position(offset: number): Position;
}

export function createReader(file: string, text: string): CatalogReader {
  const lines = countLines(text);
  return {
    file,
    sink: createSink(),
    anchors: createAnchors(),
    entries: new Map(),
    budget: ALIAS_BUDGET,
    position(offset) {
      const line = lines.line(Math.max(0, offset));
      return { file, line, column: lines.column(Math.max(0, offset)) };
    },
  };
}

export function eventOf(ref: Ref): Event | undefined {
  return ref.piece.events[ref.index];
}

/**
 * The node itself, or what its alias stands for. Null, with a report, for an alias that stands for nothing or once
 * the budget is spent.
 */
export function follow(reader: CatalogReader, ref: Ref, path: string): Ref | null {
  let current: Ref = ref;
  for (;;) {
    const event = eventOf(current);
    if (event?.type !== EVENT_ID.ALIAS) return current;
    if (!spend(reader, ref, path)) return null;
    const target = reader.anchors.targets.get(event);
    if (target === undefined || target === null) {
      const name = current.piece.text.slice(event.anchorStart, event.anchorEnd);
      const at = reader.position(offsetOf(current));
      reader.sink.report('MCP1013', { at, path, message: `no anchor &${name} stands before this alias` });
      return null;
    }
    current = target;
  }
}

/** Pays for one alias or merge; reports the first that can not be paid. */
export function spend(reader: CatalogReader, ref: Ref, path: string): boolean {
  reader.budget--;
  if (reader.budget === -1) {
    const message = 'the aliases of this catalog multiply beyond what is read';
    reader.sink.report('MCP1012', { at: reader.position(offsetOf(ref)), path, message });
  }
  return reader.budget >= 0;
}

/** Calls `pair` for each key and value of a mapping, in order. */
export function eachPair(ref: Ref, pair: (key: Ref, value: Ref) => void): void {
  const { piece } = ref;
  const { events } = piece;
  let i = ref.index + 1;
  while (i < events.length && events[i]?.type !== EVENT_ID.POP) {
    const key = { piece, index: i };
    const valueIndex = skip(events, i);
    pair(key, { piece, index: valueIndex });
    i = skip(events, valueIndex);
  }
}

/** The items of a sequence, in order. */
export function itemsOf({ piece, index }: Ref): readonly Ref[] {
  const items: Ref[] = [];
  let i = index + 1;
  while (i < piece.events.length && piece.events[i]?.type !== EVENT_ID.POP) {
    items.push({ piece, index: i });
    i = skip(piece.events, i);
  }
  return items;
}
