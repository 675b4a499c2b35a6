import { CODES, type Code } from './codes.ts';
import type { Diagnostic, Position, RelatedPosition, Severity } from './diagnostic.ts';

export interface DiagnosticProps {
  readonly at: Position;
  /** Where in the document: `services.gateway.app.port`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  /** Default: the catalogue's. */
  readonly help?: string | undefined;
  /** Default: the catalogue's. */
  readonly severity?: Severity | undefined;
  readonly related?: readonly RelatedPosition[] | undefined;
}

/** Makes a frozen diagnostic; severity and help come from the catalogue where `props` has none. */
export function diagnostic(code: Code, props: DiagnosticProps): Diagnostic {
  const { file, line, column } = props.at;
  const info = CODES[code];
  return Object.freeze({
    code,
    severity: props.severity ?? info.severity,
    file,
    line,
    column,
    path: props.path,
    message: props.message,
    help: props.help ?? info.help,
    ...(props.related !== undefined && { related: Object.freeze([...props.related]) }),
  });
}
