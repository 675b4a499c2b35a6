import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { descriptorSource } from './protos/descriptor.ts';
import { loadProtos, reachable } from './protos/load.ts';
import { serviceFiles, servicesSource } from './protos/services.ts';
import { typesSource } from './protos/types.ts';

const OUT = join(dirname(fileURLToPath(import.meta.url)), '..', 'src', 'proto');

/** The generated files, by their path. */
export function generate(): ReadonlyMap<string, string> {
  const types = reachable(loadProtos());
  return new Map([
    [join(OUT, 'descriptor.generated.ts'), descriptorSource(types)],
    [join(OUT, 'types.generated.d.ts'), typesSource(types)],
    [join(OUT, 'services.generated.ts'), servicesSource(serviceFiles())],
  ]);
}

/** With --check nothing is written: the exit code is 1 if a file is not what it would be. */
if (import.meta.main) {
  const onlyCheck = process.argv.includes('--check');
  for (const [path, text] of generate()) {
    const fresh = existsSync(path) && readFileSync(path, 'utf8') === text;
    if (!onlyCheck) writeFileSync(path, text);
    else if (!fresh) process.exitCode = 1;
    const state = onlyCheck ? (fresh ? 'fresh' : 'stale: run npm run build:protos') : 'written';
    console.log(`${path}: ${Buffer.byteLength(text)} bytes, ${state}`);
  }
}
