import { figure, boundText, verdict } from './report.ts';
import type { Report, SuiteResult } from './report.ts';

/**
 * Puts each suite's table between its two marks, `<!-- bench:KEY -->` and `<!-- /bench:KEY -->`; all else of the
 * page is written by hand. Throws an Error for a suite without marks, so that no figure goes missing.
 */
export function withTables(page: string, report: Report): string {
  // What could not be measured here leaves its old table.
  return report.suites
    .filter(({ rows }) => rows.length > 0)
    .reduce((text, suite) => {
      const [begin, end] = [`<!-- bench:${suite.key} -->`, `<!-- /bench:${suite.key} -->`];
      const [from, to] = [text.indexOf(begin), text.indexOf(end)];
      if (from < 0 || to < from) throw new Error(`the page has no place for ${begin}`);
      return `${text.slice(0, from + begin.length)}\n\n${section(suite, report)}\n\n${text.slice(to)}`;
    }, page);
}

function section(suite: SuiteResult, { at, machine, command }: Report): string {
  const rows = suite.rows.map((row) => [row.name, figure(row), boundText(row), verdict(row)]);
  const where =
    `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}` +
    `${suite.versions === undefined ? '' : `, ${suite.versions}`}; ` +
    `load average ${suite.loadBefore.toFixed(1)} before; \`${command}\`; ${at.slice(0, 10)}.`;
  const figures = table(['figure', 'measured', 'bound', ''], rows);
  const side = suite.table === undefined ? [] : [...table(suite.table.head, suite.table.rows), ''];
  return [suite.method, '', ...figures, '', ...side, `_${where}_`].join('\n');
}

/** With padded columns, as the formatter would have them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)];
}
