import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { descriptorSource } from './protos/descriptor.ts';
import { loadProtos, reachable } from './protos/load.ts';
import { typesSource } from './protos/types.ts';

const OUT = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'proto');

/** The generated files, by their path. */
export function generate(): ReadonlyMap<string, string> {
  const types = reachable(loadProtos());
  return new Map([
    [join(OUT, 'descriptor.generated.ts'), descriptorSource(types)],
    [join(OUT, 'types.generated.d.ts'), typesSource(types)],
  ]);
}

if (import.meta.main) {
  for (const [path, text] of generate()) {
    writeFileSync(path, text);
    console.log(`${path}: ${readFileSync(path).length} bytes`);
  }
}
