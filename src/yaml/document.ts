import { EVENT_ID, type Event } from 'js-yaml';
import { diagnostic } from '../diagnostics/create.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { buildNodes } from './build.ts';
import { readEvents, secondDocument, startOf } from './events.ts';
import { LIMITS } from './limits.ts';
import { indexLines } from './lines.ts';
import type { YamlNode } from './node.ts';

export interface DocumentResult {
  /** Null if the text is not one readable, non-empty document. */
  readonly root: YamlNode | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads one of our own files into nodes that keep their places. Duplicate keys, undefined aliases and foreign
 * tags are errors; `<<` merges as YAML 1.1 says, explicit keys first.
 */
export function readDocument(file: string, text: string): DocumentResult {
  const read = readEvents({ file, text, maxText: LIMITS.ownText });
  if (!read.ok) return { root: null, diagnostics: [read.diagnostic] };
  const { events } = read;
  if (isEmpty(events)) {
    const at = { file, line: 1, column: 1 };
    return {
      root: null,
      diagnostics: [diagnostic('MCP1002', { at, path: '', message: 'the file has no content' })],
    };
  }
  const lines = indexLines(file, text);
  const built = buildNodes({ text, lines, events });
  const second = secondDocument(events);
  if (second === -1) return built;
  const content = events[second + 1];
  const offset = content === undefined ? -1 : startOf(content);
  const more = diagnostic('MCP1003', {
    at: lines.at(offset === -1 ? text.length : offset),
    path: '',
    message: 'a second document begins in this file',
  });
  return { root: built.root, diagnostics: [...built.diagnostics, more] };
}

/** True for a stream without a document, or whose first document has no node that was written out. */
export function isEmpty(events: readonly Event[]): boolean {
  const first = events[1];
  if (first === undefined) return true;
  return first.type === EVENT_ID.SCALAR && first.valueStart === -1 && first.tagStart === -1;
}
