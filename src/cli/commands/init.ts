import { cp, mkdir, readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { packagePath } from '../../config/package-root.ts';
import type { Action } from '../command.ts';
import type { initOptions } from '../options.ts';
import { printJson } from '../terminal.ts';
import { CommandError, EXIT } from '../usage-error.ts';

/** Files of the directory, sorted; null if there is no such directory. */
async function present(directory: string): Promise<readonly string[] | null> {
  try {
    return (await readdir(directory)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new CommandError(`cannot write into ${directory}: ${(error as Error).message}`);
  }
}

export const init: Action<typeof initOptions> = async ({ out, cwd }, { options, positional }) => {
  const shown = positional ?? '.';
  const directory = resolve(cwd, shown);
  const already = await present(directory);
  if (already !== null && already.length > 0) {
    const some = already.slice(0, 3).join(', ');
    throw new CommandError(
      `${shown} is not empty (${some}${already.length > 3 ? ', …' : ''}): nothing is written`,
    );
  }
  await mkdir(directory, { recursive: true });
  await cp(packagePath('catalog'), directory, { recursive: true });
  const files = (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .sort();
  if (options.json) {
    printJson(out, { directory, files });
    return EXIT.ok;
  }
  for (const file of files) out.line(`wrote ${join(shown, file)}`);
  out.line();
  out.line('Next:');
  out.line(`  moniker-cp check --catalog ${shown}`);
  out.line(`  moniker-cp serve --catalog ${shown}`);
  return EXIT.ok;
};
