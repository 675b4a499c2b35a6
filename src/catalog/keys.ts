import type { Position } from '../diagnostics/diagnostic.ts';
import { isPlainText11 } from '../yaml/scalar.ts';
import type { Sink } from '../yaml/sink.ts';

/** A segment of a moniker's path, as Open Moniker's parsers take it; at most 128 characters. */
const KEY = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}(?:\/[A-Za-z0-9][A-Za-z0-9_.-]{0,127})*$/;
const REVISION = /^[vV][0-9]+$/;

export interface KeyCheck {
  readonly key: string;
  readonly at: Position;
  /** Written without quotes and tag, so that YAML may take it for something else than text. */
  readonly plain: boolean;
}

/** Warns of keys that no request can name. */
export function checkKey(sink: Sink, { key, at, plain }: KeyCheck): void {
  const last = key.slice(key.lastIndexOf('/') + 1);
  const first = last.charCodeAt(0) | 32;
  if (plain && !isPlainText11(key)) {
    const message = `the key ${key} is read as a number, boolean, date or null, not as text`;
    sink.report('MCP1208', { at, path: key, message, help: `Write "${key}", in quotes.` });
  } else if (!KEY.test(key)) {
    const message = `no request can name the key ${JSON.stringify(key.slice(0, 200))}: it is not a moniker's path`;
    sink.report('MCP1203', { at, path: key, message });
  } else if (first === 118 && key.includes('/') && REVISION.test(last)) {
    const message = `the key "${key}" can not be asked for by its own name: "/${last}" at the end means a revision`;
    sink.report('MCP1204', { at, path: key, message });
  }
}
