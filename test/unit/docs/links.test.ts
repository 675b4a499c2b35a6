import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { describe, test } from 'node:test';
import { anchors, links, markdownFiles, readMarkdown, ROOT } from '../../support/markdown.ts';

/** What is wrong with a link, or null. Absolute URLs are none of this test's business: no network in tests. */
function fault(file: string, target: string): string | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) return null;
  const [path = '', anchor] = target.split('#', 2);
  const relative = path === '' ? file : posix.normalize(posix.join(dirname(file), decodeURIComponent(path)));
  if (relative.startsWith('..')) return 'points out of the project';
  if (!existsSync(join(ROOT, relative))) return `there is no ${relative}`;
  if (anchor === undefined || statSync(join(ROOT, relative)).isDirectory() || !relative.endsWith('.md')) return null;
  return anchors(readMarkdown(relative)).has(anchor) ? null : `${relative} has no heading #${anchor}`;
}

describe('links in markdown', () => {
  const files = markdownFiles();

  test('there are documents with links', () => {
    assert.ok(files.includes('README.md') && files.includes('docs/README.md'));
    assert.ok(links(readMarkdown('docs/README.md')).length > 10);
  });

  for (const file of files) {
    test(`${file}: every relative link leads somewhere`, () => {
      const broken = links(readMarkdown(file)).flatMap(({ line, target }) => {
        const why = fault(file, target);
        return why === null ? [] : [`${file}:${String(line)} ${target}: ${why}`];
      });
      assert.deepEqual(broken, []);
    });
  }

  test('a link to nowhere and to a missing heading are found', () => {
    assert.match(fault('docs/README.md', 'nowhere.md') ?? '', /there is no docs\/nowhere\.md/);
    assert.match(fault('docs/README.md', '../README.md#nothing-of-the-kind') ?? '', /no heading/);
    assert.equal(fault('docs/README.md', '../README.md#how-it-works'), null);
    assert.equal(fault('docs/README.md', 'https://example.com/nowhere'), null);
  });

  test('every page of docs is in its index', () => {
    const indexed = new Set(
      links(readMarkdown('docs/README.md')).map(({ target }) => posix.normalize(posix.join('docs', target))),
    );
    const pages = files.filter((file) => file.startsWith('docs/') && file !== 'docs/README.md');
    assert.deepEqual(
      pages.filter((file) => !indexed.has(file)),
      [],
    );
  });
});
