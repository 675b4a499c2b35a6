import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { goldenFiles } from '../support/golden.ts';

const directory = mkdtempSync(join(tmpdir(), 'golden-'));
mkdirSync(join(directory, 'case'));
writeFileSync(join(directory, 'case/expected.txt'), 'right\n');
writeFileSync(join(directory, 'case/input.yaml'), 'x\n');
const isExpected = (name: string): boolean => name.endsWith('expected.txt');
const rewriting = process.env['UPDATE_GOLDEN'] === '1';

after(() => {
  rmSync(directory, { recursive: true });
});

describe('golden files', { skip: rewriting ? 'files are being rewritten' : false }, () => {
  it('pass if equal, and fail with the way to rewrite them if not', () => {
    const golden = goldenFiles(directory, { isExpected });
    golden.check('case/expected.txt', 'right\n');
    assert.throws(() => {
      golden.check('case/expected.txt', 'wrong\n');
    }, /npm run golden/);
    assert.throws(() => {
      golden.check('other/expected.txt', 'new\n');
    }, /does not exist/);
  });

  it('an expected file that no case asked for fails, unless its case could not run', () => {
    assert.throws(() => {
      goldenFiles(directory, { isExpected }).assertNoneStale();
    }, /case\/expected\.txt/);
    goldenFiles(directory, { isExpected, keep: (name) => name.startsWith('case/') }).assertNoneStale();
    const asked = goldenFiles(directory, { isExpected });
    asked.check('case/expected.txt', 'right\n');
    asked.assertNoneStale();
  });
});
