import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readMarkdown, ROOT } from '../../support/markdown.ts';

interface Rule {
  readonly rule: string;
  /** Null: the table has no such column. */
  readonly section: string | null;
  readonly proof: string;
}

/** Headings of Envoy's document that rules come from; two are of documents that it refers to. */
const SECTIONS: ReadonlySet<string> = new Set([
  'ACK/NACK and resource type instance version',
  'API flow',
  'Basic Protocol Overview',
  'Duplicate Resource Names',
  'Eventual consistency considerations',
  'Grouping Resources into Responses',
  'How the client specifies what resources to return',
  'Incremental xDS',
  'Knowing When a Requested Resource Does Not Exist',
  'NACK',
  'REST-JSON polling subscriptions',
  'Resource updates',
  'Resource warming',
  'Streaming gRPC subscriptions',
  'Subscribing to Resources',
  'TTL',
  'Unsubscribing From Resources',
  'Unsubscribing from Resources',
  'When to send an update',
  'Virtual Host Discovery Service',
  'xDS resource names',
]);

/** Words that the page explains, and the tests that they stand for. */
const WORDS: Readonly<Record<string, string>> = {
  model: 'test/property/xds-session.test.ts',
  waves: 'test/property/waves.test.ts',
  feature: 'test/feature/waves.test.ts',
  'every scenario': 'test/feature/xds-scenarios.test.ts',
};

const scenarios = readdirSync(join(ROOT, 'test/scenario'));
const page = readMarkdown('docs/xds-rules.md');

/** The rows of all tables; `same` stands for what the row above has. */
function rules(): readonly Rule[] {
  const found: Rule[] = [];
  let columns: readonly string[] = [];
  for (const line of page.split('\n')) {
    if (!line.startsWith('|')) columns = [];
    else {
      const cells = line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim());
      if (columns.length === 0) columns = cells;
      else if (!cells.every((cell) => /^-+$/.test(cell))) found.push(rowOf(columns, cells, found.at(-1)));
    }
  }
  return found;
}

function rowOf(columns: readonly string[], cells: readonly string[], above: Rule | undefined): Rule {
  const cell = (name: string): string | null => cells[columns.indexOf(name)] ?? null;
  const or = (text: string | null, same: string | null | undefined): string | null =>
    text === 'same' ? (same ?? null) : text;
  return {
    rule: cell('rule') ?? '',
    section: or(cell('section'), above?.section),
    proof: or(cell('test'), above?.proof) ?? '',
  };
}

/** The files that a cell names; empty where it names none. Those that are not there are given as they stand. */
function proofs(cell: string): readonly string[] {
  const named = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  const spoken = Object.entries(WORDS).flatMap(([word, file]) =>
    new RegExp(`(^|[ ,;])${word}($|[ ,;])`).test(cell.replaceAll(/`[^`]*`/g, '')) ? [file] : [],
  );
  return [...named.flatMap(scenarioFiles), ...spoken];
}

function scenarioFiles(name: string): readonly string[] {
  if (!name.endsWith('.txt')) return [name];
  const pattern = new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '.*')}$`);
  const files = scenarios.filter((file) => pattern.test(file));
  return files.length === 0 ? [name] : files.map((file) => `test/scenario/${file}`);
}

describe('docs/xds-rules.md', () => {
  const all = rules();

  test('has rules', () => {
    assert.ok(all.length > 60, `${all.length} rows`);
  });

  test('names for each rule a test that there is', () => {
    for (const { rule, proof } of all) {
      const files = proofs(proof);
      assert.notDeepEqual(files, [], `no test proves "${rule}"`);
      for (const file of files) {
        assert.match(file, /^test\//, `${file} proves nothing of "${rule}"`);
        assert.ok(existsSync(join(ROOT, file)), `${file} is not there, and is to prove "${rule}"`);
      }
    }
  });

  test('names for each rule of the protocol a section of its document', () => {
    const cited = all.flatMap(({ section }) => (section === null || section === '—' ? [] : section.split('; ')));
    for (const section of cited) {
      const heading = section.replace(/ \([^)]*\)$/, '');
      assert.ok(SECTIONS.has(heading), `no section "${heading}"`);
    }
    assert.deepEqual([...SECTIONS].filter((one) => !cited.some((section) => section.startsWith(one))), []);
  });

  test('names every scenario', () => {
    const named = new Set([...page.matchAll(/`([^`]+)`/g)].flatMap(([, name = '']) => scenarioFiles(name)));
    assert.deepEqual(
      scenarios.filter((file) => !named.has(`test/scenario/${file}`)),
      [],
    );
  });
});
