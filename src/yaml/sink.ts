import { diagnostic, type DiagnosticProps } from '../diagnostics/create.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors, sortDiagnostics } from '../diagnostics/order.ts';
import type { Parsed } from './parsed.ts';

/** Collects what a parser finds, so that one pass reports everything. */
export interface Sink {
  report(code: Code, props: DiagnosticProps): void;
  add(found: Diagnostic): void;
  /** True once an error was reported. */
  failed(): boolean;
  /** The parser's answer: the model only if nothing reported is an error. */
  finish<T>(model: T | null): Parsed<T>;
}

export function createSink(initial: readonly Diagnostic[] = []): Sink {
  const diagnostics = [...initial];
  return {
    report(code, props) {
      diagnostics.push(diagnostic(code, props));
    },
    add(found) {
      diagnostics.push(found);
    },
    failed() {
      return hasErrors(diagnostics);
    },
    finish(model) {
      return Object.freeze({
        model: hasErrors(diagnostics) ? null : model,
        diagnostics: Object.freeze(sortDiagnostics(diagnostics)),
      });
    },
  };
}
