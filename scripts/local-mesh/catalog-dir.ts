import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Texts by path relative to the catalog directory. */
export type CatalogFiles = Readonly<Record<string, string>>;

/** A catalog directory of one's own, edited the way operators' tools do it. */
export interface CatalogDir {
  readonly path: string;
  /** Saves by rename: readers see the old text or the new, never a part. */
  readonly write: (file: string, text: string) => Promise<void>;
  /** The same in two steps, for those who time the second: the text is written, and the returned function renames. */
  readonly stage: (file: string, text: string) => Promise<() => Promise<void>>;
  readonly read: (file: string) => Promise<string>;
  readonly remove: (file: string) => Promise<void>;
  readonly dispose: () => Promise<void>;
}

export async function temporaryCatalog(files: CatalogFiles): Promise<CatalogDir> {
  const root = await mkdtemp(join(tmpdir(), 'moniker-catalog-'));
  const path = join(root, 'catalog');
  // Half-written files stay outside the watched directory.
  const staging = join(root, 'staging');
  await mkdir(staging);
  await mkdir(join(path, 'rollouts'), { recursive: true });
  let saves = 0;
  const stage = async (file: string, text: string): Promise<() => Promise<void>> => {
    saves += 1;
    const half = join(staging, String(saves));
    await writeFile(half, text);
    await mkdir(dirname(join(path, file)), { recursive: true });
    return () => rename(half, join(path, file));
  };
  const write = async (file: string, text: string): Promise<void> => {
    const finish = await stage(file, text);
    await finish();
  };
  for (const [file, text] of Object.entries(files)) await write(file, text);
  return {
    path,
    write,
    stage,
    read: (file) => readFile(join(path, file), 'utf8'),
    remove: (file) => rm(join(path, file)),
    dispose: () => rm(root, { recursive: true, force: true }),
  };
}
