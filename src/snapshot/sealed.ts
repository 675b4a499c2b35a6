import { hash } from 'node:crypto';

/**
 * The text form of what is kept over a restart: a line with the format and the body's checksum, then the body as one
 * line of JSON, so that a truncated or edited file is told from a whole one.
 */
export function seal(format: number, value: object): string {
  const body = JSON.stringify(value);
  return `${JSON.stringify({ format, sha256: hash('sha256', body) })}\n${body}\n`;
}

/** The value of a sealed text. Throws an Error with a sentence for the operator; `what` says what it should be. */
export function unseal(text: string, { format, what }: { format: number; what: string }): unknown {
  const [head = '', body = ''] = text.split('\n');
  const found = parseHead(head, what);
  if (found.format !== format)
    throw new Error(`its format is ${String(found.format)}, and this build reads ${format}`);
  if (hash('sha256', body) !== found.sha256)
    throw new Error('its checksum does not fit: it is damaged or was edited');
  return JSON.parse(body);
}

function parseHead(head: string, what: string): { readonly format?: unknown; readonly sha256?: unknown } {
  try {
    const value: unknown = JSON.parse(head);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Falls through to the same sentence: text that is no JSON is none of ours either.
  }
  throw new Error(`it is not ${what}`);
}
