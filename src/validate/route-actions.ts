import { decode, encode } from '../proto/codec.ts';
import type { RouteUnit } from './route-units.ts';
import { fieldsOf } from './wire-fields.ts';

const ROUTE = 'envoy.config.route.v3.Route';
const CONFIGURATION = 'envoy.config.route.v3.RouteConfiguration';
const ON_MATCH = 'xds.type.matcher.v3.Matcher.OnMatch';
const LIST_URL = 'type.googleapis.com/envoy.config.route.v3.RouteList';
const ROUTE_NAME = 14;
/** OnMatch.action, then the configuration's Any. */
const TYPED = 2;
/** Of an Any. */
const [URL, VALUE] = [1, 2];
const LIST_ROUTES = 1;
/** Envoy's limit for a body is 4,096 bytes. */
const LONGEST_KEY = 512;

function answer(key: string | null) {
  const what = key === null ? {} : { key: key.slice(0, LONGEST_KEY) };
  const body = `${JSON.stringify({ error: 'this route is isolated: Envoy does not take it', ...what })}\n`;
  const header = { key: 'content-type', value: 'application/json' };
  return {
    direct_response: { status: 503, body: { inline_string: body } },
    response_headers_to_add: [{ header, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' }],
  } as const;
}

/** What stands in the place of a unit so that Envoy itself answers 503. */
export function unavailableUnit({ key, form }: RouteUnit): Uint8Array {
  if (form === 'Route') return encode(ROUTE, answer(null));
  const route = { ...(key !== null && { name: key }), match: { prefix: '/' }, ...answer(key) };
  return encode(ON_MATCH, {
    action: { name: 'r', typed_config: { '@type': `type.googleapis.com/${ROUTE}`, ...route } },
  });
}

/** A whole table that answers 503. */
export function unavailableTable(name: string): Uint8Array {
  const routes = [{ match: { prefix: '/' }, ...answer(null) }];
  return encode(CONFIGURATION, { name, virtual_hosts: [{ name: 'isolated', domains: ['*'], routes }] });
}

/** Equal for units that do the same; the keys of one adapter have one shape, though each is named for itself. */
export function shapeOf({ form, bytes }: RouteUnit): string {
  const parts: Uint8Array[] = [];
  const route = (message: Uint8Array): void => {
    for (const { field, raw } of fieldsOf(message)) if (field !== ROUTE_NAME) parts.push(raw);
  };
  if (form === 'Route') route(bytes);
  else for (const { value } of fieldsOf(bytes)) if (value !== null) action(value, parts, route);
  return Buffer.concat(parts).toString('latin1');
}

function action(config: Uint8Array, parts: Uint8Array[], route: (message: Uint8Array) => void): void {
  for (const { field, value } of fieldsOf(config)) {
    if (field !== TYPED || value === null) continue;
    const any = [...fieldsOf(value)];
    const url = Buffer.from(any.find((part) => part.field === URL)?.value ?? []).toString();
    const message = any.find((part) => part.field === VALUE)?.value ?? new Uint8Array();
    parts.push(Buffer.from(url));
    if (url !== LIST_URL) route(message);
    else
      for (const one of fieldsOf(message))
        if (one.field === LIST_ROUTES && one.value !== null) route(one.value);
  }
}

/** The clusters that a unit sends to, in its order. */
export function clustersOf({ form, bytes }: RouteUnit): readonly string[] {
  const names = new Set<string>();
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      const { cluster, weighted_clusters: split } = value as {
        readonly cluster?: unknown;
        readonly weighted_clusters?: { readonly clusters?: readonly { readonly name?: string }[] };
      };
      if (typeof cluster === 'string') names.add(cluster);
      for (const { name } of split?.clusters ?? []) if (name !== undefined) names.add(name);
      Object.values(value).forEach(walk);
    }
  };
  walk(form === 'Route' ? decode(ROUTE, bytes) : decode(ON_MATCH, bytes));
  return [...names];
}
