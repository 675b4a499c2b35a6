import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** `npm run golden` sets it: expected files are then written, and stale ones deleted, instead of compared. */
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';

/** The expected files of one suite; all of them lie below one directory. */
export interface GoldenFiles {
  /** Compares with the file of this name, or rewrites it. Names use `/`. */
  check(name: string, actual: string): void;
  /** To be called once all cases ran: an expected file that none of them asked for fails, or is deleted. */
  assertNoneStale(): void;
}

export interface GoldenOptions {
  /** Which files below the directory are expected ones; the others are the cases' inputs. */
  readonly isExpected: (name: string) => boolean;
  /** Expected files that belong to cases which did not run here and now. */
  readonly keep?: (name: string) => boolean;
}

export function goldenFiles(
  directory: string,
  { isExpected, keep = () => false }: GoldenOptions,
): GoldenFiles {
  const asked = new Set<string>();
  const read = (path: string): string | null => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null;
    }
  };
  return {
    check(name, actual) {
      asked.add(name);
      const path = join(directory, name);
      const expected = read(path);
      if (expected === actual) return;
      if (UPDATE) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, actual);
        return;
      }
      const hint = `${path} differs; if the new output is right, run \`npm run golden\` and review the diff`;
      if (expected === null) assert.fail(`${path} does not exist; run \`npm run golden\` to write it`);
      assert.equal(actual, expected, hint);
    },
    assertNoneStale() {
      const files = readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'));
      const stale = files.filter((name) => isExpected(name) && !asked.has(name) && !keep(name));
      if (UPDATE) for (const name of stale) rmSync(join(directory, name));
      else assert.deepEqual(stale, [], 'expected files that no case produces; `npm run golden` deletes them');
    },
  };
}

/** The folder with Open Moniker's real catalogs; null, with a note, where it is not at hand. */
export function sharedFolder(): string | null {
  const folder = process.env['MONIKER_SHARED'];
  return folder === undefined || folder === '' ? null : folder;
}
