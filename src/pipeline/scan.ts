import { isUtf8 } from 'node:buffer';
import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { open, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Touch } from './settle.ts';
import {
  ENDPOINTS_FILE,
  isRolloutName,
  MESH_FILE,
  ROLLOUTS_DIRECTORY,
  textContent,
  MISSING,
} from './files.ts';
import type { FileContent } from './files.ts';

/** What the catalog directory looks like at one moment, without its contents. */
export interface Scan {
  /** Where the directory and the data links in it lead: another place means that it was swapped. */
  readonly place: string;
  /** A file's signature changes whenever its content may have. Files that are missing have no entry. */
  readonly signatures: ReadonlyMap<string, string>;
}

/** Bytes: twice what the largest text that a parser takes needs in ASCII. More is not even read. */
const MOST_BYTES = 512n * 1024n * 1024n;

/** How mounted config maps name the link that they swap. */
const DATA_LINK = '..data';

function code(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(code(error));
}

/** Null where nothing is there; other errors (a stale mount, no rights) are thrown. */
async function orNull<T>(promise: Promise<T>): Promise<T | null> {
  try {
    return await promise;
  } catch (error) {
    if (isGone(error) || code(error) === 'EINVAL') return null;
    throw error;
  }
}

function signature(stats: BigIntStats): string {
  return [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(':');
}

/**
 * True if the name leads to another file than before, to which something was done after it was last written: it was
 * renamed, and so is whole. What is created anew under the name was last written to. Where a file system's times are
 * too coarse to tell, it counts as written.
 */
function isReplaced(before: string, after: string): boolean {
  const [device, inode, , written = '', touched = ''] = after.split(':');
  const [oldDevice, oldInode] = before.split(':');
  if (device !== oldDevice || inode === oldInode) return false;
  return /^\d+$/.test(written) && /^\d+$/.test(touched) && BigInt(touched) > BigInt(written);
}

/** Rollout files there are now; throws if the directory is there but cannot be listed. */
async function rolloutFiles(directory: string): Promise<readonly string[]> {
  const names = (await orNull(readdir(join(directory, ROLLOUTS_DIRECTORY)))) ?? [];
  return names.filter(isRolloutName).map((name) => `${ROLLOUTS_DIRECTORY}/${name}`);
}

async function signatureOf(path: string): Promise<string | null> {
  try {
    const stats = await orNull(stat(path, { bigint: true }));
    return stats === null ? null : signature(stats);
  } catch (error) {
    // A file that is there and cannot be looked at is reported by the read, not taken for a missing one.
    return code(error);
  }
}

async function place(directory: string): Promise<string> {
  const links = [directory, join(directory, ROLLOUTS_DIRECTORY)];
  const [root, rollouts, ...data] = await Promise.all([
    ...links.map((path) => orNull(realpath(path))),
    ...links.map((path) => orNull(readlink(join(path, DATA_LINK)))),
  ]);
  return JSON.stringify([root, rollouts, data]);
}

/** Looks at mesh.yaml, endpoints.yaml, the rollouts and these catalogs. Throws on an I/O error of a directory. */
export async function scan(directory: string, catalogs: readonly string[]): Promise<Scan> {
  for (;;) {
    const before = await place(directory);
    const signatures = await signaturesIn(directory, catalogs);
    // Half of each side of a swap is no moment of the directory at all.
    if ((await place(directory)) === before) return { place: before, signatures };
  }
}

async function signaturesIn(
  directory: string,
  catalogs: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rollouts = await rolloutFiles(directory);
  const files = [MESH_FILE, ENDPOINTS_FILE, ...rollouts, ...catalogs];
  const found = await Promise.all(
    files.map(async (file) => [file, await signatureOf(join(directory, file))] as const),
  );
  const signatures = new Map<string, string>();
  for (const [file, value] of found) if (value !== null) signatures.set(file, value);
  return signatures;
}

export function compareScans(before: Scan, after: Scan): ReadonlyMap<string, Touch> {
  const touched = new Map<string, Touch>();
  for (const [file, value] of after.signatures) {
    const old = before.signatures.get(file);
    if (old === undefined) touched.set(file, 'added');
    else if (old !== value) touched.set(file, isReplaced(old, value) ? 'replaced' : 'changed');
  }
  for (const file of before.signatures.keys()) if (!after.signatures.has(file)) touched.set(file, 'removed');
  return touched;
}

/**
 * Reads a file whole, or null if it changed meanwhile: it is then looked at again after its rest.
 * The signature is of the very file that was read, compared with what bears the name afterwards.
 */
export async function readWhole(
  directory: string,
  file: string,
): Promise<{ readonly content: FileContent; readonly signature: string | null } | null> {
  const path = join(directory, file);
  try {
    // Without O_NONBLOCK the opening of a named pipe would wait for a writer, and hold up every other file.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat({ bigint: true });
      const before = signature(stats);
      const obstacle = obstacleIn(stats);
      if (obstacle !== null) return { content: unreadable(obstacle), signature: before };
      const bytes = await handle.readFile();
      const after = await signatureOf(path);
      return before === after ? { content: decode(bytes), signature: before } : null;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isGone(error)) return { content: MISSING, signature: null };
    const why = error instanceof Error ? error.message.replace(/,? open '.*'$|,? read$/, '') : String(error);
    return { content: unreadable(why), signature: await signatureOf(path) };
  }
}

function unreadable(error: string): FileContent {
  return { kind: 'unreadable', error };
}

/** What stands against reading it at all. */
function obstacleIn(stats: BigIntStats): string | null {
  if (stats.isDirectory()) return 'it is a directory';
  if (!stats.isFile()) return 'it is a device, pipe or socket';
  return stats.size > MOST_BYTES
    ? `it has ${stats.size} bytes, more than the ${MOST_BYTES} that are read`
    : null;
}

function decode(bytes: Buffer): FileContent {
  return isUtf8(bytes) ? textContent(bytes.toString('utf8')) : unreadable(notUtf8(bytes));
}

/** Names the line, counted by the line feeds before the first byte that is not UTF-8. */
function notUtf8(bytes: Buffer): string {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8(bytes.subarray(0, startOfCharacter(bytes, middle)))) good = middle;
    else bad = middle;
  }
  let line = 1;
  for (let at = bytes.indexOf(10); at >= 0 && at < good; at = bytes.indexOf(10, at + 1)) line += 1;
  return `it is not UTF-8 text (line ${line}): save it with that encoding`;
}

/** The beginning of the character that `index` stands in, so that a cut does not make a good text a bad one. */
function startOfCharacter(bytes: Buffer, index: number): number {
  let start = index;
  while (start > 0 && index - start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start -= 1;
  return start;
}
