import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { replaceFile, syncFolder } from './durable-file.ts';

/** The file of `--last-good`. */
export interface LastGoodStore {
  /** Null if there is no file yet. */
  load(): Promise<Uint8Array | null>;
  /** Replaces the file in one step: after a power cut there is the old one or the new one. */
  save(bytes: Uint8Array): Promise<void>;
}

export function createLastGoodStore(path: string): LastGoodStore {
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
      await replaceFile(path, bytes);
      await syncFolder(dirname(path));
    },
  };
}
