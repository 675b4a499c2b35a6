import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..', '..');

/** The command as it is installed: built from these sources if that has not been done. */
export async function builtCommand(): Promise<string> {
  await promisify(execFile)(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-stale'], {
    cwd: root,
  });
  return join(root, 'dist', 'moniker-cp.js');
}
