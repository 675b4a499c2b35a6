import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/** What a parser makes of one file. `model` is null if, and only if, a diagnostic is an error. */
export interface Parsed<T> {
  readonly model: T | null;
  /** Sorted by line, column and code. */
  readonly diagnostics: readonly Diagnostic[];
}
