import { readFields, readItems, type Cursor } from '../yaml/cursor.ts';
import { readDocument } from '../yaml/document.ts';
import { NAMESPACE, RELATIVE_FILE, WORD } from '../yaml/grammar.ts';
import type { Parsed } from '../yaml/parsed.ts';
import { createSink } from '../yaml/sink.ts';
import { readOneOf, readWord } from '../yaml/values.ts';
import { checkTopology } from './check.ts';
import { BUILT_IN, readDefaults } from './defaults.ts';
import { readEdge } from './edge.ts';
import { readGroups } from './groups.ts';
import type { AdapterSpec, CatalogRef, Hierarchy, ServiceSpec, Topology } from './model.ts';
import { defaultMonikerRules, readMonikerRules } from './monikers.ts';
import { readAdapters, readServices } from './targets.ts';

const FIELDS = {
  required: ['services'],
  optional: [
    'mesh',
    'namespace',
    'catalogs',
    'defaults',
    'edge',
    'adapters',
    'monikers',
    'groups',
    'onRejected',
  ],
} as const;
const NO_SERVICES: ReadonlyMap<string, ServiceSpec> = new Map();
const NO_ADAPTERS: ReadonlyMap<string, AdapterSpec> = new Map();
const DEFAULT_MESH = 'moniker-mesh';
const DEFAULT_NAMESPACE = 'moniker.local';

/** In the place of a mesh.yaml of which nothing can be read. */
export function emptyTopology(file: string): Topology {
  return Object.freeze({
    file,
    mesh: DEFAULT_MESH,
    namespace: DEFAULT_NAMESPACE,
    catalogs: [],
    services: NO_SERVICES,
    adapters: NO_ADAPTERS,
    edge: null,
    monikers: defaultMonikerRules({ file, line: 1, column: 1 }),
    groups: [],
    onRejected: 'hold',
    reusePort: BUILT_IN.reusePort,
  });
}

/** Reads `mesh.yaml` and checks all references within it. */
export function parseTopology(file: string, text: string): Parsed<Topology> {
  const { root, diagnostics, cutShort } = readDocument(file, text);
  const sink = createSink({ initial: diagnostics, cutShort });
  if (root === null) return sink.finish<Topology>(null);
  const fields = readFields({ node: root, path: '', sink }, FIELDS);
  if (fields === null) return sink.finish<Topology>(null);
  const read = <T>(
    name: (typeof FIELDS.optional)[number] | 'services',
    reader: (c: Cursor) => T,
    fallback: T,
  ): T => {
    const field = fields.get(name);
    return field === null ? fallback : reader(field);
  };
  const defaults = read('defaults', readDefaults, BUILT_IN);
  const services = read('services', (c) => readServices(c, defaults), NO_SERVICES);
  const topology: Topology = Object.freeze({
    file,
    mesh: read('mesh', (c) => readWord(c, WORD), null) ?? DEFAULT_MESH,
    namespace: read('namespace', (c) => readWord(c, NAMESPACE), null) ?? DEFAULT_NAMESPACE,
    catalogs: read('catalogs', readCatalogs, []),
    services,
    adapters: read('adapters', (c) => readAdapters(c, defaults), NO_ADAPTERS),
    edge: read('edge', readEdge, null),
    monikers: read('monikers', readMonikerRules, defaultMonikerRules(fields.at)),
    groups: read('groups', readGroups, []),
    onRejected: read('onRejected', (c) => readOneOf(c, ['hold', 'isolate']), null) ?? 'hold',
    reusePort: defaults.reusePort,
  });
  const servicesField = fields.get('services');
  if (
    servicesField?.node.kind === 'mapping' &&
    servicesField.node.entries.size === 0 &&
    !sink.doubts.at('services')
  ) {
    sink.report('MCP1019', {
      at: servicesField.node.at,
      path: 'services',
      message: '"services" names no service',
    });
  }
  checkTopology(topology, sink);
  return sink.finish(topology);
}

function readCatalogs(c: Cursor): readonly CatalogRef[] {
  const refs = new Map<string, CatalogRef>();
  for (const item of readItems(c)) {
    const fields = readFields(item, { required: ['file'], optional: ['hierarchy'] });
    const fileField = fields?.get('file') ?? null;
    const hierarchyField = fields?.get('hierarchy') ?? null;
    const file = fileField === null ? null : readWord(fileField, RELATIVE_FILE);
    const hierarchy: Hierarchy =
      (hierarchyField === null ? null : readOneOf(hierarchyField, ['slash', 'slash-and-dot'])) ?? 'slash';
    if (file === null || fileField === null) {
      // Which catalog is meant is unknown, and so what it holds.
      c.sink.doubt(c.path);
      continue;
    }
    const { at } = fileField.node;
    const first = refs.get(file);
    if (first === undefined) {
      refs.set(file, Object.freeze({ file, hierarchy, at }));
      continue;
    }
    c.sink.report('MCP1115', {
      at,
      path: item.path,
      message: `the catalog ${file} is listed twice`,
      related: [{ ...first.at, message: 'first listed here' }],
    });
  }
  return Object.freeze([...refs.values()]);
}
