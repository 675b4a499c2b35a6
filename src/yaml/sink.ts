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

/** What was left out of one code beyond the limit. */
interface Rest {
  readonly first: DiagnosticProps;
  count: number;
}

/**
 * `limit`: how many findings of one code are kept. A catalog of 100,000 keys that all lack the same thing is told
 * so once, with the number of the others.
 */
export function createSink(initial: readonly Diagnostic[] = [], limit = 1_000): Sink {
  const diagnostics = [...initial];
  const counts = new Map<Code, number>();
  const rests = new Map<Code, Rest>();
  return {
    report(code, props) {
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      if (count <= limit) {
        diagnostics.push(diagnostic(code, props));
        return;
      }
      const rest = rests.get(code);
      if (rest === undefined) rests.set(code, { first: props, count: 1 });
      else rest.count++;
    },
    add(found) {
      diagnostics.push(found);
    },
    failed() {
      return hasErrors(diagnostics);
    },
    finish(model) {
      const more = [...rests].map(([code, { first, count }]) => {
        const message = `${count} more of ${code} from here on are not listed`;
        return diagnostic('MCP1023', { at: first.at, path: first.path, message });
      });
      return Object.freeze({
        model: hasErrors(diagnostics) ? null : model,
        diagnostics: Object.freeze(sortDiagnostics([...diagnostics, ...more])),
      });
    },
  };
}
