import { EVENT_ID } from 'js-yaml';
import { copyText } from './text.ts';
import { readEntry } from './entry.ts';
import { mergeSources } from './fields.ts';
import { checkKey } from './keys.ts';
import { eachPair, eventOf, spend, type CatalogReader } from './reader.ts';
import { isPlain, offsetOf, scalarText, type Ref } from './walk.ts';

/** Adds the entries of a root mapping, or of a piece of it, to the reader's. */
export function readEntries(reader: CatalogReader, root: Ref): void {
  const merges: Ref[] = [];
  eachPair(root, (keyRef, value) => {
    const event = eventOf(keyRef);
    if (event?.type !== EVENT_ID.SCALAR) {
      const at = reader.position(offsetOf(keyRef));
      reader.sink.report('MCP1022', { at, path: '', message: 'a key must be plain text, not a list or mapping' });
      return;
    }
    const key = copyText(scalarText(keyRef.piece, event));
    if (key === '<<' && isPlain(event)) merges.push(value);
    else addEntry(reader, { key, keyRef, value });
  });
  for (const merge of merges) mergeEntries(reader, merge);
}

interface Found {
  readonly key: string;
  readonly keyRef: Ref;
  readonly value: Ref;
}

function addEntry(reader: CatalogReader, { key, keyRef, value }: Found): void {
  const at = reader.position(offsetOf(keyRef));
  const event = eventOf(keyRef);
  checkKey(reader.sink, { key, at, plain: event?.type === EVENT_ID.SCALAR && isPlain(event) });
  const first = reader.entries.get(key);
  if (first !== undefined) {
    reader.sink.report('MCP1201', {
      at,
      path: key,
      message: `the key "${key}" is defined on line ${first.line} and again on line ${at.line}; the last one counts`,
      related: [{ file: reader.file, line: first.line, column: first.column, message: 'defined here before' }],
    });
    // Taken out first, so that the entries stay in the order of the lines that count.
    reader.entries.delete(key);
  }
  const entry = readEntry(reader, { key, line: at.line, column: at.column }, value);
  if (entry !== null) reader.entries.set(key, entry);
}

/** A `<<` at the root: its mappings' keys, where the root has no such key itself. */
function mergeEntries(reader: CatalogReader, merge: Ref): void {
  for (const source of mergeSources(merge, { reader, path: '<<' })) {
    eachPair(source, (keyRef, value) => {
      const event = eventOf(keyRef);
      if (event?.type !== EVENT_ID.SCALAR || !spend(reader, keyRef, '<<')) return;
      const key = copyText(scalarText(keyRef.piece, event));
      if (!reader.entries.has(key)) addEntry(reader, { key, keyRef, value });
    });
  }
}
