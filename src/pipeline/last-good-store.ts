import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The file of `--last-good`. */
export interface LastGoodStore {
  /** Null if there is no file yet. */
  load(): Promise<Uint8Array | null>;
  /** Replaces the file in one step: after a power cut there is the old one or the new one. */
  save(bytes: Uint8Array): Promise<void>;
}

export function createLastGoodStore(path: string): LastGoodStore {
  const temporary = `${path}.${process.pid}.tmp`;
  return {
    async load() {
      try {
        return await readFile(path);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
    async save(bytes) {
      await rm(temporary, { force: true });
      try {
        await writeDurably(temporary, bytes);
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
      const folder = await open(dirname(path), 'r');
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    },
  };
}

/** `wx`: a link that somebody left at the temporary name is not followed. Only this user may read it. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
