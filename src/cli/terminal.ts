import { stripVTControlCharacters, styleText } from 'node:util';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Where a command writes: a stream, and what can be shown on it. */
export interface Terminal {
  readonly tty: boolean;
  /** In characters; of a pipe, as wide as anything. */
  readonly columns: number;
  write(text: string): void;
  line(text?: string): void;
  /** The text itself where colour is off. */
  paint(style: Style, text: string): string;
}

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Colour: on a terminal, unless NO_COLOR is set or TERM is dumb; FORCE_COLOR forces it. */
function wantsColor(stream: Stream, env: Readonly<Record<string, string | undefined>>): boolean {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

export function terminal(stream: Stream, env: Readonly<Record<string, string | undefined>>): Terminal {
  const color = wantsColor(stream, env);
  return Object.freeze({
    tty: stream.isTTY === true,
    get columns() {
      // A pseudo-terminal that nobody has given a size says 0.
      const columns = stream.columns ?? 0;
      return stream.isTTY !== true ? Infinity : columns > 0 ? columns : 80;
    },
    write: (text: string) => {
      stream.write(text);
    },
    line: (text = '') => {
      stream.write(`${text}\n`);
    },
    paint: (style: Style, text: string) => (color ? styleText(style, text, { validateStream: false }) : text),
  });
}

export function printJson(terminal: Terminal, value: unknown): void {
  terminal.line(JSON.stringify(value, null, 2));
}

/** Characters that it takes on the screen, near enough for names and versions. */
export function width(text: string): number {
  return Array.from(stripVTControlCharacters(text)).length;
}
