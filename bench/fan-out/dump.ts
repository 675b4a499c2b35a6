import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs/minimal.js';
import { decodeAny, preEncoded } from '../../src/proto/codec.ts';
import type { envoy } from '../../src/proto/types.generated.d.ts';
import { TYPE_URLS } from '../../src/snapshot/model.ts';
import type { CompiledType, References } from '../../src/snapshot/model.ts';

/** The format in which load clients and control planes hand resources over (`xds-dump/1`). */
interface DumpFile {
  readonly format: string;
  readonly types: readonly {
    readonly typeUrl: string;
    readonly resources: readonly { readonly name: string; readonly value: string }[];
  }[];
}

/** One resource in the form from which the compiler encodes. */
export interface Message {
  readonly type: CompiledType;
  readonly name: string;
  /**
   * Proto3 JSON with snake_case names, without `@type`. The routes in it are encoded, each by itself, as the compiler
   * keeps what a route table is made of: a change encodes what it changes and copies the rest.
   */
  readonly message: object;
  readonly references: References;
  /** The encoded Any as the dump has it, so that all contenders begin with the same bytes; null for a changed one. */
  readonly original: Uint8Array | null;
}

export const COMPILED: readonly CompiledType[] = ['cds', 'eds', 'lds', 'rds'];

export function readDump(path: string): readonly Message[] {
  const dump = JSON.parse(readFileSync(path, 'utf8')) as DumpFile;
  if (dump.format !== 'xds-dump/1') throw new Error(`${path}: format ${dump.format}, not xds-dump/1`);
  return dump.types.flatMap(({ typeUrl, resources }) => {
    const type = COMPILED.find((one) => TYPE_URLS[one] === typeUrl);
    if (!type) throw new Error(`${path}: no place for resources of type ${typeUrl}`);
    return resources.map(({ name, value }) => {
      const original = wrap(typeUrl, Buffer.from(value, 'base64'));
      const { '@type': _, ...message } = decodeAny(original);
      const references = referencesOf(type, message);
      const own = type === 'rds' ? withEncodedRoutes(message) : message;
      return { type, name, message: own, references, original };
    });
  });
}

function withEncodedRoutes(message: envoy.config.route.v3.RouteConfiguration): object {
  const virtual_hosts = message.virtual_hosts?.map((host) => ({
    ...host,
    routes: host.routes?.map((route) => preEncoded('envoy.config.route.v3.Route', route)),
  }));
  return { ...message, virtual_hosts };
}

function wrap(typeUrl: string, value: Uint8Array): Uint8Array {
  return protobuf.Writer.create().uint32(10).string(typeUrl).uint32(18).bytes(value).finish();
}

function referencesOf(type: CompiledType, message: object): References {
  const text = JSON.stringify(message);
  switch (type) {
    case 'cds': {
      const { name, type: discovery, eds_cluster_config: eds } = message as ClusterJson;
      return discovery === 'EDS' ? { assignment: eds?.service_name ?? name ?? '' } : {};
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
  readonly name?: string;
  readonly type?: string;
  readonly eds_cluster_config?: { readonly service_name?: string };
}

/** Of a route's action, or a member of its weighted clusters. */
const CLUSTER = /"cluster":"([^"]+)"|\{"name":"([^"]+)","weight"/g;

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, first, second]) => first ?? second ?? ''))];
}
