import { EVENT_ID, type Event } from 'js-yaml';
import { isEmpty } from '../yaml/document.ts';
import { readEvents, secondDocument, startOf } from '../yaml/events.ts';
import { LIMITS } from '../yaml/limits.ts';
import type { Parsed } from '../yaml/parsed.ts';
import { CHUNK_SIZE, cutAtKeys } from './chunks.ts';
import { checkDomains, type HierarchyName } from './domains.ts';
import { readEntries } from './entries.ts';
import type { Catalog } from './model.ts';
import { createReader, type CatalogReader } from './reader.ts';
import { noteAnchors, type Piece } from './walk.ts';

export interface CatalogOptions {
  /**
   * How the keys nest, for the search for a key's domain above it. Without it both ways count, so that no key is
   * said to lack a domain that one of them would find.
   */
  readonly hierarchy?: HierarchyName | undefined;
  /** The text is read in pieces of about this many UTF-16 code units; the result does not depend on it. */
  readonly pieceSize?: number;
}

/**
 * Reads an Open Moniker catalog as its own resolvers do: of duplicate keys the last counts, `<<` and aliases work,
 * and fields that routing does not need are passed over without being looked at.
 */
export function parseCatalog(file: string, text: string, options: CatalogOptions = {}): Parsed<Catalog> {
  const { sink, entries } = readPieces({ file, text, size: options.pieceSize ?? CHUNK_SIZE }) ?? readWhole(file, text);
  checkDomains({ file, entries, sink, hierarchy: options.hierarchy ?? null });
  return sink.finish<Catalog>(Object.freeze({ file, entries }));
}

type Read = Pick<CatalogReader, 'sink' | 'entries'>;

/** Piece by piece; null if the text can not be cut, or if a piece is not a mapping of its own. */
function readPieces({ file, text, size }: { file: string; text: string; size: number }): Read | null {
  const reader = createReader(file, text);
  for (const chunk of cutAtKeys(text, size)) {
    if (chunk.text.length === text.length) return null;
    const read = readEvents({ file, text: chunk.text, maxText: LIMITS.catalogText });
    if (!read.ok || read.events[1]?.type !== EVENT_ID.MAPPING || secondDocument(read.events) !== -1) return null;
    readRoot(reader, { ...chunk, events: read.events });
  }
  return reader;
}

function readWhole(file: string, text: string): Read {
  const reader = createReader(file, text);
  const { sink } = reader;
  const start = { file, line: 1, column: 1 };
  const read = readEvents({ file, text, maxText: LIMITS.catalogText });
  if (!read.ok) {
    sink.add(read.diagnostic);
    return reader;
  }
  const { events } = read;
  const root = events[1];
  if (isEmpty(events)) {
    sink.report('MCP1002', { at: start, path: '', message: 'the file has no content' });
  } else if (root?.type !== EVENT_ID.MAPPING) {
    sink.report('MCP1007', { at: start, path: '', message: 'the file must be a mapping of keys to entries' });
  } else {
    readRoot(reader, { text, offset: 0, events });
    if (reader.entries.size === 0 && !sink.failed()) {
      sink.report('MCP1002', { at: start, path: '', message: 'the file has no keys' });
    }
  }
  reportSecond(reader, events);
  return reader;
}

function reportSecond(reader: CatalogReader, events: readonly Event[]): void {
  const second = secondDocument(events);
  if (second === -1) return;
  const content = events[second + 1];
  const at = reader.position(content === undefined ? 0 : Math.max(0, startOf(content)));
  reader.sink.report('MCP1003', { at, path: '', message: 'a second document begins in this file' });
}

function readRoot(reader: CatalogReader, piece: Piece): void {
  noteAnchors(piece, reader.anchors);
  readEntries(reader, { piece, index: 1 });
}
