import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseCatalog } from '../../src/catalog/parse.ts';
import { compile, type CompiledMesh } from '../../src/compile/compile.ts';
import type { CompileInputs } from '../../src/compile/model.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { parseEndpoints } from '../../src/endpoints/parse.ts';
import type { NodeGroup, NodeOverrides } from '../../src/snapshot/model.ts';
import { variantName, type VariantRules } from '../../src/snapshot/variants.ts';
import { parseTopology } from '../../src/topology/parse.ts';
import { parseRollout } from '../../src/weights/parse.ts';

/** Input files by their path in the catalog directory. */
export type InputFiles = Readonly<Record<string, string>>;

export const NO_OVERRIDES: NodeOverrides = Object.freeze({
  bindAddress: null,
  inboundPort: null,
  egressPort: null,
  edgePort: null,
});

export function groupOf(service: string, overrides: Partial<NodeOverrides> = {}): NodeGroup {
  return { service, overrides: { ...NO_OVERRIDES, ...overrides } };
}

/** Every variant that some node may get. */
export function variantNames({ rules, zones }: VariantRules): readonly string[] {
  const places = [...rules, { name: null, zones }].flatMap(({ name: rule, zones: own }) =>
    [null, ...own].map((zone) => variantName({ rule, zone })),
  );
  return places.filter((name) => name !== undefined);
}

function model<T>(parsed: { readonly model: T | null; readonly diagnostics: readonly Diagnostic[] }): T {
  if (parsed.model !== null) return parsed.model;
  throw new Error(parsed.diagnostics.map((d) => `${d.file}:${d.line} ${d.code} ${d.message}`).join('\n'));
}

/**
 * Parses files into the inputs of a compile. What equals `previous` keeps its identity, as in the daemon.
 * @throws Error for a file that its parser refuses.
 */
export function inputsOf(
  files: InputFiles,
  previous?: { files: InputFiles; inputs: CompileInputs },
): CompileInputs {
  const same = (file: string): boolean => previous !== undefined && previous.files[file] === files[file];
  const text = (file: string): string => files[file] ?? '';
  const old = previous?.inputs;
  const topology =
    old !== undefined && same('mesh.yaml')
      ? old.topology
      : model(parseTopology('mesh.yaml', text('mesh.yaml')));
  const catalogs = topology.catalogs.map(
    ({ file }) =>
      (same(file) ? old?.catalogs.find((catalog) => catalog.file === file) : undefined) ??
      model(parseCatalog(file, text(file))),
  );
  const rollouts = Object.keys(files)
    .filter((file) => file.startsWith('rollouts/'))
    .sort()
    .map(
      (file) =>
        (same(file) ? old?.rollouts.find((rollout) => rollout.file === file) : undefined) ??
        model(parseRollout(file, text(file))),
    );
  const endpoints =
    old !== undefined && same('endpoints.yaml')
      ? old.endpoints
      : model(parseEndpoints('endpoints.yaml', text('endpoints.yaml')));
  return { topology, catalogs, rollouts, endpoints, knownVersions: new Map() };
}

export function compileFiles(files: InputFiles): CompiledMesh {
  return compile(inputsOf(files));
}

/** The golden cases of the compiler: a catalog directory each, with what is expected of it in `expected`. */
export const GOLDEN_CASES = join(import.meta.dirname, '..', 'golden', 'compile');

export function goldenCases(): readonly string[] {
  return readdirSync(GOLDEN_CASES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** The input files of a golden case. */
export function readCase(name: string): InputFiles {
  return readInputs(GOLDEN_CASES, name);
}

/** The files of one case below a folder of cases, without what is expected of it. */
export function readInputs(cases: string, name: string): InputFiles {
  const folder = join(cases, name);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('expected'))
    .map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map((file) => [relative(folder, file).split(sep).join('/'), readFileSync(file, 'utf8')]),
  );
}
