import type { Machine } from './machine.ts';
import { meets } from './row.ts';
import type { BenchRow } from './row.ts';

export interface SuiteResult {
  readonly key: string;
  readonly title: string;
  readonly method: string;
  readonly rows: readonly BenchRow[];
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
  return `${measured < 10 ? measured.toFixed(2) : measured.toFixed(measured < 100 ? 1 : 0)} ${unit}`;
}

export function boundText({ bound, unit }: BenchRow): string {
  return bound === null ? '' : `${bound.toLocaleString('en')} ${unit}`;
}

/** `ok` or `MISS` for a figure with a bound. */
export function verdict(row: BenchRow): string {
  const met = meets(row);
  if (met === null) return '';
  return met ? 'ok' : 'MISS';
}

export function printSuite({ title, rows, loadBefore, seconds }: SuiteResult): void {
  console.log(`\n${title} (load ${loadBefore.toFixed(1)} before, took ${seconds} s)`);
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const row of rows) {
    const cells = [
      row.name.padEnd(width),
      figure(row).padStart(18),
      boundText(row).padStart(18),
      verdict(row),
    ];
    console.log(`  ${cells.join('  ').trimEnd()}`);
  }
}
