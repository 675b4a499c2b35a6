import { readFileSync } from 'node:fs';
import { hash } from 'node:crypto';
import protobuf from 'protobufjs/minimal.js';
import { decodeAny } from '../../src/proto/codec.ts';
import { TYPE_URLS } from '../../src/snapshot/model.ts';
import type { CompiledType, References, Resource, ResourceSet } from '../../src/snapshot/model.ts';

/** The format in which load clients and control planes hand resources over (`xds-dump/1`). */
interface DumpFile {
  readonly format: string;
  readonly types: readonly {
    readonly typeUrl: string;
    readonly resources: readonly { readonly name: string; readonly value: string }[];
  }[];
}

export const COMPILED: readonly CompiledType[] = ['cds', 'eds', 'lds', 'rds'];

/** The resources of a dump, as a compile would hand them over. */
export function readDump(path: string): Record<CompiledType, readonly Resource[]> {
  const dump = JSON.parse(readFileSync(path, 'utf8')) as DumpFile;
  if (dump.format !== 'xds-dump/1') throw new Error(`${path}: format ${dump.format}, not xds-dump/1`);
  const found: Record<CompiledType, Resource[]> = { cds: [], eds: [], lds: [], rds: [] };
  for (const { typeUrl, resources } of dump.types) {
    const type = COMPILED.find((one) => TYPE_URLS[one] === typeUrl);
    if (!type) throw new Error(`${path}: no place for resources of type ${typeUrl}`);
    for (const { name, value } of resources) {
      const any = wrap(type, Buffer.from(value, 'base64'));
      found[type].push({ ...resourceOf(type, name, any), references: referencesOf(type, any) });
    }
  }
  return found;
}

export function resourceOf(type: CompiledType, name: string, any: Uint8Array): Omit<Resource, 'references'> {
  return { type, name, version: hash('sha256', any, 'hex').slice(0, 16), any };
}

export function setOf(resources: Iterable<Resource>): ResourceSet {
  const sorted = [...resources].sort((a, b) => (a.name < b.name ? -1 : 1));
  const text = sorted.map(({ name, version }) => `${name}\0${version}`).join('\n');
  return {
    version: hash('sha256', text, 'hex').slice(0, 16),
    byName: new Map(sorted.map((resource) => [resource.name, resource])),
  };
}

/** The field that a bump changes, appended: of a field that comes twice, the last counts. */
const CHANGES: Readonly<Record<CompiledType, (value: number) => Uint8Array>> = {
  // Cluster.connect_timeout = 4 (Duration: nanos = 2).
  cds: (value) => nested(4, (writer) => writer.uint32(16).int32((value % 1_000) * 1_000_000)),
  // ClusterLoadAssignment.policy = 4 (overprovisioning_factor = 3, a UInt32Value).
  eds: (value) =>
    nested(4, (writer) =>
      writer
        .uint32(26)
        .fork()
        .uint32(8)
        .uint32(140 + (value % 100))
        .ldelim(),
    ),
  // Listener.per_connection_buffer_limit_bytes = 5 (UInt32Value).
  lds: (value) => nested(5, (writer) => writer.uint32(8).uint32(1_048_576 + value)),
  // RouteConfiguration.max_direct_response_body_size_bytes = 11 (UInt32Value).
  rds: (value) => nested(11, (writer) => writer.uint32(8).uint32(4_096 + value)),
};

function nested(field: number, write: (writer: protobuf.Writer) => protobuf.Writer): Uint8Array {
  const writer = protobuf.Writer.create()
    .uint32((field << 3) | 2)
    .fork();
  return write(writer).ldelim().finish();
}

/** The resource with one field changed. */
export function bumped(original: Resource, value: number): Resource {
  const { type, name, any, references } = original;
  if (type !== 'cds' && type !== 'eds' && type !== 'lds' && type !== 'rds')
    throw new Error(`no bump of ${type}`);
  const changed = wrap(type, Buffer.concat([unwrap(any), CHANGES[type](value)]));
  return { ...resourceOf(type, name, changed), references };
}

function wrap(type: CompiledType, value: Uint8Array): Uint8Array {
  return protobuf.Writer.create().uint32(10).string(TYPE_URLS[type]).uint32(18).bytes(value).finish();
}

function unwrap(any: Uint8Array): Uint8Array {
  const reader = protobuf.Reader.create(any);
  let value: Uint8Array = new Uint8Array(0);
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (tag === 18) value = reader.bytes();
    else reader.skipType(tag & 7);
  }
  return value;
}

function referencesOf(type: CompiledType, any: Uint8Array): References {
  const json = decodeAny(any);
  const text = JSON.stringify(json);
  switch (type) {
    case 'cds': {
      const { name, type: discovery, eds_cluster_config: eds } = json as unknown as ClusterJson;
      return discovery === 'EDS' ? { assignment: eds?.service_name ?? name } : {};
    }
    case 'eds':
      return {};
    case 'lds':
      return { routes: matches(text, /"route_config_name":"([^"]+)"/g), clusters: matches(text, CLUSTER) };
    case 'rds':
      return { clusters: matches(text, CLUSTER) };
  }
}

interface ClusterJson {
  readonly name: string;
  readonly type?: string;
  readonly eds_cluster_config?: { readonly service_name?: string };
}

/** Of a route's action, or a member of its weighted clusters. */
const CLUSTER = /"cluster":"([^"]+)"|\{"name":"([^"]+)","weight"/g;

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, first, second]) => first ?? second ?? ''))];
}
