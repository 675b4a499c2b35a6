import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { formatDiagnostic } from '../../../src/diagnostics/format.ts';
import { readMarkdown, ROOT } from '../../support/markdown.ts';
import { parseInput, type InputKind } from '../../support/parse-input.ts';

const page = readMarkdown('docs/files.md');
const HEADINGS: Readonly<Record<InputKind, string>> = {
  mesh: '## mesh.yaml',
  catalog: '## Catalogs',
  endpoints: '## endpoints.yaml',
  rollout: '## Rollouts',
};
const KINDS: readonly InputKind[] = ['mesh', 'catalog', 'endpoints', 'rollout'];

function sectionOf(kind: InputKind): string {
  const start = page.indexOf(`\n${HEADINGS[kind]}\n`);
  assert.notEqual(start, -1, HEADINGS[kind]);
  const end = page.indexOf('\n## ', start + 4);
  return end === -1 ? page.slice(start) : page.slice(start, end);
}

/** All property names of a schema, wherever they stand. */
function fieldNames(schema: unknown): readonly string[] {
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([keyword, value]: [string, unknown]) => {
    const inner = keyword === 'properties' && value !== null && typeof value === 'object';
    const own = inner ? Object.keys(value) : [];
    return [...own, ...(inner ? Object.values(value).flatMap(fieldNames) : fieldNames(value))];
  });
}

describe('docs/files.md', () => {
  for (const kind of KINDS) {
    it(`${kind}: names every field of the schema`, () => {
      const schema: unknown = JSON.parse(readFileSync(join(ROOT, `catalog/schemas/${kind}.schema.json`), 'utf8'));
      const section = sectionOf(kind);
      const free = new Set(['display_name', 'description', 'config']);
      const fields = [...new Set(fieldNames(schema))].filter((field) => !free.has(field));
      assert.ok(fields.length > 3);
      const missing = fields.filter((field) => !section.includes(`\`${field}\``) && !section.includes(`{${field}: `));
      assert.deepEqual(missing, []);
    });

    it(`${kind}: its example is accepted without a word`, () => {
      const example = new RegExp(`\`\`\`yaml ${kind}\\n([\\s\\S]*?)\`\`\``).exec(sectionOf(kind))?.[1];
      assert.ok(example !== undefined);
      assert.deepEqual(parseInput(kind, `${kind}.yaml`, example).diagnostics.map(formatDiagnostic), []);
    });
  }
});
