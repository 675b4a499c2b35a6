import type { Position } from '../diagnostics/diagnostic.ts';
import {
  readFields,
  readItems,
  readNamed,
  type Cursor,
  type Fields,
  type NamedCursor,
} from '../yaml/cursor.ts';
import { IP_ADDRESS, TARGET_NAME, WORD } from '../yaml/grammar.ts';
import { readBoolean, readInteger, readName, readOneOf, readWord } from '../yaml/values.ts';
import {
  BUILT_IN_REQUEST_TIMEOUT,
  POLICY_FIELDS,
  readListeners,
  readPolicy,
  type Defaults,
} from './defaults.ts';
import type { AdapterSpec, CallSpec, Protocol, ServiceSpec, TargetSpec } from './model.ts';

const PROTOCOLS = ['http', 'http2', 'grpc'] as const;
const PORT = { min: 1, max: 65535 } as const;
const SHARED_FIELDS = [...POLICY_FIELDS, 'stable'] as const;
const SERVICE_FIELDS = {
  required: ['app'],
  optional: [...SHARED_FIELDS, 'sidecar', 'calls', 'callsAdapters', 'localPort', 'listeners'],
} as const;
const ADAPTER_FIELDS = {
  required: ['sourceTypes'],
  optional: [...SHARED_FIELDS, 'pool', 'protocol'],
} as const;

export function readServices(c: Cursor, defaults: Defaults): ReadonlyMap<string, ServiceSpec> {
  const services = new Map<string, ServiceSpec>();
  for (const entry of readNamed(c)) {
    readName(entry, TARGET_NAME, c.path);
    services.set(entry.name, readService(entry, defaults));
  }
  return services;
}

export function readAdapters(c: Cursor, defaults: Defaults): ReadonlyMap<string, AdapterSpec> {
  const adapters = new Map<string, AdapterSpec>();
  for (const entry of readNamed(c)) {
    readName(entry, TARGET_NAME, c.path);
    adapters.set(entry.name, readAdapter(entry, defaults));
  }
  return adapters;
}

function readService(c: NamedCursor, defaults: Defaults): ServiceSpec {
  const fields = readFields(c, SERVICE_FIELDS) ?? noFields(c.node.at);
  const app = readApp(fields.get('app'));
  const sidecar = read(fields.get('sidecar'), (f) => readOneOf(f, ['envoy', 'none']), 'envoy');
  const calls = fields.get('calls');
  const listeners = fields.get('listeners');
  return Object.freeze({
    kind: 'service',
    ...readTarget({ c, fields, defaults, protocol: app.protocol }),
    sidecar: sidecar === 'envoy',
    app,
    calls: calls === null ? [] : readCalls(calls),
    callsAdapters: read(fields.get('callsAdapters'), readBoolean, false),
    localPort: read<number | null>(fields.get('localPort'), (f) => readInteger(f, PORT), null),
    listeners: listeners === null ? defaults.listeners : readListeners(listeners, defaults.listeners),
  });
}

function readAdapter(c: NamedCursor, defaults: Defaults): AdapterSpec {
  const fields = readFields(c, ADAPTER_FIELDS) ?? noFields(c.node.at);
  const protocol = read<Protocol>(fields.get('protocol'), (f) => readOneOf(f, PROTOCOLS), 'http');
  const sourceTypes = fields.get('sourceTypes');
  return Object.freeze({
    kind: 'adapter',
    ...readTarget({ c, fields, defaults, protocol }),
    sourceTypes: sourceTypes === null ? [] : readSourceTypes(sourceTypes),
    pool: read<string | null>(fields.get('pool'), (f) => readWord(f, WORD), null),
    protocol,
  });
}

/** An entry that is no mapping still names its target, so that references to it are no second fault. */
function noFields(at: Position): Fields<string> {
  return { at, get: () => null };
}

function read<T>(c: Cursor | null, reader: (c: Cursor) => T | null, fallback: T): T {
  return c === null ? fallback : (reader(c) ?? fallback);
}

