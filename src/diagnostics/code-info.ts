import type { Severity } from './diagnostic.ts';

/** What the catalogue says of a code. */
export interface CodeInfo {
  /** Where nothing else is said at the place that reports it. */
  readonly severity: Severity;
  /** A short heading, as in docs/errors.md. */
  readonly title: string;
  /** How an operator mends it, in one sentence; a report may say something more precise. */
  readonly help: string;
}

/** Keeps the literal keys of a group of codes while its entries are checked. */
export function defineCodes<const Name extends string>(
  codes: Readonly<Record<Name, CodeInfo>>,
): Readonly<Record<Name, CodeInfo>> {
  return codes;
}
