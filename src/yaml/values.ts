import { didYouMean } from '../diagnostics/suggest.ts';
import { wrongType, type Cursor, type NamedCursor } from './cursor.ts';
import type { Grammar } from './grammar.ts';

/**
 * Text. A plain number, boolean or null where a name is meant is an error with the hint to quote it: YAML reads
 * `1.10` as 1.1, and nobody would find out before two versions had become one.
 */
export function readText(c: Cursor): string | null {
  const { node } = c;
  if (node.kind !== 'scalar') return wrongType(c, 'text');
  if (typeof node.value === 'string') return node.text;
  if (node.text === '') return wrongType(c, 'text');
  const kind = node.value === null ? 'null' : `a ${typeof node.value}`;
  const message = `"${c.path}" must be text, but YAML reads ${node.text} as ${kind}`;
  c.sink.report('MCP1008', { at: node.at, path: c.path, message, help: `Write "${node.text}", in quotes.` });
  return null;
}

/** Text of a grammar. */
export function readWord(c: Cursor, grammar: Grammar): string | null {
  const text = readText(c);
  if (text === null || grammar.pattern.test(text)) return text;
  const shown = JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}…` : text);
  c.sink.report(grammar.code, {
    at: c.node.at,
    path: c.path,
    message: `${shown} must be ${grammar.expected}`,
  });
  return null;
}

/** The name of an entry whose names follow a grammar; `under` is the path of the mapping. */
export function readName(c: NamedCursor, grammar: Grammar, under: string): string | null {
  const name = readWord({ node: c.key, path: c.path, sink: c.sink }, grammar);
  if (name === null) c.sink.doubtName(under, c.name);
  return name;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** A whole number within the range, inclusive. */
export function readInteger(c: Cursor, { min, max }: Range): number | null {
  const { node } = c;
  if (node.kind !== 'scalar' || typeof node.value !== 'number') return wrongType(c, 'a whole number');
  if (Number.isInteger(node.value) && node.value >= min && node.value <= max) return node.value;
  const message = `"${c.path}" must be a whole number from ${min} to ${max}, not ${node.text}`;
  c.sink.report('MCP1015', { at: node.at, path: c.path, message });
  return null;
}

export function readBoolean(c: Cursor): boolean | null {
  if (c.node.kind === 'scalar' && typeof c.node.value === 'boolean') return c.node.value;
  return wrongType(c, 'true or false');
}

/** One of a few words. */
export function readOneOf<const Word extends string>(c: Cursor, words: readonly Word[]): Word | null {
  const { node } = c;
  if (node.kind !== 'scalar') return wrongType(c, `one of ${words.join(', ')}`);
  const found = words.find((word) => word === node.value);
  if (found !== undefined) return found;
  const message = `"${c.path}" must be one of ${words.join(', ')}, not ${node.text === '' ? 'nothing' : node.text}.`;
  c.sink.report('MCP1009', { at: node.at, path: c.path, message: message + didYouMean(node.text, words) });
  return null;
}

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const DURATION = /^(0|[1-9][0-9]{0,6})(ms|s|m|h)$/;

/** A duration in milliseconds: a whole number of at most seven digits with its unit. */
export function readDuration(c: Cursor, { zero }: { readonly zero: 'allowed' | 'refused' }): number | null {
  const { node } = c;
  if (node.kind !== 'scalar') return wrongType(c, 'a duration such as 5s');
  const match = typeof node.value === 'string' ? DURATION.exec(node.value) : null;
  const unit = match?.[2];
  if (match === null || (unit !== 'ms' && unit !== 's' && unit !== 'm' && unit !== 'h')) {
    const help =
      typeof node.value === 'number' && node.text !== '' ? `Add the unit: ${node.text}s.` : undefined;
    const message = `"${c.path}" must be a duration such as 500ms, 5s, 1m or 2h, not ${node.text === '' ? 'nothing' : node.text}`;
    c.sink.report('MCP1011', { at: node.at, path: c.path, message, help });
    return null;
  }
  const value = Number(match[1]) * MILLISECONDS[unit];
  if (value > 0 || zero === 'allowed') return value;
  c.sink.report('MCP1011', { at: node.at, path: c.path, message: `"${c.path}" must be longer than 0` });
  return null;
}
