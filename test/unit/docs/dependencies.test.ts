import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import manifest from '../../../package.json' with { type: 'json' };
import { readMarkdown } from '../../support/markdown.ts';

/** Rows of the tables: the first cell is a package's name in code, the second its reason. */
function rows(section: string): ReadonlyMap<string, string> {
  return new Map(
    [...section.matchAll(/^\| `([^`]+)` \| ([^|]*) \|/gm)].map(([, name = '', reason = '']) => [name, reason.trim()]),
  );
}

describe('docs/dependencies.md', () => {
  const [production = '', development = ''] = readMarkdown('docs/dependencies.md').split('\n## Development');

  test('names each production dependency with its reason, and no other', () => {
    const documented = rows(production);
    assert.deepEqual([...documented.keys()].sort(), Object.keys(manifest.dependencies).sort());
    for (const [name, reason] of documented) assert.ok(reason.length >= 20, `${name} has no reason: "${reason}"`);
  });

  test('names each development dependency, and no other', () => {
    assert.deepEqual([...rows(development).keys()].sort(), Object.keys(manifest.devDependencies).sort());
  });

  test('versions are exact, so that what is tested is what is installed', () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
      .map(([name]) => name);
    assert.deepEqual(loose, []);
  });
});
