import { EVENT_ID, parseEvents, YAMLException, type Event } from 'js-yaml';
import { diagnostic } from '../diagnostics/create.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { LIMITS } from './limits.ts';

export type EventsResult =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly diagnostic: Diagnostic };

interface Source {
  readonly file: string;
  readonly text: string;
  readonly maxText: number;
}

/** The flat event stream of a text, or the one diagnostic that says why there is none. Never throws. */
export function readEvents({ file, text, maxText }: Source): EventsResult {
  const start = { file, line: 1, column: 1 };
  if (text.length > maxText) {
    const message = `the file has ${text.length} characters, more than the ${maxText} that are read`;
    return { ok: false, diagnostic: diagnostic('MCP1012', { at: start, path: '', message }) };
  }
  try {
    return { ok: true, events: parseEvents(text, { maxDepth: LIMITS.depth + 2 }) };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const at = { file, line: (error.mark?.line ?? 0) + 1, column: (error.mark?.column ?? 0) + 1 };
    const tooDeep = error.reason.startsWith('nesting exceeded');
    return {
      ok: false,
      diagnostic: tooDeep
        ? diagnostic('MCP1012', { at, path: '', message: `nested more than ${LIMITS.depth} levels deep` })
        : diagnostic('MCP1001', { at, path: '', message: `invalid YAML: ${error.reason}` }),
    };
  }
}

/** Where the second document begins in the stream; -1 if there is one document or none. */
export function secondDocument(events: readonly Event[]): number {
  // Documents do not nest, so the first event behind the first document's end opens the second one.
  let depth = 0;
  for (let i = 0; i < events.length; i++) {
    const type = events[i]?.type;
    if (type === EVENT_ID.POP) depth--;
    else if (type === EVENT_ID.DOCUMENT || type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
    if (depth === 0) return i + 1 < events.length ? i + 1 : -1;
  }
  return -1;
}

/** The offset of the first character of a node, its tag and anchor included; -1 for a node without text. */
export function startOf(event: Event): number {
  switch (event.type) {
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    case EVENT_ID.SCALAR:
      return event.valueStart;
    case EVENT_ID.ALIAS:
      return event.anchorStart;
    default:
      return -1;
  }
}
