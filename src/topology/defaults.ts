import { readFields, wrongType, type Cursor } from '../yaml/cursor.ts';
import { readListenerAddress } from '../yaml/address.ts';
import { HEADER_NAME } from '../yaml/grammar.ts';
import { readBoolean, readDuration, readOneOf, readWord } from '../yaml/values.ts';
import type { LoadBalancing, Resolution, SocketAddress, ZonePreference } from './model.ts';

/** What `defaults` sets, and what a service or adapter may set under the same name. Durations in milliseconds. */
export interface Defaults {
  readonly connectTimeout: number;
  /** Null: 15 s, and none for grpc. */
  readonly requestTimeout: number | null;
  readonly loadBalancing: LoadBalancing;
  readonly resolution: Resolution;
  readonly zonePreference: ZonePreference;
  readonly listeners: { readonly inbound: SocketAddress; readonly egress: SocketAddress };
  readonly reusePort: boolean;
}

export const BUILT_IN: Defaults = Object.freeze({
  connectTimeout: 5_000,
  requestTimeout: null,
  loadBalancing: Object.freeze({ kind: 'roundRobin' }),
  resolution: 'eds',
  zonePreference: 'none',
  listeners: Object.freeze({
    inbound: Object.freeze({ address: '0.0.0.0', port: 15006 }),
    egress: Object.freeze({ address: '127.0.0.1', port: 15001 }),
  }),
  reusePort: false,
});

/** The whole-request time-out where nobody sets one; grpc, with its long streams, has none. */
export const BUILT_IN_REQUEST_TIMEOUT = 15_000;

export const POLICY_FIELDS = [
  'connectTimeout',
  'requestTimeout',
  'loadBalancing',
  'resolution',
  'zonePreference',
] as const;
const FIELDS = { required: [], optional: [...POLICY_FIELDS, 'listeners', 'reusePort'] } as const;

export function readDefaults(c: Cursor): Defaults {
  const fields = readFields(c, FIELDS);
  if (fields === null) return BUILT_IN;
  const listeners = fields.get('listeners');
  const reusePort = fields.get('reusePort');
  return Object.freeze({
    ...readPolicy((name) => fields.get(name), BUILT_IN),
    listeners: listeners === null ? BUILT_IN.listeners : readListeners(listeners, BUILT_IN.listeners),
    reusePort: reusePort === null ? false : (readBoolean(reusePort) ?? false),
  });
}

export type Policy = Pick<Defaults, (typeof POLICY_FIELDS)[number]>;

/** The policy fields of `defaults`, a service or an adapter, each falling back to `outer`. */
export function readPolicy(
  field: (name: (typeof POLICY_FIELDS)[number]) => Cursor | null,
  outer: Policy,
): Policy {
  const pick = <T>(c: Cursor | null, read: (c: Cursor) => T | null, fallback: T): T =>
    c === null ? fallback : (read(c) ?? fallback);
  return {
    connectTimeout: pick(
      field('connectTimeout'),
      (c) => readDuration(c, { zero: 'refused' }),
      outer.connectTimeout,
    ),
    requestTimeout: pick<number | null>(
      field('requestTimeout'),
      (c) => readDuration(c, { zero: 'allowed' }),
      outer.requestTimeout,
    ),
    loadBalancing: pick(field('loadBalancing'), readLoadBalancing, outer.loadBalancing),
    resolution: pick<Resolution>(field('resolution'), (c) => readOneOf(c, ['eds', 'dns']), outer.resolution),
    zonePreference: pick(field('zonePreference'), readZonePreference, outer.zonePreference),
  };
}

export function readZonePreference(c: Cursor): ZonePreference | null {
  return readOneOf(c, ['none', 'failover']);
}

export function readListeners(c: Cursor, outer: Defaults['listeners']): Defaults['listeners'] {
  const fields = readFields(c, { required: [], optional: ['inbound', 'egress'] });
  const inbound = fields?.get('inbound') ?? null;
  const egress = fields?.get('egress') ?? null;
  return Object.freeze({
    inbound: (inbound === null ? null : readListenerAddress(inbound)) ?? outer.inbound,
    egress: (egress === null ? null : readListenerAddress(egress)) ?? outer.egress,
  });
}

const SIMPLE = ['roundRobin', 'leastRequest', 'random'] as const;
const HASHED = ['ringHash', 'maglev'] as const;

function readLoadBalancing(c: Cursor): LoadBalancing | null {
  if (c.node.kind === 'scalar') {
    const text = c.node.text;
    if (text === 'ringHash' || text === 'maglev') {
      return wrongType(c, `a mapping that names the hash key`, `Write {${text}: {header: x-…}}.`);
    }
    const kind = readOneOf(c, SIMPLE);
    return kind === null ? null : Object.freeze({ kind });
  }
  const fields = readFields(c, { required: [], optional: HASHED });
  if (fields === null) return null;
  const given = HASHED.filter((kind) => fields.get(kind) !== null);
  const [kind] = given;
  const hash = kind === undefined ? null : fields.get(kind);
  if (kind === undefined || hash === null || given.length !== 1) {
    return wrongType(c, `${SIMPLE.join(', ')}, or a mapping with one of ${HASHED.join(' and ')}`);
  }
  const header = readFields(hash, { required: ['header'], optional: [] })?.get('header') ?? null;
  const name = header === null ? null : readWord(header, HEADER_NAME);
  return name === null ? null : Object.freeze({ kind, header: name.toLowerCase() });
}
