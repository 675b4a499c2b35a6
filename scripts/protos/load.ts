import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const require = createRequire(import.meta.url);

/** The message whose fields name everything that the generated files hold. */
export const ROOTS = 'moniker.protos.Roots';

function packageFolder(name: string): string {
  let folder = dirname(require.resolve(name));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** The folders of the published definitions, from which a file's name is counted. */
export function searchPath(): readonly string[] {
  const deps = join(packageFolder('@grpc/grpc-js-xds'), 'deps');
  return [
    join(PROJECT, 'protos'),
    ...['envoy-api', 'googleapis', 'protoc-gen-validate', 'xds'].map((folder) => join(deps, folder)),
    packageFolder('protobufjs'),
  ];
}

function copyOf(field: protobuf.Field): protobuf.Field {
  if (field instanceof protobuf.MapField) throw new Error(`${field.fullName}: no overlay adds a map yet`);
  return new protobuf.Field(field.name, field.id, field.type, field.repeated ? 'repeated' : undefined);
}

function addFields(from: protobuf.Type, to: protobuf.Type): void {
  for (const field of from.fieldsArray) {
    // A fresh field, since the parsed one is already resolved within its own file.
    const added = copyOf(field);
    to.add(added);
    if (field.partOf === null) continue;
    const group = to.oneofs[field.partOf.name];
    if (group === undefined) to.add(new protobuf.OneOf(field.partOf.name, [field.name]));
    else group.add(added);
  }
}

/** Lays the overlay's definitions over the published ones: a message of the same name gains fields, another is added. */
function merge(from: protobuf.NamespaceBase, to: protobuf.NamespaceBase): void {
  for (const object of [...from.nestedArray]) {
    const existing = to.get(object.name);
    if (existing === null) {
      from.remove(object);
      to.add(object);
      continue;
    }
    if (object instanceof protobuf.Type && existing instanceof protobuf.Type) addFields(object, existing);
    if (object instanceof protobuf.Enum && existing instanceof protobuf.Enum) {
      for (const [name, value] of Object.entries(object.values)) existing.add(name, value);
    } else if (object instanceof protobuf.Namespace && existing instanceof protobuf.Namespace) {
      merge(object, existing);
    }
  }
}

/** A root that finds what it is to load in the folders. */
export function rootOver(folders: readonly string[]): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => {
    if (protobuf.common.get(target) !== null) return target;
    const found = folders.map((folder) => join(folder, target)).find((file) => existsSync(file));
    if (found === undefined) throw new Error(`No definition file ${target} in ${folders.join(', ')}`);
    return found;
  };
  return root;
}

/**
 * The published Envoy, xDS and googleapis definitions that `protos/umbrella.proto` imports, with
 * `protos/overlay/*.proto` laid over them; every type resolved.
 */
export function loadProtos(): protobuf.Root {
  const root = rootOver(searchPath());
  root.loadSync('umbrella.proto', { keepCase: true });
  const overlay = join(PROJECT, 'protos', 'overlay');
  for (const file of readdirSync(overlay).sort()) {
    const parsed = new protobuf.Root();
    protobuf.parse(readFileSync(join(overlay, file), 'utf8'), parsed, { keepCase: true });
    merge(parsed, root);
  }
  // Last, since it names messages that only the overlay has.
  protobuf.parse(readFileSync(join(PROJECT, 'protos', 'roots.proto'), 'utf8'), root, { keepCase: true });
  root.resolveAll();
  return root;
}

/** The messages and enums reachable from `Roots`, sorted by full name, without `Roots` itself. */
export function reachable(root: protobuf.Root): readonly (protobuf.Type | protobuf.Enum)[] {
  const seen = new Map<string, protobuf.Type | protobuf.Enum>();
  const visit = (type: protobuf.Type | protobuf.Enum): void => {
    const name = type.fullName.slice(1);
    if (seen.has(name)) return;
    seen.set(name, type);
    if (type instanceof protobuf.Enum) return;
    for (const field of type.fieldsArray) {
      // resolveAll passes over a field that was laid onto a type it had resolved before.
      const { resolvedType } = field.resolve();
      if (resolvedType !== null) visit(resolvedType);
    }
  };
  visit(root.lookupType(ROOTS));
  seen.delete(ROOTS);
  return [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, type]) => type);
}
