import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/* Preloaded by a test: writes the address of every module that the process resolves, imported or required. */

const resolved = new Set<string>();
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    resolved.add(found.url);
    return found;
  },
});
process.on('exit', () => {
  const file = process.env['MODULE_LIST'];
  if (file !== undefined) writeFileSync(file, [...resolved].join('\n'));
});
