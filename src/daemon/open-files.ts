import { readFile } from 'node:fs/promises';

/** Files and sockets of the daemon beside its sidecars' connections. */
const OWN_FILES = 100;

/** How many files this process may have open; null where the system does not say (it is Linux that does). */
export async function openFilesLimit(path = '/proc/self/limits'): Promise<number | null> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [, soft] = /^Max open files\s+(\d+)/m.exec(text) ?? [];
  return soft === undefined ? null : Number(soft);
}

/**
 * As many connections as the process can have: one more is refused and counted, where the system would only let it
 * wait and could no more open a file either.
 */
export function connectionsWithin(limit: number | null, maxConnections: number): number {
  return limit === null ? maxConnections : Math.max(1, Math.min(maxConnections, limit - OWN_FILES));
}
