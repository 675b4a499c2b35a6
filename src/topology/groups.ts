import type { Position } from '../diagnostics/diagnostic.ts';
import { readFields, readItems, readNamed, type Cursor } from '../yaml/cursor.ts';
import { HEADER_VALUE, METADATA_PATH, TARGET_NAME, WORD } from '../yaml/grammar.ts';
import { readName, readWord } from '../yaml/values.ts';
import { readZonePreference } from './defaults.ts';
import type { GroupCondition, GroupSpec, NamedAt, PinSpec } from './model.ts';

const FIELDS = { required: ['name', 'match'], optional: ['versions', 'zonePreference'] } as const;
const MATCH = ['services', 'metadata', 'labels', 'locality'] as const;
const LOCALITY = ['region', 'zone', 'subZone'] as const;

/** The rules for groups of nodes in their order: the first that matches a node counts. */
export function readGroups(c: Cursor): readonly GroupSpec[] {
  return Object.freeze(readItems(c).map(readGroup));
}

/** One that is no mapping keeps its place in the list, so that the others keep their paths. */
function readGroup(c: Cursor): GroupSpec {
  const fields = readFields(c, FIELDS);
  const name = fields?.get('name') ?? null;
  const match = fields?.get('match') ?? null;
  const versions = fields?.get('versions') ?? null;
  const preference = fields?.get('zonePreference') ?? null;
  const { services, conditions } = match === null ? NO_MATCH : readMatch(match);
  return Object.freeze({
    name: (name !== null && readWord(name, WORD)) || '',
    services,
    conditions,
    versions: versions === null ? [] : readPins(versions),
    zonePreference: preference === null ? null : readZonePreference(preference),
    path: c.path,
    at: name?.node.at ?? fields?.at ?? c.node.at,
  });
}

type Match = Pick<GroupSpec, 'services' | 'conditions'>;
const NO_MATCH: Match = Object.freeze({ services: null, conditions: [] });

function readMatch(c: Cursor): Match {
  const fields = readFields(c, { required: [], optional: MATCH });
  if (fields === null) return NO_MATCH;
  if (c.node.kind === 'mapping' && c.node.entries.size === 0 && c.node.complete) reportEmpty(c);
  const services = fields.get('services');
  const metadata = fields.get('metadata');
  const labels = fields.get('labels');
  const locality = fields.get('locality');
  return {
    services: services === null ? null : readServices(services),
    conditions: Object.freeze([
      ...(metadata === null ? [] : readFacts(metadata, 'metadata.')),
      ...(labels === null ? [] : readFacts(labels, 'metadata.labels.')),
      ...(locality === null ? [] : readLocality(locality)),
    ]),
  };
}

function reportEmpty(c: Cursor): void {
  c.sink.report('MCP1019', { at: c.node.at, path: c.path, message: `"${c.path}" is empty` });
}

function readServices(c: Cursor): readonly NamedAt[] {
  const items = readItems(c);
  if (c.node.kind === 'sequence' && items.length === 0) reportEmpty(c);
  const found = new Map<string, NamedAt>();
  for (const item of items) {
    const name = readWord(item, TARGET_NAME);
    if (name === null) continue;
    if (found.has(name)) reportTwice(item, name);
    else found.set(name, { name, at: item.node.at });
  }
  return Object.freeze([...found.values()]);
}

function reportTwice(item: Cursor, word: string): void {
  item.sink.report('MCP1019', { at: item.node.at, path: item.path, message: `"${word}" is listed twice` });
}

/** Keys of metadata or labels with the values that each may have. */
function readFacts(c: Cursor, prefix: 'metadata.' | 'metadata.labels.'): readonly GroupCondition[] {
  const entries = readNamed(c);
  if (c.node.kind === 'mapping' && entries.length === 0 && c.node.complete) reportEmpty(c);
  return entries.map((entry) => {
    readName(entry, prefix === 'metadata.' ? METADATA_PATH : HEADER_VALUE, c.path);
    return Object.freeze({ path: `${prefix}${entry.name}` as const, values: readValues(entry) });
  });
}

function readLocality(c: Cursor): readonly GroupCondition[] {
  const fields = readFields(c, { required: [], optional: LOCALITY });
  if (fields === null) return [];
  if (c.node.kind === 'mapping' && c.node.entries.size === 0 && c.node.complete) reportEmpty(c);
  return LOCALITY.flatMap((name) => {
    const field = fields.get(name);
    return field === null
      ? []
      : [Object.freeze({ path: `locality.${name}` as const, values: readValues(field) })];
  });
}

/** A text, or a list of some of which one will do. */
function readValues(c: Cursor): readonly string[] {
  if (c.node.kind === 'scalar') {
    const value = readWord(c, HEADER_VALUE);
    return value === null ? [] : [value];
  }
  const items = readItems(c);
  if (c.node.kind === 'sequence' && items.length === 0) reportEmpty(c);
  const values = new Set<string>();
  for (const item of items) {
    const value = readWord(item, HEADER_VALUE);
    if (value === null) continue;
    if (values.has(value)) reportTwice(item, value);
    values.add(value);
  }
  return Object.freeze([...values]);
}

function readPins(c: Cursor): readonly PinSpec[] {
  const entries = readNamed(c);
  if (c.node.kind === 'mapping' && entries.length === 0 && c.node.complete) reportEmpty(c);
  return Object.freeze(
    entries.flatMap((entry): PinSpec[] => {
      const target = readName(entry, TARGET_NAME, c.path);
      const version = readWord(entry, WORD);
      const at: Position = entry.node.at;
      if (target === null || version === null) return [];
      return [Object.freeze({ target, targetAt: entry.key.at, version, at, path: entry.path })];
    }),
  );
}
