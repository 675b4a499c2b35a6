import type { FileContent } from '../../src/pipeline/files.ts';
import type { InputWatcher } from '../../src/pipeline/watch.ts';

/** A directory that has these files and never changes. */
export const stillWatcher = (contents: ReadonlyMap<string, FileContent>): InputWatcher => ({
  readAll: () => Promise.resolve(contents),
  follow: () => Promise.resolve(new Map()),
  start: () => Promise.resolve(),
  close: () => Promise.resolve(),
});
