import { Writer } from '../proto/writer.ts';
import { fieldsOf } from './wire-fields.ts';

/** One entry of a route configuration: a catalog key, or a route that is no key's. */
export interface RouteUnit {
  /** Its place in the table; equal in two tables for what stands at the same place and under the same key. */
  readonly id: string;
  /** The catalog key, `null` for other routes. */
  readonly key: string | null;
  /** A virtual host's own route (a Route); else what a matcher leads to (an OnMatch). */
  readonly form: 'Route' | 'OnMatch';
  /** Encoded. */
  readonly bytes: Uint8Array;
}

type Kind =
  | 'RouteConfiguration'
  | 'VirtualHost'
  | 'Route'
  | 'Matcher'
  | 'MatcherList'
  | 'FieldMatcher'
  | 'MatcherTree'
  | 'MatchMap'
  | 'Entry'
  | 'OnMatch';

/** The way from a route configuration to its routes: message → field → the message in it. */
const INNER: Readonly<Partial<Record<Kind, Readonly<Record<number, Kind>>>>> = {
  RouteConfiguration: { 2: 'VirtualHost' },
  VirtualHost: { 3: 'Route', 21: 'Matcher' },
  Matcher: { 1: 'MatcherList', 2: 'MatcherTree', 3: 'OnMatch' },
  MatcherList: { 1: 'FieldMatcher' },
  FieldMatcher: { 2: 'OnMatch' },
  MatcherTree: { 2: 'MatchMap', 3: 'MatchMap' },
  MatchMap: { 1: 'Entry' },
};
const ROUTE_MATCH = 1;
const ROUTE_NAME = 14;
const ENTRY_KEY = 1;
const ENTRY_VALUE = 2;
const ON_MATCH_MATCHER = 1;

/** What a unit is to be in place of what it is: its new action's bytes. Null: it stays. */
type Replace = (unit: RouteUnit) => Uint8Array | null;

/** Every entry of an encoded RouteConfiguration, in its order. Reads the wire format: nothing is decoded. */
export function routeUnits(table: Uint8Array): readonly RouteUnit[] {
  const units: RouteUnit[] = [];
  rewriteUnits(table, (unit) => {
    units.push(unit);
    return null;
  });
  return units;
}

/** The table with other actions for some of its entries. */
export function rewriteUnits(table: Uint8Array, replace: Replace): Uint8Array {
  const writer = new Writer();
  rewrite(writer, { kind: 'RouteConfiguration', bytes: table, id: '' }, replace);
  return writer.finish();
}

interface Part {
  readonly kind: Kind;
  readonly bytes: Uint8Array;
  readonly id: string;
}

function rewrite(writer: Writer, part: Part, replace: Replace): void {
  if (part.kind === 'Route') rewriteRoute(writer, part, replace);
  else if (part.kind === 'Entry') rewriteEntry(writer, part, replace);
  else if (part.kind === 'OnMatch') rewriteOnMatch(writer, part, { key: null, replace });
  else rewriteFields(writer, part, replace);
}

function rewriteFields(writer: Writer, { kind, bytes, id }: Part, replace: Replace): void {
  let place = 0;
  for (const { field, raw, value } of fieldsOf(bytes)) {
    const inner = INNER[kind]?.[field];
    if (inner === undefined || value === null) {
      writer.raw(raw);
      continue;
    }
    // Entries are told by their keys, so that others come and go without a change of their place.
    const path = inner === 'Entry' ? id : `${id}/${inner}${place}`;
    place += 1;
    nested(writer, field, () => {
      rewrite(writer, { kind: inner, bytes: value, id: path }, replace);
    });
  }
}

/** A virtual host's own route keeps its match and its name. */
function rewriteRoute(writer: Writer, { bytes, id }: Part, replace: Replace): void {
  const replaced = replace({ id, key: null, form: 'Route', bytes });
  if (replaced === null) {
    writer.raw(bytes);
    return;
  }
  const kept = [...fieldsOf(bytes)].filter(({ field }) => field === ROUTE_MATCH || field === ROUTE_NAME);
  for (const { raw } of kept) writer.raw(raw);
  writer.raw(replaced);
}

function rewriteEntry(writer: Writer, { bytes, id }: Part, replace: Replace): void {
  let key = '';
  for (const { field, raw, value } of fieldsOf(bytes)) {
    if (field === ENTRY_KEY && value !== null) key = Buffer.from(value).toString();
    if (field !== ENTRY_VALUE || value === null) {
      writer.raw(raw);
      continue;
    }
    nested(writer, field, () => {
      const entry = { kind: 'OnMatch', bytes: value, id: `${id}/${JSON.stringify(key)}` } as const;
      rewriteOnMatch(writer, entry, { key, replace });
    });
  }
}

/** What a match leads to: a further matcher, or the action that is a unit. */
function rewriteOnMatch(
  writer: Writer,
  { bytes, id }: Part,
  { key, replace }: { readonly key: string | null; readonly replace: Replace },
): void {
  const fields = [...fieldsOf(bytes)];
  if (!fields.some(({ field }) => field === ON_MATCH_MATCHER)) {
    const name = key === null || key.startsWith('/') ? null : key.replace(/[/.]$/, '');
    writer.raw(replace({ id, key: name, form: 'OnMatch', bytes }) ?? bytes);
    return;
  }
  for (const { field, raw, value } of fields) {
    if (field !== ON_MATCH_MATCHER || value === null) writer.raw(raw);
    else
      nested(writer, field, () => {
        rewrite(writer, { kind: 'Matcher', bytes: value, id }, replace);
      });
  }
}

function nested(writer: Writer, field: number, write: () => void): void {
  writer.varint((field << 3) | 2);
  const opened = writer.open();
  write();
  writer.close(opened);
}
