/* `npm run docs`: writes the pages that are made from tables of the source. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { COMMANDS } from '../../src/cli/commands.ts';
import { cliReference } from './cli-reference.ts';
import { errorsPage } from './errors-page.ts';

const docs = join(resolve(import.meta.dirname, '..', '..'), 'docs');
await writeFile(join(docs, 'cli.md'), cliReference(COMMANDS));
await writeFile(join(docs, 'errors.md'), errorsPage());
