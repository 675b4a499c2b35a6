import { basename } from 'node:path';
import { parseCatalog } from '../../src/catalog/parse.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { parseEndpoints } from '../../src/endpoints/parse.ts';
import { parseTopology } from '../../src/topology/parse.ts';
import { parseRollout } from '../../src/weights/parse.ts';
import type { Parsed } from '../../src/yaml/parsed.ts';

export type InputKind = 'mesh' | 'catalog' | 'endpoints' | 'rollout';

const PARSERS: Readonly<Record<InputKind, (file: string, text: string) => Parsed<unknown>>> = {
  mesh: parseTopology,
  catalog: parseCatalog,
  endpoints: parseEndpoints,
  rollout: parseRollout,
};

export function parseInput(kind: InputKind, file: string, text: string): Parsed<unknown> {
  const parsed = PARSERS[kind](file, text);
  const failed = parsed.diagnostics.some((d) => d.severity === 'error');
  if (failed !== (parsed.model === null))
    throw new Error(`${basename(file)}: a model beside errors, or none without`);
  return parsed;
}

/** `line:column severity code path`: what must not change unnoticed; messages may be reworded freely. */
export function summarize(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((d) => `${d.line}:${d.column} ${d.severity} ${d.code} ${d.path}\n`).join('');
}
