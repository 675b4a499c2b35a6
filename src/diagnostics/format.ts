import type { Diagnostic } from './diagnostic.ts';

/**
 * `mesh.yaml:12:5: error MCP1005 unknown field …`, then an indented line for each related place and for the hint.
 * Plain text without a final line break; colour is the terminal's business.
 */
export function formatDiagnostic(d: Diagnostic): string {
  const lines = [`${d.file}:${d.line}:${d.column}: ${d.severity} ${d.code} ${d.message}`];
  for (const r of d.related ?? []) lines.push(`    ${r.file}:${r.line}:${r.column}: ${r.message}`);
  if (d.help !== '') lines.push(`    hint: ${d.help}`);
  return lines.map(visible).join('\n');
}

// C0, DEL and C1: a file's own text stands in messages, and must not steer the terminal that shows them.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

function visible(line: string): string {
  return line.replace(CONTROL, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export { sortDiagnostics, withStrict, hasErrors } from './order.ts';
export { suggest } from './suggest.ts';
