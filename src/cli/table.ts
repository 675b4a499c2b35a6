import { stripVTControlCharacters } from 'node:util';
import type { Terminal } from './terminal.ts';
import { width } from './terminal.ts';

const GAP = '  ';

/**
 * Aligned columns under a heading. On a terminal a row is cut at its edge, so that a redraw knows its height;
 * in a pipe nothing is cut.
 */
export function renderTable(
  terminal: Terminal,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const widths = headings.map((heading, i) =>
    Math.max(width(heading), ...rows.map((row) => width(row[i] ?? ''))),
  );
  const render = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] ?? 0) - width(cell))))
      .join(GAP)
      .trimEnd();
  return [terminal.paint('dim', render(headings)), ...rows.map(render)].map((line) =>
    cut(line, terminal.columns),
  );
}

/** A coloured line that is too long loses its colour: better than a colour that never ends. */
function cut(line: string, columns: number): string {
  if (width(line) <= columns) return line;
  const plain = Array.from(stripVTControlCharacters(line));
  return `${plain.slice(0, Math.max(0, columns - 1)).join('')}…`;
}
