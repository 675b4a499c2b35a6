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
  /** True if `root` is only what stands before a syntax error, which is reported. */
  readonly cutShort: boolean;
}

/**
 * Reads one of our own files into nodes that keep their places. Duplicate keys, undefined aliases and foreign
 * tags are errors; `<<` merges as YAML 1.1 says, explicit keys first.
 */
export function readDocument(file: string, text: string): DocumentResult {
  const read = readEvents({ file, text, maxText: LIMITS.ownText });
  if (!read.ok) {
    return {
      root: readableStart(file, text, read.diagnostic),
      diagnostics: [read.diagnostic],
      cutShort: true,
    };
  }
  const { events } = read;
  if (isEmpty(events)) {
    const at = { file, line: 1, column: 1 };
    return {
      root: null,
      diagnostics: [diagnostic('MCP1002', { at, path: '', message: 'the file has no content' })],
      cutShort: false,
    };
  }
  const lines = indexLines(file, text);
  const built = buildNodes({ text, lines, events });
  const second = secondDocument(events);
  if (second === -1) return { ...built, cutShort: false };
  const content = events[second + 1];
  const offset = content === undefined ? -1 : startOf(content);
  const more = diagnostic('MCP1003', {
    at: lines.at(offset === -1 ? text.length : offset),
    path: '',
    message: 'a second document begins in this file',
  });
  return { root: built.root, diagnostics: [...built.diagnostics, more], cutShort: false };
}

/** How many cuts are tried: what does not parse after these begins far above the error, an open quote perhaps. */
const MOST_CUTS = 8;

/** The lines before a syntax error as nodes, fewer of them where they are no document by themselves. */
function readableStart(file: string, text: string, { code, line }: Diagnostic): YamlNode | null {
  if (code !== 'MCP1001') return null;
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  let end = line - 1;
  for (let cut = 0; cut < MOST_CUTS && end > 0; cut++) {
    const start = lines.slice(0, end).join('');
    const read = readEvents({ file, text: start, maxText: LIMITS.ownText });
    if (read.ok && isEmpty(read.events)) return null;
    if (read.ok) return buildNodes({ text: start, lines: indexLines(file, start), events: read.events }).root;
    end = Math.min(end - 1, read.diagnostic.line - 1);
  }
  return null;
}

/** True for a stream without a document, or whose first document has no node that was written out. */
export function isEmpty(events: readonly Event[]): boolean {
  const first = events[1];
  if (first === undefined) return true;
  return first.type === EVENT_ID.SCALAR && first.valueStart === -1 && first.tagStart === -1;
}
