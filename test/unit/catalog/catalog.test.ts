import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CORE_SCHEMA, load, mergeTag } from 'js-yaml';
import { parseCatalog } from '../../../src/catalog/parse.ts';
import type { CatalogEntry } from '../../../src/catalog/model.ts';
import { summarize } from '../../support/parse-input.ts';

function entriesOf(text: string): ReadonlyMap<string, CatalogEntry> {
  const { model, diagnostics } = parseCatalog('c.yaml', text);
  assert.ok(model !== null, summarize(diagnostics));
  return model.entries;
}

/** What a whole-document loader makes of the text: the reference for keys, domains and types. */
function reference(text: string): readonly (readonly [string, unknown, unknown, unknown])[] {
  const value = load(text, { schema: CORE_SCHEMA.withTags(mergeTag), json: true }) as Record<string, unknown>;
  return Object.entries(value)
    .map(([key, entry]) => {
      const fields = (entry ?? {}) as Record<string, unknown>;
      const binding = (fields['source_binding'] ?? {}) as Record<string, unknown>;
      return [key, fields['domain'] ?? null, binding['type'] ?? null, fields['status'] ?? null] as const;
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function read(text: string, pieceSize: number): ReturnType<typeof reference> {
  const { model, diagnostics } = parseCatalog('c.yaml', text, { pieceSize });
  assert.ok(model !== null, `${summarize(diagnostics)}\n${text}`);
  return [...model.entries.values()]
    .map(({ key, domain, sourceType, status }) => [key, domain, sourceType, status] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

const key = fc.stringMatching(/^[a-c](?:[./][a-c]){0,2}$/);
const indent = '  ';

/** Entries as people write them: block and flow, quotes, block scalars, comments, anchors, aliases, merges. */
const entry = fc
  .record({
    key,
    head: fc.constantFrom('', '# a comment\n', '\n'),
    quote: fc.boolean(),
    body: fc.constantFrom(
      ' {domain: d1, source_binding: {type: rest}}\n',
      `\n${indent}domain: d2\n${indent}description: |\n${indent}  a: b\n\n${indent}  c\n${indent}source_binding:\n${indent}  type: oracle\n`,
      `\n${indent}description: "one\n\n${indent}  two: three"\n${indent}"domain": 'd3'\n`,
      `\n${indent}schema: {columns: [{name: a,\n${indent}  type: b}]}\n${indent}source_binding: {config: {type: wrong}, type: "mssql"}\n${indent}status: draft\n`,
      ' *base\n',
      ` {<<: *base, domain: own}\n`,
      `\n${indent}<<: [{status: active}, *base]\n`,
      `\n${indent}source_binding:\n${indent}  <<: *binding\n${indent}  config: {}\n`,
      ` &base {domain: again, source_binding: {type: static}}\n`,
      '\n',
    ),
  })
  .map((e) => `${e.head}${e.quote ? `"${e.key}"` : e.key}:${e.body}`);

const HEAD = 'x-anchors:\n  b: &binding {type: snowflake, config: {}}\n  e: &base {domain: base, source_binding: *binding}\n';
const catalog = fc
  .tuple(fc.array(entry, { minLength: 1, maxLength: 12 }), fc.boolean())
  .map(([entries, crlf]) => (crlf ? (HEAD + entries.join('')).replaceAll('\n', '\r\n') : HEAD + entries.join('')));

describe('parseCatalog', () => {
  it('reads what a whole-document loader reads, however the text is cut', () => {
    fc.assert(
      fc.property(catalog, fc.constantFrom(1, 20, 100, 1_000_000), (text, pieceSize) => {
        assert.deepEqual(read(text, pieceSize), reference(text));
      }),
      { numRuns: 1000 },
    );
  });

  it('reports the same places, however the text is cut', () => {
    const faulty = fc.oneof(
      { weight: 4, arbitrary: entry },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'k: "open\n',
          'k: {domain: [x]}\n',
          'k: *nowhere\n',
          '- item\n',
          'k: {\nb: 1}\n',
          'k/v1: {source_binding: {}}\n',
          '---\n',
          '...\n',
          'plain\n',
          '<<: {m: {domain: d}, a: {}}\n',
          '  bad: indent\n',
          'k: &again 1\n',
        ),
      },
    );
    fc.assert(
      fc.property(fc.array(faulty, { minLength: 1, maxLength: 10 }), fc.constantFrom(1, 20, 100), (parts, pieceSize) => {
        const text = HEAD + parts.join('');
        const cut = parseCatalog('c.yaml', text, { pieceSize });
        const whole = parseCatalog('c.yaml', text, { pieceSize: 1_000_000 });
        assert.equal(summarize(cut.diagnostics), summarize(whole.diagnostics), text);
        assert.deepEqual([...(cut.model?.entries ?? [])], [...(whole.model?.entries ?? [])], text);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps line and column of each key, the last of duplicates counting', () => {
    const entries = entriesOf('a: {domain: d}\n\n# c\n"b/c":\n  domain: d\na: {domain: e}\n');
    assert.deepEqual(
      [...entries.values()].map(({ key: k, line, column, domain }) => [k, line, column, domain]),
      [
        ['b/c', 4, 1, 'd'],
        ['a', 6, 1, 'e'],
      ],
    );
  });

  it('keeps the source type as written and the status in lower case', () => {
    const entry_ = entriesOf('a: {domain: d, source_binding: {type: Snowflake}, status: DRAFT, successor: b}\n').get('a');
    assert.deepEqual([entry_?.sourceType, entry_?.status, entry_?.successor], ['Snowflake', 'draft', 'b']);
  });

  it('looks for a domain as the hierarchy says', () => {
    const text = 'a: {domain: d}\na.b: {source_binding: {type: rest}}\na/b: {source_binding: {type: rest}}\n';
    const codes = (hierarchy?: 'slash' | 'slash-and-dot'): readonly string[] =>
      parseCatalog('c.yaml', text, { hierarchy }).diagnostics.map((d) => `${d.code} ${d.path}`);
    assert.deepEqual(codes('slash'), ['MCP1206 a.b.domain']);
    assert.deepEqual(codes('slash-and-dot'), []);
    assert.deepEqual(codes(), []);
  });

  it('reads a mapping that is indented as a whole, or in flow style', () => {
    assert.deepEqual([...entriesOf('  a: {domain: d}\n  b: {domain: d}\n').keys()], ['a', 'b']);
    assert.deepEqual([...entriesOf('{a: {domain: d}, b: {domain: d}}\n').keys()], ['a', 'b']);
  });

  it('merges at the root, explicit keys first', () => {
    const entries = entriesOf('x: &m {a: {domain: merged}, b: {domain: merged}}\nb: {domain: own}\n<<: *m\n');
    assert.deepEqual([...entries].map(([k, e]) => [k, e.domain]), [['x', null], ['b', 'own'], ['a', 'merged']]); // prettier-ignore
  });

  it('lists a thousand findings of a kind, and counts the others', () => {
    const text = Array.from({ length: 1500 }, (_, i) => `k${i}: {source_binding: {type: rest}}\n`).join('');
    const { model, diagnostics } = parseCatalog('c.yaml', text);
    assert.equal(model?.entries.size, 1500);
    assert.equal(diagnostics.length, 1001);
    assert.deepEqual(
      diagnostics.slice(-1).map(({ code, line, message }) => [code, line, message]),
      [['MCP1023', 1001, '500 more of MCP1206 from here on are not listed']],
    );
  });
});
