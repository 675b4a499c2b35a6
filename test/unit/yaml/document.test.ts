import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CORE_SCHEMA, dump, load, mergeTag } from 'js-yaml';
import { readDocument } from '../../../src/yaml/document.ts';
import { isIpv4, isIpv6 } from '../../../src/yaml/ip.ts';
import { indexLines } from '../../../src/yaml/lines.ts';
import type { YamlNode } from '../../../src/yaml/node.ts';
import { isPlainText11 } from '../../../src/yaml/scalar.ts';

function toValue(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'sequence') return node.items.map(toValue);
  if (node.kind === 'unknown') return undefined;
  return Object.fromEntries([...node.entries.values()].map(({ key, value }) => [key.text, toValue(value)]));
}

function read(text: string): YamlNode {
  const { root, diagnostics } = readDocument('f.yaml', text);
  assert.deepEqual(diagnostics, []);
  assert.ok(root !== null);
  return root;
}

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      null,
      true,
      false,
      '',
      'null',
      'true',
      '1.10',
      '0x1f',
      '.inf',
      '~',
      'a: b',
      '- x',
      "it's",
      'ü€😀',
    ),
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.string(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9 :#'"-]{0,6}$/), tie('value'), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
  ),
})).value;

describe('readDocument', () => {
  it('reads what js-yaml loads under the core schema', () => {
    fc.assert(
      fc.property(json, fc.integer({ min: -1, max: 3 }), (value, flowLevel) => {
        const text = dump({ value }, { flowLevel });
        assert.deepEqual(toValue(read(text)), load(text));
      }),
      { numRuns: 500 },
    );
  });

  for (const text of [
    'a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\nc: [*x, *x]\n',
    'a: &x {p: 1}\nb: &y {p: 2, r: 5}\nc: {<<: [*x, *y], z: 1}\n',
    'a: &x 1\nb: *x\nc: &x 2\nd: *x\n',
    'a: |\n  text\n   more\n\nb: >-\n  folded\n  lines\nc: "q\\n\\u00e9"\n',
    '? a\n: 1\n? b\n',
    'a: !!str 1.10\nb: !<tag:yaml.org,2002:str> true\nc: ! 5\n',
    '\uFEFFa: 1\n',
    '---\na: 1\n...\n',
    'a:\r\n  b: 1\r\n  c: 2\r\n',
    '"<<": 1\nb: 2\n',
  ]) {
    it(`agrees with js-yaml on ${JSON.stringify(text)}`, () => {
      const expected: unknown = load(text, { schema: CORE_SCHEMA.withTags(mergeTag) });
      assert.deepEqual(toValue(read(text)), expected);
    });
  }

  it('keeps the place of every node', () => {
    const root = read('a:\n  - b: "x"\n    c: {d: 5}\n  -\n');
    assert.equal(root.kind, 'mapping');
    const places: string[] = [];
    const walk = (node: YamlNode): void => {
      places.push(`${node.at.line}:${node.at.column}`);
      if (node.kind === 'sequence') node.items.forEach(walk);
      if (node.kind === 'mapping')
        for (const { key, value } of node.entries.values()) [key, value].forEach(walk);
    };
    walk(root);
    assert.deepEqual(places, ['1:1', '1:1', '2:3', '2:5', '2:5', '2:8', '3:5', '3:8', '3:9', '3:12', '3:13']);
  });

  it('never throws, and has errors or a root', () => {
    const fragments = fc.array(
      fc.constantFrom(
        'a',
        ':',
        ' ',
        '\n',
        '- ',
        '{',
        '}',
        '[',
        ']',
        '&x',
        '*x',
        '<<',
        '"',
        "'",
        '|',
        '>',
        '#',
        '!t',
        '\t',
        '---\n',
        '?',
        ',',
      ),
      { maxLength: 25 },
    );
    fc.assert(
      fc.property(fragments, (parts) => {
        const { root, diagnostics } = readDocument('f.yaml', parts.join(''));
        assert.ok(root !== null || diagnostics.length > 0);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('indexLines', () => {
  it('counts as a reader of the text would, whatever ends the lines', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', '\r', 'é')), fc.nat(), (parts, seed) => {
        const text = parts.join('');
        const offset = text.length === 0 ? 0 : seed % text.length;
        fc.pre(text.slice(Math.max(0, offset - 1), offset + 1) !== '\r\n');
        const before = text.slice(0, offset).split(/\r\n|\n|\r(?!\n)/);
        const place = indexLines('f', text).at(offset);
        assert.deepEqual([place.line, place.column], [before.length, (before.at(-1) ?? '').length + 1]);
      }),
    );
  });
});

describe('IP addresses', () => {
  it('are those that Node knows, without a zone', () => {
    const almost = fc.array(
      fc.constantFrom('1', 'ff', ':', '::', '0', '.', '255', '256', 'g', 'abcd', '1.2.3.4'),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.ipV4(),
          fc.ipV6(),
          almost.map((parts) => parts.join('')),
        ),
        (text) => {
          assert.equal(isIpv4(text), isIP(text) === 4, text);
          assert.equal(isIpv6(text), isIP(text) === 6, text);
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe('isPlainText11', () => {
  for (const text of [
    'yes',
    'Off',
    '1.10',
    '1_000',
    '0x1F',
    '12:30',
    '2024-01-01',
    '~',
    'null',
    '.nan',
    '1.e+3',
    '',
  ]) {
    it(`${JSON.stringify(text)} is no text to PyYAML`, () => {
      assert.equal(isPlainText11(text), false);
    });
  }
  for (const text of ['prices', 'y', 'v1', '1.2.3', 'a.b/c', '1e3', '2024-1', 'nullable', '10y']) {
    it(`${text} is text to PyYAML`, () => {
      assert.equal(isPlainText11(text), true);
    });
  }
});
