import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { cleanUp } from './clean-up.ts';

const example = join(import.meta.dirname, '..', '..', 'catalog');

/** An empty directory that goes with the test. */
export async function emptyDirectory(t: TestContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'moniker-cp-'));
  cleanUp(t, () => rm(directory, { recursive: true, force: true }));
  return directory;
}

export interface CatalogCopy {
  readonly directory: string;
  /** Replaces the first occurrence of `before`; throws if there is none, so that no edit is silently lost. */
  edit(file: string, before: string, after: string): Promise<void>;
  write(file: string, text: string): Promise<void>;
  append(file: string, text: string): Promise<void>;
  remove(file: string): Promise<void>;
}

/** A copy of the project's working example that a test may edit. */
export async function catalogCopy(t: TestContext): Promise<CatalogCopy> {
  const directory = join(await emptyDirectory(t), 'catalog');
  await cp(example, directory, { recursive: true });
  const path = (file: string): string => join(directory, file);
  return {
    directory,
    edit: async (file, before, after) => {
      const text = await readFile(path(file), 'utf8');
      if (!text.includes(before)) throw new Error(`${file} does not contain ${before}`);
      await writeFile(
        path(file),
        text.replace(before, () => after),
      );
    },
    write: (file, text) => writeFile(path(file), text),
    append: (file, text) => appendFile(path(file), text),
    remove: (file) => rm(path(file)),
  };
}
