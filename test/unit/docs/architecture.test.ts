import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readMarkdown, ROOT } from '../../support/markdown.ts';

interface Rules {
  readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
}

type Allowed = readonly string[] | 'everything';

/** Folder → what it may import, as dependency-cruiser enforces it; a folder without a rule is a composition root. */
function enforced(folder: string): Allowed {
  const rules = createRequire(import.meta.url)('../../../.dependency-cruiser.cjs') as Rules;
  const rule = rules.forbidden.find(({ name }) => name === `direction-${folder}`);
  if (rule === undefined) return 'everything';
  const allowed = rule.comment.split(' may import ')[1] ?? '';
  return allowed === 'nothing of ours' ? [] : allowed.split(', ').sort();
}

function documented(): ReadonlyMap<string, Allowed> {
  const [, section = ''] = readMarkdown('ARCHITECTURE.md').split('## Folders of src');
  const [table = ''] = section.split('\n## ');
  const rows = [...table.matchAll(/^\| `(\w+)` +\| [^|]+ \| ([^|]+) \|$/gm)];
  return new Map(
    rows.map(([, folder = '', cell = '']): readonly [string, Allowed] => {
      const text = cell.trim();
      if (text === 'everything') return [folder, text];
      return [folder, text === 'nothing' ? [] : text.split(', ').sort()];
    }),
  );
}

describe('ARCHITECTURE.md', () => {
  const table = documented();

  test('has a row for each folder of src, and no other', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    assert.deepEqual([...table.keys()].sort(), folders.sort());
  });

  for (const [folder, allowed] of table) {
    test(`says of ${folder} what is enforced`, () => {
      assert.deepEqual(allowed, enforced(folder));
    });
  }
});
