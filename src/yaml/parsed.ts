import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Draft } from '../diagnostics/doubts.ts';

/** What a parser makes of one file. `model` is null if, and only if, a diagnostic is an error. */
export interface Parsed<T> {
  readonly model: T | null;
  /** Null beside a model, and where nothing could be read. */
  readonly draft: Draft<T> | null;
  /** Sorted by line, column and code. */
  readonly diagnostics: readonly Diagnostic[];
}
