import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatDiagnostic } from '../diagnostics/format.ts';
import type { Terminal } from './terminal.ts';

/** What is coloured of a formatted diagnostic: its place, then severity and code. */
const HEAD = /^(.*?:\d+:\d+:) (?:error|warning) (MCP\d+) /;

/**
 * One diagnostic, its files named so that an editor finds them from the working directory: `directory` is the
 * catalog directory as the command line has it.
 */
export function printDiagnostic(terminal: Terminal, directory: string, diagnostic: Diagnostic): void {
  const placed: Diagnostic = {
    ...diagnostic,
    file: join(directory, diagnostic.file),
    ...(diagnostic.related !== undefined && {
      related: diagnostic.related.map((related) => ({ ...related, file: join(directory, related.file) })),
    }),
  };
  const text = formatDiagnostic(placed);
  const [head = '', place = '', code = ''] = HEAD.exec(text) ?? [];
  const severity = terminal.paint(diagnostic.severity === 'error' ? 'red' : 'yellow', diagnostic.severity);
  const shown =
    head === '' ? '' : `${terminal.paint('bold', place)} ${severity} ${terminal.paint('dim', code)} `;
  terminal.line(shown + text.slice(head.length));
}

export interface Totals {
  readonly errors: number;
  readonly warnings: number;
}

export function totals(diagnostics: readonly Diagnostic[]): Totals {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: diagnostics.length - errors };
}
