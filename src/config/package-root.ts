import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The absolute path of something that ships with the package, such as `catalog`. Works from `src` and from the
 * bundle in `dist`, which lie at different depths: the root is the nearest folder upwards with a package.json.
 */
export function packagePath(relative: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error('the package of moniker-cp is incomplete: no package.json above it');
    folder = parent;
  }
  return join(folder, relative);
}
