import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Ajv, type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { CORE_SCHEMA, dump, load, mergeTag } from 'js-yaml';
import { formatDiagnostic } from '../../src/diagnostics/format.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { mutate, mutation, VALID } from '../support/input-documents.ts';
import { parseInput, type InputKind } from '../support/parse-input.ts';

const ROOT = join(import.meta.dirname, '../..');
const KINDS: readonly InputKind[] = ['mesh', 'endpoints', 'rollout', 'catalog'];
const GOLDEN = join(ROOT, 'test/golden/diagnostics');

/**
 * What a schema can not see, and so leaves to the loader alone. Everything else is the shape of one value, and on
 * that the two must agree.
 */
const LOADER_ONLY: ReadonlySet<string> = new Set([
  'MCP1001', // the text is no YAML
  'MCP1003', // a second document
  'MCP1004', // duplicate keys are gone once the text is read
  'MCP1012', // sizes, depths and aliases of the text
  'MCP1013', // aliases
  'MCP1017', // tags
  'MCP1022', // keys that JSON does not have
  'MCP1301', // a sum over several weights
  'MCP1401', // endpoints compared with each other
  'MCP1402',
]);
const isLoaderOnly = ({ code }: Diagnostic): boolean => LOADER_ONLY.has(code) || code.startsWith('MCP11');

function schemaOf(kind: InputKind): ValidateFunction {
  const text = readFileSync(join(ROOT, `catalog/schemas/${kind}.schema.json`), 'utf8');
  const schema: unknown = JSON.parse(text);
  assert.ok(typeof schema === 'object' && schema !== null);
  return new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false, strictTypes: false }).compile(
    schema,
  );
}
const validators = new Map(KINDS.map((kind) => [kind, schemaOf(kind)]));

function validate(kind: InputKind, value: unknown): boolean {
  const validator = validators.get(kind);
  assert.ok(validator !== undefined);
  return validator(value);
}

function shapeErrors(kind: InputKind, text: string): readonly Diagnostic[] {
  return parseInput(kind, `${kind}.yaml`, text).diagnostics.filter(
    (d) => d.severity === 'error' && !isLoaderOnly(d),
  );
}

function assertAgree(kind: InputKind, value: unknown, text: string): void {
  const errors = shapeErrors(kind, text);
  const accepted = validate(kind, value);
  const schemaSays = accepted ? 'accepts' : JSON.stringify(validators.get(kind)?.errors?.slice(0, 3));
  const loaderSays = errors.map(formatDiagnostic).join('\n') || 'accepts';
  assert.equal(accepted, errors.length === 0, `${text}\nschema: ${schemaSays}\nloader: ${loaderSays}`);
}

describe('JSON Schemas and loader agree', () => {
  for (const kind of KINDS) {
    it(`${kind}: both accept random valid documents`, () => {
      fc.assert(
        fc.property(VALID[kind], (document) => {
          const text = dump(document);
          assert.ok(validate(kind, document), `the schema rejects\n${text}`);
          assert.deepEqual(shapeErrors(kind, text).map(formatDiagnostic), [], text);
        }),
        { numRuns: 150 },
      );
    });

    it(`${kind}: what one accepts of a mutated document the other does`, () => {
      fc.assert(
        fc.property(
          VALID[kind],
          fc.array(mutation, { minLength: 1, maxLength: 2 }),
          (document, mutations) => {
            const mutated = mutations.reduce<unknown>(mutate, document);
            assertAgree(kind, mutated, dump(mutated));
          },
        ),
        { numRuns: 600 },
      );
    });
  }

  for (const { name } of readdirSync(GOLDEN, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    const kind = KINDS.find((k) => existsSync(join(GOLDEN, name, `${k}.yaml`)));
    if (kind === undefined) continue;
    const text = readFileSync(join(GOLDEN, name, `${kind}.yaml`), 'utf8');
    const { diagnostics } = parseInput(kind, `${kind}.yaml`, text);
    if (diagnostics.some(isLoaderOnly)) continue;
    it(`golden case ${name}`, () => {
      const empty = text.replaceAll(/^(?:#.*|---|\.\.\.)$/gm, '').trim() === '';
      const value = empty ? null : load(text, { schema: CORE_SCHEMA.withTags(mergeTag), json: true });
      assertAgree(kind, value, text);
    });
  }

  it('the working example names its schemas and is valid', () => {
    const files: readonly (readonly [InputKind, string])[] = [
      ['mesh', 'mesh.yaml'],
      ['endpoints', 'endpoints.yaml'],
      ['catalog', 'sample_catalog.yaml'],
      ['rollout', 'rollouts/resolver.yaml'],
      ['rollout', 'rollouts/snowflake.yaml'],
    ];
    for (const [kind, file] of files) {
      const text = readFileSync(join(ROOT, 'catalog', file), 'utf8');
      const schema = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text)?.[1];
      assert.ok(schema !== undefined, `${file} names no schema`);
      const path = join(ROOT, 'catalog', file, '..', schema);
      assert.equal(path, join(ROOT, `catalog/schemas/${kind}.schema.json`));
      assert.ok(validate(kind, load(text)), file);
      assert.deepEqual(parseInput(kind, file, text).diagnostics, [], file);
    }
  });
});
