import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultBootstrap } from '../src/bootstrap/options.ts';
import { printBootstrap } from '../src/bootstrap/print.ts';
import { VERSION } from '../src/config/version.ts';
import { parseTopology } from '../src/topology/parse.ts';

const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The ready bootstraps: one a service with a sidecar and protocol, by path. */
export function readyBootstraps(): ReadonlyMap<string, string> {
  const { model } = parseTopology('mesh.yaml', readFileSync(join(PROJECT, 'catalog', 'mesh.yaml'), 'utf8'));
  if (model === null) throw new Error('catalog/mesh.yaml has errors; see moniker-cp check');
  const files = new Map<string, string>();
  for (const { name, sidecar } of model.services.values()) {
    if (!sidecar) continue;
    for (const mode of ['delta', 'sotw'] as const) {
      const text = printBootstrap(defaultBootstrap({ service: name, mode, build: VERSION }));
      files.set(join(PROJECT, 'envoy-bootstrap', `${name}-${mode}.yaml`), text);
    }
  }
  return files;
}

if (import.meta.main) {
  mkdirSync(join(PROJECT, 'envoy-bootstrap'), { recursive: true });
  for (const [path, text] of readyBootstraps()) writeFileSync(path, text);
}
