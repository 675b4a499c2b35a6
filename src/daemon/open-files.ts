import { readFile } from 'node:fs/promises';

/** Files and sockets of the daemon beside its sidecars' connections. */
const OWN_FILES = 100;

/** How many files this process may have open; null where the system does not say (it is Linux that does). */
export async function openFilesLimit(path = '/proc/self/limits'): Promise<number | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [, soft] = /^Max open files\s+(\d+)/m.exec(text) ?? [];
  return soft === undefined ? null : Number(soft);
}

/** What to say where the limit of connections is one that the system does not grant; null: it does. */
export function tooFewFiles(limit: number | null, maxConnections: number): string | null {
  if (limit === null || limit >= maxConnections + OWN_FILES) return null;
  return `--max-connections is ${maxConnections}, but the process may open ${limit} files only: raise "ulimit -n" (LimitNOFILE)`;
}