interface TargetSource {
  readonly c: NamedCursor;
  readonly fields: Fields<(typeof SHARED_FIELDS)[number]>;
  readonly defaults: Defaults;
  readonly protocol: Protocol;
}

function readTarget({ c, fields, defaults, protocol }: TargetSource): TargetSpec {
  const at: Position = c.key.at;
  // A grpc stream lives as long as its caller likes, so neither `defaults` nor the built-in 15 s cuts it off.
  const outer = protocol === 'grpc' ? 0 : (defaults.requestTimeout ?? BUILT_IN_REQUEST_TIMEOUT);
  const policy = readPolicy((name) => fields.get(name), { ...defaults, requestTimeout: outer });
  const stable = fields.get('stable');
  const preference = fields.get('zonePreference');
  if (preference !== null && policy.resolution === 'dns' && policy.zonePreference === 'failover') {
    reportIdlePreference(preference);
  }
  return {
    name: c.name,
    connectTimeout: policy.connectTimeout,
    requestTimeout: policy.requestTimeout ?? outer,
    loadBalancing: policy.loadBalancing,
    loadBalancingAt: fields.get('loadBalancing')?.node.at ?? at,
    resolution: policy.resolution,
    // Host names stand in the cluster itself, which all sidecars share.
    zonePreference: policy.resolution === 'eds' ? policy.zonePreference : 'none',
    stable: stable === null ? null : readWord(stable, WORD),
    stableAt: stable?.node.at ?? at,
    at,
  };
}

function reportIdlePreference(c: Cursor): void {
  const resolution = `${c.path.slice(0, c.path.lastIndexOf('.'))}.resolution`;
  if (c.sink.doubts.within(resolution) || c.sink.doubts.within('defaults.resolution')) return;
  const message = `"${c.path}" has no effect: with resolution dns all sidecars share the endpoints as they are`;
  c.sink.report('MCP1116', { at: c.node.at, path: c.path, message });
}

function readApp(c: Cursor | null): ServiceSpec['app'] {
  const fields = c === null ? null : readFields(c, { required: ['port'], optional: ['protocol', 'address'] });
  const get = (name: 'port' | 'protocol' | 'address'): Cursor | null => fields?.get(name) ?? null;
  return Object.freeze({
    address: read(get('address'), (f) => readWord(f, IP_ADDRESS), '127.0.0.1'),
    port: read(get('port'), (f) => readInteger(f, PORT), 0),
    protocol: read<Protocol>(get('protocol'), (f) => readOneOf(f, PROTOCOLS), 'http'),
  });
}

function readCalls(c: Cursor): readonly CallSpec[] {
  const calls = new Map<string, CallSpec>();
  for (const item of readItems(c)) {
    const service = readWord(item, TARGET_NAME);
    if (service === null) continue;
    if (calls.has(service)) reportTwice(item, service);
    else calls.set(service, Object.freeze({ service, at: item.node.at }));
  }
  return Object.freeze([...calls.values()]);
}

function readSourceTypes(c: Cursor): AdapterSpec['sourceTypes'] {
  const types = new Map<string, AdapterSpec['sourceTypes'][number]>();
  const items = readItems(c);
  if (c.node.kind === 'sequence' && items.length === 0) {
    c.sink.report('MCP1019', { at: c.node.at, path: c.path, message: `"${c.path}" is empty` });
  }
  for (const item of items) {
    const type = readWord(item, WORD)?.toLowerCase();
    if (type === undefined) continue;
    const first = types.get(type);
    if (first !== undefined) {
      const message = `the source type "${type}" is listed twice (types are compared without case)`;
      const related = [{ ...first.at, message: 'first listed here' }];
      item.sink.report('MCP1108', { at: item.node.at, path: item.path, message, related });
    } else types.set(type, Object.freeze({ type, at: item.node.at }));
  }
  return Object.freeze([...types.values()]);
}

function reportTwice(item: Cursor, word: string): void {
  item.sink.report('MCP1019', { at: item.node.at, path: item.path, message: `"${word}" is listed twice` });
}
