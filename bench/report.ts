import { styleText } from 'node:util';
import type { Machine } from './machine.ts';
import { meets } from './row.ts';
import type { BenchRow, BenchTable } from './row.ts';

export interface SuiteResult {
  readonly key: string;
  readonly title: string;
  readonly method: string;
  readonly rows: readonly BenchRow[];
  readonly table?: BenchTable;
  readonly versions?: string;
  /** The machine's load average when the suite began. */
  readonly loadBefore: number;
  readonly seconds: number;
}

export interface Report {
  /** ISO 8601. */
  readonly at: string;
  readonly command: string;
  readonly machine: Machine;
  readonly suites: readonly SuiteResult[];
}

export function figure({ measured, unit }: BenchRow): string {
  if (Number.isNaN(measured)) return 'none';
  if (unit === 'of it') return measured.toFixed(3);
  if (unit === '') return String(measured);
  return `${measured < 10 ? measured.toFixed(2) : measured.toFixed(measured < 100 ? 1 : 0)} ${unit}`;
}

export function boundText({ bound, unit }: BenchRow): string {
  if (bound === null) return '';
  return unit === 'of it' ? String(bound) : `${bound.toLocaleString('en')} ${unit}`.trimEnd();
}

/** `ok` or `MISS` for a figure with a bound. */
export function verdict(row: BenchRow): string {
  const met = meets(row);
  if (met === null) return '';
  return met ? 'ok' : 'MISS';
}

/** A terminal shows it in colour. */
function coloured(text: string): string {
  if (text === '') return '';
  return styleText(text === 'ok' ? 'green' : 'red', text, { stream: process.stdout });
}

function padded(cells: readonly string[], widths: readonly number[]): string {
  return cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
}

export function printSuite({ title, rows, table, loadBefore, seconds }: SuiteResult): void {
  console.log(`\n${title} (load ${loadBefore.toFixed(1)} before, took ${seconds} s)`);
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  for (const row of rows) {
    const cells = [
      row.name.padEnd(width),
      figure(row).padStart(18),
      boundText(row).padStart(18),
      coloured(verdict(row)),
    ];
    console.log(`  ${cells.join('  ').trimEnd()}`);
  }
  if (table === undefined) return;
  const lines = [table.head, ...table.rows];
  const widths = table.head.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  console.log('');
  for (const line of lines) console.log(`  ${padded(line, widths).trimEnd()}`);
}
