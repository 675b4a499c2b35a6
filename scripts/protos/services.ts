import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import type * as Descriptor from 'protobufjs/ext/descriptor.js';
import { enumOf, messageOf, serviceOf } from './descriptors.ts';
import { PROJECT, rootOver, searchPath } from './load.ts';

/** What reflection tells of one definition file. */
export interface ServiceFile {
  /** As other files import it: `envoy/service/status/v3/csds.proto`. */
  readonly name: string;
  readonly imports: readonly string[];
  /** Full names of its messages, enums, services and methods. */
  readonly symbols: readonly string[];
  /** An encoded google.protobuf.FileDescriptorProto, without options and comments. */
  readonly descriptor: Uint8Array;
}

// A CommonJS module whose names Node does not see.
const load = createRequire(import.meta.url);
const { FileDescriptorProto } = load('protobufjs/ext/descriptor.js') as typeof Descriptor;

const OWN = join(PROJECT, 'protos', 'services');
const REFLECTION = 'grpc/reflection/v1/reflection.proto';
/** The files of the services on the operator's address. */
const SERVED = ['envoy/service/status/v3/csds.proto', 'grpc/health/v1/health.proto', REFLECTION];

type Definition = protobuf.Type | protobuf.Enum | protobuf.Service;

/** The files of the services that operators may ask for by reflection, and all that they import, by name. */
export function serviceFiles(): readonly ServiceFile[] {
  const folders = [OWN, ...searchPath()];
  const root = rootOver(folders);
  root.loadSync([...SERVED], { keepCase: true });
  const alpha = readFileSync(join(OWN, REFLECTION), 'utf8').replace(
    'grpc.reflection.v1;',
    'grpc.reflection.v1alpha;',
  );
  const parsed = protobuf.parse(alpha, { keepCase: true }).root;
  const alphaName = REFLECTION.replace('/v1/', '/v1alpha/');
  root.resolveAll();
  parsed.resolveAll();

  const byFile = new Map<string, Definition[]>();
  const collect = (scope: protobuf.NamespaceBase, nameOf: (of: Definition) => string): void => {
    for (const one of scope.nestedArray) {
      if (one instanceof protobuf.Type || one instanceof protobuf.Enum || one instanceof protobuf.Service) {
        const name = nameOf(one);
        byFile.set(name, [...(byFile.get(name) ?? []), one]);
      } else if (one instanceof protobuf.Namespace) collect(one, nameOf);
    }
  };
  const published = (of: protobuf.ReflectionObject): string => fileName(of, folders);
  collect(root, published);
  collect(parsed, () => alphaName);

  const files = new Map<string, ServiceFile>();
  const add = (name: string): void => {
    if (files.has(name)) return;
    const file = serviceFile(name, byFile.get(name) ?? [], (of) =>
      of.root === parsed ? alphaName : published(of),
    );
    files.set(name, file);
    for (const imported of file.imports) add(imported);
  };
  for (const name of [...SERVED, alphaName]) add(name);
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, file]) => file);
}

function fileName(of: protobuf.ReflectionObject, folders: readonly string[]): string {
  let top = of;
  while (top.parent instanceof protobuf.Type) top = top.parent;
  const { filename } = top;
  const folder = folders.find((one) => filename?.startsWith(`${one}/`) === true);
  if (filename !== null && folder !== undefined) return filename.slice(folder.length + 1);
  const [, short = ''] = /^\.google\.protobuf\.(\w+)$/.exec(top.fullName) ?? [];
  for (const common of ['any', 'duration', 'empty', 'field_mask', 'struct', 'timestamp', 'wrappers']) {
    const name = `google/protobuf/${common}.proto`;
    const definitions = protobuf.Root.fromJSON(protobuf.common.get(name) ?? {});
    if (definitions.lookup(`google.protobuf.${short}`) !== null) return name;
  }
  throw new Error(`${of.fullName} is of no known file`);
}

function serviceFile(
  name: string,
  definitions: readonly Definition[],
  fileOf: (of: protobuf.ReflectionObject) => string,
): ServiceFile {
  const imports = new Set<string>();
  const symbols: string[] = [];
  const visit = (one: Definition): void => {
    symbols.push(one.fullName.slice(1));
    for (const used of usedBy(one)) imports.add(fileOf(used));
    if (one instanceof protobuf.Service) {
      for (const method of one.methodsArray) symbols.push(method.fullName.slice(1));
    }
    if (!(one instanceof protobuf.Type)) return;
    for (const nested of one.nestedArray) {
      if (nested instanceof protobuf.Type || nested instanceof protobuf.Enum) visit(nested);
    }
  };
  definitions.forEach(visit);
  imports.delete(name);
  const dependency = [...imports].sort();
  const bytes = FileDescriptorProto.encode(
    FileDescriptorProto.fromObject({
      name,
      package: definitions[0]?.parent?.fullName.slice(1) ?? '',
      dependency,
      messageType: definitions.flatMap((one) => (one instanceof protobuf.Type ? messageOf(one) : [])),
      enumType: definitions.flatMap((one) => (one instanceof protobuf.Enum ? enumOf(one) : [])),
      service: definitions.flatMap((one) => (one instanceof protobuf.Service ? serviceOf(one) : [])),
      syntax: 'proto3',
    }),
  ).finish();
  return { name, imports: dependency, symbols, descriptor: bytes };
}

function usedBy(one: Definition): readonly protobuf.ReflectionObject[] {
  if (one instanceof protobuf.Type) {
    return one.fieldsArray.flatMap((field) => field.resolvedType ?? []);
  }
  if (one instanceof protobuf.Enum) return [];
  return one.methodsArray.flatMap((method) =>
    [method.resolvedRequestType ?? [], method.resolvedResponseType ?? []].flat(),
  );
}

/** The files as TypeScript text; read when somebody asks for reflection. */
export function servicesSource(files: readonly ServiceFile[]): string {
  const entries = files.map(({ name, imports, symbols, descriptor: bytes }) => {
    const list = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
    return (
      `  {\n    name: '${name}',\n    imports: [${list(imports)}],\n    symbols: [${list(symbols)}],\n` +
      `    descriptor: '${Buffer.from(bytes).toString('base64')}',\n  },\n`
    );
  });
  return (
    '// Made by `npm run build:protos`; do not edit.\n' +
    '/** A definition file; `descriptor` is a google.protobuf.FileDescriptorProto in base64. */\n' +
    'export interface ServiceFile {\n  readonly name: string;\n  readonly imports: readonly string[];\n' +
    '  readonly symbols: readonly string[];\n  readonly descriptor: string;\n}\n' +
    `export const SERVICE_FILES: readonly ServiceFile[] = [\n${entries.join('')}];\n`
  );
}
