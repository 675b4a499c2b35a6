import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { keptResources, packIndex, unpackIndex } from '../delivery/accepted-format.ts';
import type { Accepted } from '../delivery/accepted-format.ts';
import { makeFolder, replaceFile, syncFolder } from '../pipeline/durable-file.ts';
import type { Resource } from '../snapshot/model.ts';

/** What sidecars accepted, in a directory. */
export interface AcceptedStore {
  /** Null if nothing is kept yet. Throws an Error that says what is wrong with what is kept. */
  load(): Promise<Accepted | null>;
  /** Keeps it; after a crash at any moment there is the old state or the new one. One at a time. */
  save(accepted: Accepted): Promise<void>;
}

const INDEX = 'accepted';
const OBJECTS = 'resources';

/** Files are for this user only. */
export function createAcceptedStore(directory: string): AcceptedStore {
  const index = join(directory, INDEX);
  const objects = join(directory, OBJECTS);
  const digests = new WeakMap<Resource, string>();
  /** What this process has written or read, and so is there. */
  const present = new Set<string>();

  const keep = async (resource: Resource): Promise<void> => {
    let digest = digests.get(resource);
    if (digest === undefined) digests.set(resource, (digest = await digestOf(resource.any)));
    if (present.has(digest)) return;
    await replaceFile(join(objects, digest), resource.any);
    present.add(digest);
  };
  const sweep = async (wanted: ReadonlySet<string>): Promise<void> => {
    for (const name of await readdir(objects)) {
      if (wanted.has(name)) continue;
      present.delete(name);
      await rm(join(objects, name), { force: true });
    }
  };

  return {
    async load() {
      let text: string;
      try {
        text = await readFile(index, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
      return unpackIndex(text, async (digest) => {
        if (!/^[0-9a-f]{64}$/.test(digest)) throw new Error('its index is damaged');
        const bytes = await readFile(join(objects, digest)).catch((error: unknown) => {
          throw new Error(`the resource ${digest} of its index is not there`, { cause: error });
        });
        if ((await digestOf(bytes)) !== digest) throw new Error(`the resource ${digest} is damaged`);
        present.add(digest);
        return new Uint8Array(bytes);
      });
    },
    async save(accepted) {
      await makeFolder(objects);
      const resources = keptResources(accepted.groups);
      for (const resource of resources) await keep(resource);
      // The index names what is there already, and what it no longer names goes after it.
      await syncFolder(objects);
      await replaceFile(
        index,
        packIndex(accepted, (resource) => digests.get(resource) ?? ''),
      );
      await syncFolder(directory);
      await sweep(new Set([...resources].map((resource) => digests.get(resource) ?? '')));
    },
  };
}

/** Off this thread: a route table may have megabytes. */
async function digestOf(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes));
  return Buffer.from(digest).toString('hex');
}
