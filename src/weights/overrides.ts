import { readFields, readItems, type Cursor, type Fields } from '../yaml/cursor.ts';
import { HEADER_NAME, HEADER_VALUE, WORD, type Grammar } from '../yaml/grammar.ts';
import { readWord } from '../yaml/values.ts';
import type { OverrideMatch, RolloutOverride } from './model.ts';

const CONDITIONS = ['clients', 'domains', 'header'] as const;
const FIELDS = { required: ['use'], optional: CONDITIONS } as const;
const HEADER_FIELDS = { required: ['name', 'exact'], optional: [] } as const;

/** The overrides in order; first match wins. */
export function readOverrides(c: Cursor): readonly RolloutOverride[] {
  const overrides = readItems(c).map(readOverride);
  checkShadowed(c, overrides);
  return Object.freeze(overrides);
}

/** Stands for conditions with an error, which the file is refused for. */
const NO_MATCH: OverrideMatch = Object.freeze({ kind: 'clients', clients: Object.freeze([]) });

/** One that is no mapping keeps its place in the list, so that the others keep their paths. */
function readOverride(c: Cursor): RolloutOverride {
  const { at } = c.node;
  const fields = readFields(c, FIELDS);
  if (fields === null) return Object.freeze({ match: NO_MATCH, use: '', at, useAt: at });
  const useField = fields.get('use');
  const use = useField === null ? null : readWord(useField, WORD);
  const match = readMatch(c, fields) ?? NO_MATCH;
  return Object.freeze({ match, use: use ?? '', at, useAt: useField?.node.at ?? at });
}

function readMatch(c: Cursor, fields: Fields<'use' | (typeof CONDITIONS)[number]>): OverrideMatch | null {
  const given = CONDITIONS.filter((name) => fields.get(name) !== null);
  // None given, but an unknown field or one that could not be read: that may be the condition.
  const mayHaveOne = given.length === 0 && CONDITIONS.some((name) => c.sink.doubts.at(`${c.path}.${name}`));
  if (given.length !== 1 && !mayHaveOne) {
    const has = given.length === 0 ? 'none' : given.join(' and ');
    const message = `an override needs exactly one of clients, domains and header, and this one has ${has}`;
    c.sink.report('MCP1302', { at: fields.at, path: c.path, message });
    for (const name of CONDITIONS) c.sink.doubt(`${c.path}.${name}`);
  }
  const clients = fields.get('clients');
  const domains = fields.get('domains');
  const header = fields.get('header');
  const matches = [
    clients === null ? null : { kind: 'clients' as const, clients: readWords(clients, HEADER_VALUE) },
    domains === null ? null : { kind: 'domains' as const, domains: readWords(domains, HEADER_VALUE) },
    header === null ? null : readHeader(header),
  ].filter((m) => m !== null);
  const [match] = matches;
  return match === undefined ? null : Object.freeze(match);
}

/** A list of at least one item, each once. */
function readWords(c: Cursor, grammar: Grammar): readonly string[] {
  const items = readItems(c);
  if (c.node.kind === 'sequence' && items.length === 0) {
    c.sink.report('MCP1019', { at: c.node.at, path: c.path, message: `"${c.path}" is empty` });
  }
  const words = new Set<string>();
  for (const item of items) {
    const word = readWord(item, grammar);
    if (word === null) continue;
    if (words.has(word)) {
      c.sink.report('MCP1019', { at: item.node.at, path: item.path, message: `"${word}" is listed twice` });
    }
    words.add(word);
  }
  return Object.freeze([...words]);
}

function readHeader(c: Cursor): OverrideMatch | null {
  const fields = readFields(c, HEADER_FIELDS);
  const nameField = fields?.get('name') ?? null;
  const exactField = fields?.get('exact') ?? null;
  const name = nameField === null ? null : readWord(nameField, HEADER_NAME);
  const exact = exactField === null ? null : readWord(exactField, HEADER_VALUE);
  if (name === null || exact === null) return null;
  // HTTP/2 knows header names in lower case only, and Envoy compares them so.
  return { kind: 'header', name: name.toLowerCase(), exact };
}

/** Each single thing that an override matches, so that two overrides can be compared. */
function atoms(match: OverrideMatch): readonly string[] {
  switch (match.kind) {
    case 'clients':
      return match.clients.map((client) => `client ${client}`);
    case 'domains':
      return match.domains.map((domain) => `domain ${domain}`);
    case 'header':
      if (match.name === 'x-client-id') return [`client ${match.exact}`];
      return [`header ${match.name}: ${match.exact}`];
  }
}

/** `domains` takes the header as well as the key's domain, so it takes all that the header alone would. */
function widerThan(atom: string): string {
  return atom.replace(/^header x-moniker-domain: /, 'domain ');
}

function checkShadowed(c: Cursor, overrides: readonly RolloutOverride[]): void {
  const taken = new Map<string, RolloutOverride>();
  for (const [i, override] of overrides.entries()) {
    if (c.sink.doubts.within(`${c.path}[${i}]`)) continue;
    const own = atoms(override.match);
    const earlier = own.map((atom) => taken.get(atom) ?? taken.get(widerThan(atom)));
    const [first] = earlier;
    if (first !== undefined && earlier.every((e) => e !== undefined)) {
      c.sink.report('MCP1303', {
        at: override.at,
        path: c.path,
        message: `no request reaches this override: earlier ones take ${own.join(', ')}`,
        related: [{ ...first.at, message: 'taken here' }],
      });
    }
    for (const atom of own) if (!taken.has(atom)) taken.set(atom, override);
  }
}
