import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorsPage } from '../../../scripts/docs/errors-page.ts';
import { CODES } from '../../../src/diagnostics/codes.ts';
import type { CodeInfo } from '../../../src/diagnostics/code-info.ts';
import { readMarkdown } from '../../support/markdown.ts';

const page = readMarkdown('docs/errors.md');

describe('docs/errors.md', () => {
  it('is what the catalogue of codes makes', () => {
    assert.equal(page, errorsPage(), 'run `npm run docs`');
  });

  it('documents every code once, with its fix', () => {
    const headings = [...page.matchAll(/^### (MCP\d{4})$/gm)].map((match) => match[1]);
    assert.deepEqual(headings, Object.keys(CODES).sort());
    assert.equal([...page.matchAll(/^Fix: .{10,}$/gm)].length, headings.length);
  });

  it('every code is well-formed, and says what to do in a whole sentence', () => {
    for (const [code, info] of Object.entries<CodeInfo>(CODES)) {
      assert.match(code, /^MCP1\d{3}$/);
      assert.match(info.title, /^(?:[A-Z]|[a-z]+\.yaml ).*[^.]$/, code);
      assert.match(info.help, /^[A-Z].*\.$/, code);
    }
  });
});
