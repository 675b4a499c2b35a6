import { encode } from '../proto/codec.ts';
import { PreEncoded } from '../proto/pre-encoded.ts';
import type { envoy, xds } from '../proto/types.generated.d.ts';
import { Writer } from '../proto/writer.ts';
import { ACTION_NAME } from './matcher.ts';

type Route = envoy.config.route.v3.Route;
type MatchMap = xds.type.matcher.v3.Matcher.MatcherTree.MatchMap;

/** The routes of many keys, encoded once; a key's own routes differ in their name only. */
export type RouteTemplate = readonly Uint8Array[];

export function routeTemplate(routes: readonly Route[]): RouteTemplate {
  return routes.map((route) => encode('envoy.config.route.v3.Route', route));
}

export interface KeyMapEntry {
  readonly key: string;
  /** Whether requests below the key may go on with `.`, too. */
  readonly dotted: boolean;
  /** The routes' name. */
  readonly name: string;
  readonly template: RouteTemplate;
}

const LENGTH_DELIMITED = 2;
const tag = (field: number): number => (field << 3) | LENGTH_DELIMITED;
// xds.type.matcher.v3.Matcher.MatcherTree.MatchMap
const MAP = tag(1);
const ENTRY_KEY = tag(1);
const ENTRY_VALUE = tag(2);
// xds.type.matcher.v3.Matcher.OnMatch, xds.core.v3.TypedExtensionConfig, google.protobuf.Any
const ON_MATCH_ACTION = tag(2);
const CONFIG_NAME = tag(1);
const CONFIG_TYPED = tag(2);
const ANY_URL = tag(1);
const ANY_VALUE = tag(2);
// envoy.config.route.v3.Route and RouteList
const ROUTE_NAME = tag(14);
const LIST_ROUTES = tag(1);

const ROUTE_URL = 'type.googleapis.com/envoy.config.route.v3.Route';
const LIST_URL = 'type.googleapis.com/envoy.config.route.v3.RouteList';

function writeRoute(writer: Writer, route: Uint8Array, name: string): void {
  writer.raw(route);
  writer.varint(ROUTE_NAME);
  writer.string(name);
}

function writeRoutes(writer: Writer, template: RouteTemplate, name: string): void {
  const [only, second] = template;
  if (only !== undefined && second === undefined) {
    writeRoute(writer, only, name);
    return;
  }
  for (const route of template) {
    writer.varint(LIST_ROUTES);
    const opened = writer.open();
    writeRoute(writer, route, name);
    writer.close(opened);
  }
}

function writeOnMatch(writer: Writer, { template, name }: KeyMapEntry): void {
  writer.varint(ON_MATCH_ACTION);
  const action = writer.open();
  writer.varint(CONFIG_NAME);
  writer.string(ACTION_NAME);
  writer.varint(CONFIG_TYPED);
  const typed = writer.open();
  writer.varint(ANY_URL);
  writer.string(template.length === 1 ? ROUTE_URL : LIST_URL);
  writer.varint(ANY_VALUE);
  const value = writer.open();
  writeRoutes(writer, template, name);
  writer.close(value);
  writer.close(typed);
  writer.close(action);
}

function writeEntry(writer: Writer, prefix: string, entry: KeyMapEntry): void {
  writer.varint(MAP);
  const opened = writer.open();
  writer.varint(ENTRY_KEY);
  writer.string(prefix);
  writer.varint(ENTRY_VALUE);
  const value = writer.open();
  writeOnMatch(writer, entry);
  writer.close(value);
  writer.close(opened);
}

/**
 * Encodes the prefix map of a matcher tree over the moniker key: `"<key>/"` for each entry, and `"<key>."` beside it
 * for a dotted one. Written straight to the wire, since a catalog may hold 100,000 keys and its map stands in several
 * route configurations. Null for no entries, as Envoy takes no empty map.
 */
export function encodeKeyMap(entries: Iterable<KeyMapEntry>): MatchMap | null {
  const writer = new Writer();
  for (const entry of entries) {
    writeEntry(writer, `${entry.key}/`, entry);
    if (entry.dotted) writeEntry(writer, `${entry.key}.`, entry);
  }
  if (writer.position === 0) return null;
  return asMatchMap(writer.finish());
}

/** One map with the entries of both. */
export function joinKeyMaps(first: MatchMap | null, second: MatchMap | null): MatchMap | null {
  if (!(first instanceof PreEncoded)) return second;
  if (!(second instanceof PreEncoded)) return first;
  const bytes = new Uint8Array(first.bytes.length + second.bytes.length);
  bytes.set(first.bytes);
  bytes.set(second.bytes, first.bytes.length);
  return asMatchMap(bytes);
}

/** The codec takes encoded bytes in the place of any message. */
function asMatchMap(bytes: Uint8Array): MatchMap {
  return new PreEncoded('xds.type.matcher.v3.Matcher.MatcherTree.MatchMap', bytes) as unknown as MatchMap;
}
