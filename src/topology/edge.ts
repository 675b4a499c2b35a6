import { readFields, readItems, type Cursor } from '../yaml/cursor.ts';
import { readListenerAddress } from '../yaml/address.ts';
import { TARGET_NAME, URL_PREFIX } from '../yaml/grammar.ts';
import { readInteger, readWord } from '../yaml/values.ts';
import type { EdgeRoute, EdgeSpec, SocketAddress } from './model.ts';

const FIELDS = { required: ['service', 'listener', 'routes'], optional: ['xffNumTrustedHops'] } as const;
/** More proxies than this in front of an edge are a mistyped number. */
const MAX_TRUSTED_HOPS = 100;

/** In the place of an address with an error, which the file is refused for. */
const NO_ADDRESS: SocketAddress = Object.freeze({ address: '', port: 0 });

export function readEdge(c: Cursor): EdgeSpec | null {
  const fields = readFields(c, FIELDS);
  if (fields === null) return null;
  const service = fields.get('service');
  const listener = fields.get('listener');
  const routes = fields.get('routes');
  const hops = fields.get('xffNumTrustedHops');
  const address = listener === null ? null : readListenerAddress(listener);
  const name = service === null ? null : readWord(service, TARGET_NAME);
  const routeList = routes === null ? [] : readRoutes(routes);
  const trusted = hops === null ? 0 : readInteger(hops, { min: 0, max: MAX_TRUSTED_HOPS });
  return Object.freeze({
    service: name ?? '',
    serviceAt: service?.node.at ?? fields.at,
    listener: address ?? NO_ADDRESS,
    xffNumTrustedHops: trusted ?? 0,
    routes: routeList,
    at: fields.at,
  });
}

function readRoutes(c: Cursor): readonly EdgeRoute[] {
  const items = readItems(c);
  if (c.node.kind === 'sequence' && items.length === 0) {
    c.sink.report('MCP1019', { at: c.node.at, path: c.path, message: `"${c.path}" is empty` });
  }
  return Object.freeze(items.map(readRoute).filter((route) => route !== null));
}

function readRoute(c: Cursor): EdgeRoute | null {
  const fields = readFields(c, { required: ['prefix', 'to'], optional: [] });
  const prefixField = fields?.get('prefix') ?? null;
  const toField = fields?.get('to') ?? null;
  const prefix = prefixField === null ? null : readWord(prefixField, URL_PREFIX);
  const to = toField === null ? null : readWord(toField, TARGET_NAME);
  if (prefixField === null || prefix === null || toField === null || to === null) return null;
  return Object.freeze({ prefix, to, at: prefixField.node.at, toAt: toField.node.at });
}
