import { diagnostic, type DiagnosticProps } from '../diagnostics/create.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { recordDoubts, type Doubts } from '../diagnostics/doubts.ts';
import { hasErrors, sortDiagnostics } from '../diagnostics/order.ts';
import type { Parsed } from './parsed.ts';

/** Collects what a parser finds, so that one pass reports everything. */
export interface Sink {
  report(code: Code, props: DiagnosticProps): void;
  add(found: Diagnostic): void;
  /** What was reported so far makes uncertain: checks that compare several places leave it out. */
  readonly doubts: Doubts;
  /** The value at the path cannot be relied on. Errors in the text or shape of a value (MCP10xx) do this unasked. */
  doubt(path: string): void;
  /** A name under the path cannot stand as it is written. */
  doubtName(path: string, name: string): void;
  /** True once an error was reported. */
  failed(): boolean;
  /** The parser's answer: the model if nothing reported is an error, else the draft. */
  finish<T>(model: T | null): Parsed<T>;
}

/** What was left out of one code beyond the limit. */
interface Rest {
  readonly first: DiagnosticProps;
  count: number;
}

export interface SinkOptions {
  /** What the reader of the text found. */
  readonly initial?: readonly Diagnostic[];
  /** The text ends in a syntax error: what stands before it is read, but what seems to be missing may come behind. */
  readonly cutShort?: boolean;
  /**
   * How many findings of one code are kept; default 1,000. A catalog of 100,000 keys that all lack the same thing is
   * told so once, with the number of the others.
   */
  readonly limit?: number;
}

/** The text or shape of a value: whatever was meant there is unknown. */
function hidesValue({ code, severity }: Diagnostic): boolean {
  return severity === 'error' && code.startsWith('MCP10');
}

export function createSink({ initial = [], cutShort = false, limit = 1_000 }: SinkOptions = {}): Sink {
  const diagnostics = [...initial];
  const doubts = recordDoubts();
  for (const found of initial) if (hidesValue(found)) doubts.add(found.path);
  if (cutShort) doubts.add('');
  const counts = new Map<Code, number>();
  const rests = new Map<Code, Rest>();
  return {
    doubts,
    doubt(path) {
      doubts.add(path);
    },
    doubtName(path, name) {
      doubts.addName(path, name);
    },
    report(code, props) {
      if (cutShort) return;
      const count = (counts.get(code) ?? 0) + 1;
      counts.set(code, count);
      if (count <= limit) {
        const found = diagnostic(code, props);
        diagnostics.push(found);
        if (hidesValue(found)) doubts.add(found.path);
        return;
      }
      // Too many to list, but the values are as unknown as those that are.
      if (code.startsWith('MCP10')) doubts.add(props.path);
      const rest = rests.get(code);
      if (rest === undefined) rests.set(code, { first: props, count: 1 });
      else rest.count++;
    },
    add(found) {
      diagnostics.push(found);
      if (hidesValue(found)) doubts.add(found.path);
    },
    failed() {
      return hasErrors(diagnostics);
    },
    finish(model) {
      const more = [...rests].map(([code, { first, count }]) => {
        const message = `${count} more of ${code} from here on are not listed`;
        return diagnostic('MCP1023', { at: first.at, path: first.path, message });
      });
      const failed = hasErrors(diagnostics);
      return Object.freeze({
        model: failed ? null : model,
        draft: failed && model !== null ? Object.freeze({ sketch: model, doubts }) : null,
        diagnostics: Object.freeze(sortDiagnostics([...diagnostics, ...more])),
      });
    },
  };
}
