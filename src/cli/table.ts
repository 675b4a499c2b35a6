import { stripVTControlCharacters } from 'node:util';
import type { Terminal } from './terminal.ts';
import { width } from './terminal.ts';

const GAP = '  ';

const NUMBER = /^\d+(\.\d+)?$/;

/**
 * Aligned columns under a heading, those of numbers at their right edge. On a terminal a row is cut at its edge, so that a redraw knows its height;
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
  const numeric = headings.map((_, i) => isNumeric(rows.map((row) => row[i] ?? '')));
  const render = (row: readonly string[]): string =>
    row
      .map((cell, i) => {
        const space = ' '.repeat((widths[i] ?? 0) - width(cell));
        return numeric[i] === true ? space + cell : cell + space;
      })
      .join(GAP)
      .trimEnd();
  return [terminal.paint('dim', render(headings)), ...rows.map(render)].map((line) =>
    cut(line, terminal.columns),
  );
}

/** `-` is a number that is not there. */
function isNumeric(cells: readonly string[]): boolean {
  const plain = cells.map((cell) => stripVTControlCharacters(cell)).filter((cell) => cell !== '-');
  return plain.length > 0 && plain.every((cell) => NUMBER.test(cell));
}

/** A coloured line that is too long loses its colour: better than a colour that never ends. */
function cut(line: string, columns: number): string {
  if (width(line) <= columns) return line;
  const plain = Array.from(stripVTControlCharacters(line));
  return `${plain.slice(0, Math.max(0, columns - 1)).join('')}…`;
}
