/** How bad a diagnostic is. `error` stops a publish; `--strict` turns every `warning` into an error. */
export type Severity = 'error' | 'warning';

/** A place in an input file. Lines and columns are 1-based; a column counts UTF-16 code units. */
export interface Position {
  /** Path relative to the catalog directory, with `/` as the separator: `mesh.yaml`, `rollouts/resolver.yaml`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A second place that takes part in a diagnostic, such as the first of two duplicate keys. */
export interface RelatedPosition extends Position {
  readonly message: string;
}

/** One thing that is wrong, where it is, and how to mend it. */
export interface Diagnostic extends Position {
  /** Stable, documented in docs/errors.md: `MCP1001`. */
  readonly code: string;
  readonly severity: Severity;
  /** Where in the document: `services.gateway.app.port`, `weights.v1`; empty for the whole file. */
  readonly path: string;
  readonly message: string;
  /** What the operator does about it, in one sentence. */
  readonly help: string;
  readonly related?: readonly RelatedPosition[];
}
