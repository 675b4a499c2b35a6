import type { Code } from '../diagnostics/codes.ts';
import { diagnostic } from '../diagnostics/create.ts';
import type { Diagnostic, Position } from '../diagnostics/diagnostic.ts';
import type { Origin } from './ports.ts';
import type { VettingStatus } from './vetting-model.ts';

const KINDS: Readonly<Record<string, string>> = Object.freeze({
  lds: 'listener',
  rds: 'route configuration',
  cds: 'cluster',
});

/** What the vetting shows, as diagnostics at the places where the operator wrote it. */
export function findings({ held, isolated, unchecked }: VettingStatus): readonly Diagnostic[] {
  const found = held.map(({ service, type, resources, error, origins }) =>
    finding('MCP1905', origins, {
      text: `for ${service}, Envoy rejects ${describe(type, resources)}: ${oneLine(error ?? '')}`,
    }),
  );
  for (const { service, type, resource, entries, serves, error, origins } of isolated) {
    const keys = entries.length === 0 ? '' : `, at ${entries.join(', ')}`;
    const what = `${describe(type, [resource])}${keys}: ${oneLine(error)}`;
    found.push(
      finding('MCP1906', origins, { text: `for ${service}, Envoy rejects ${what}; ${STANDS_IN[serves]}` }),
    );
  }
  if (unchecked !== null) {
    found.push(finding('MCP1907', [], { text: `published without a validation: ${oneLine(unchecked)}` }));
  }
  return found;
}

const STANDS_IN = {
  'last good': 'its last good form serves',
  '503': 'it answers 503',
  mixed: 'its last good form serves where there is one, elsewhere it answers 503',
} as const;

function describe(type: string | null, names: readonly string[]): string {
  return `the ${KINDS[type ?? ''] ?? 'resource'} ${names.join(', ')}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function finding(code: Code, origins: readonly Origin[], { text }: { readonly text: string }): Diagnostic {
  const [at = { file: 'mesh.yaml', line: 1, column: 1 }, ...others] = origins.map(positionOf);
  const related = others.map((place) => ({ ...place, message: 'and here' }));
  return diagnostic(code, { at, path: '', message: text, ...(related.length > 0 && { related }) });
}

function positionOf({ file, line, column = 1 }: Origin & { readonly column?: number }): Position {
  return { file, line, column };
}
