import { existsSync } from 'node:fs';
import { CODES } from '../diagnostics/codes.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatDiagnostic } from '../diagnostics/format.ts';

/** The daemon cannot start; `lines` is for standard error, the exit code is 1. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly lines: readonly string[];

  constructor(lines: readonly string[], cause?: unknown) {
    super(lines.join('\n'), { cause });
    this.lines = lines;
  }
}

/** The daemon was to stop before it had started: nothing is wrong, and nothing is left open. */
export class StartInterrupted extends Error {
  override readonly name = 'StartInterrupted';
}

export function badCatalog(catalog: string, diagnostics: readonly Diagnostic[]): StartError {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const summary = `moniker-cp: ${catalog} cannot be served: ${errors} errors, ${warnings} warnings`;
  const start = `    hint: there is no such directory: --catalog names another, "moniker-cp init" writes one to start from`;
  const hints = existsSync(catalog) ? [] : [start];
  return new StartError([...diagnostics.map(formatDiagnostic), summary, ...hints]);
}

const REASONS: Readonly<Record<string, { readonly code: Code; readonly text: string }>> = {
  EADDRINUSE: { code: 'MCP1801', text: 'is in use' },
  EADDRNOTAVAIL: { code: 'MCP1802', text: 'is no address of this machine' },
  EACCES: { code: 'MCP1802', text: 'may not be opened by this user' },
  ENOTSUP: { code: 'MCP1805', text: 'cannot be shared among serving threads on this system' },
  ENOTFOUND: { code: 'MCP1802', text: 'cannot be resolved' },
};

/** `option` is the flag that names the address. */
export function badAddress(option: string, address: string, error: unknown): StartError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const { code: known, text } = REASONS[code] ?? { code: 'MCP1802' as const, text: describe(error) };
  return new StartError(
    [`error ${known} ${option} ${address} ${text}`, `    hint: ${CODES[known].help}`],
    error,
  );
}

/** The Envoy that is to validate cannot be run. */
export function noEnvoy(reason: string): StartError {
  return new StartError([
    `error MCP1806 --validate-with-envoy: ${reason}`,
    `    hint: ${CODES.MCP1806.help}`,
  ]);
}

/** `option` is the flag that names the path. */
export function noFolder(option: string, path: string): StartError {
  return new StartError([
    `moniker-cp serve: ${option} ${path} is not a directory`,
    '    hint: Name a directory; it is made where there is none.',
  ]);
}

function describe(error: unknown): string {
  return `cannot be listened on: ${error instanceof Error ? error.message : String(error)}`;
}
