import fc from 'fast-check';
import type { InputKind } from './parse-input.ts';

/** Random documents that the schemas and the parsers must accept, as JSON values. */

const name = fc.stringMatching(/^[a-z](?:[a-z0-9-]{0,8}[a-z0-9])?$/);
const word = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,8}$/),
  fc.constantFrom('1.10', '007', 'null', 'on'),
);
const headerName = fc.constantFrom('x-client-id', 'X-Canary', '_x', 'a.b');
const headerValue = fc.stringMatching(/^[!-~](?:[ -~]{0,9}[!-~])?$/);
const port = fc.integer({ min: 1, max: 65535 });
const positive = fc
  .tuple(fc.integer({ min: 1, max: 9_999_999 }), fc.constantFrom('ms', 's', 'm', 'h'))
  .map(([n, u]) => `${n}${u}`);
const duration = fc.oneof(positive, fc.constantFrom('0s', '0ms'));
const ip = fc.oneof(fc.ipV4(), fc.ipV6());
const listenerAddress = fc
  .tuple(
    fc.oneof(
      fc.ipV4(),
      fc.ipV6().map((a) => `[${a}]`),
    ),
    port,
  )
  .map(([address, p]) => `${address}:${p}`);
const hostName = fc.stringMatching(/^(?:[a-z0-9_][a-z0-9-]{0,5}[a-z0-9]\.){0,3}[a-z][a-z0-9]{0,5}$/);
const protocol = fc.constantFrom('http', 'http2', 'grpc');
const status = fc.integer({ min: 400, max: 599 });

function some<T extends Record<string, fc.Arbitrary<unknown>>>(
  fields: T,
  required: (keyof T & string)[] = [],
): fc.Arbitrary<object> {
  return fc.record<Record<string, unknown>>(fields, { requiredKeys: required, noNullPrototype: true });
}

function byName(key: fc.Arbitrary<string>, value: fc.Arbitrary<unknown>, minKeys = 0): fc.Arbitrary<object> {
  return fc.dictionary(key, value, { minKeys, maxKeys: 4, noNullPrototype: true });
}

const hashKey = some({ header: headerName }, ['header']);
const loadBalancing = fc.oneof(
  fc.constantFrom('roundRobin', 'leastRequest', 'random'),
  hashKey.map((ringHash) => ({ ringHash })),
  hashKey.map((maglev) => ({ maglev })),
);
const policy = {
  connectTimeout: positive,
  requestTimeout: duration,
  loadBalancing,
  resolution: fc.constantFrom('eds', 'dns'),
  zonePreference: fc.constantFrom('none', 'failover'),
};
const factValues = fc.oneof(headerValue, fc.uniqueArray(headerValue, { minLength: 1, maxLength: 3 }));
const facts = byName(headerValue, factValues, 1);
const metadataPath = headerValue.filter((text) => !text.split('.').includes(''));
const metadataFacts = byName(metadataPath, factValues, 1);
const group = some(
  {
    name: word,
    match: fc.oneof(
      some(
        {
          services: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
          metadata: metadataFacts,
          labels: facts,
        },
        ['services'],
      ),
      some(
        {
          locality: some({ region: factValues, zone: factValues, subZone: factValues }, ['zone']),
          labels: facts,
        },
        ['locality'],
      ),
    ),
    versions: byName(name, word, 1),
    zonePreference: fc.constantFrom('none', 'failover'),
  },
  ['name', 'match'],
);
const listeners = some({ inbound: listenerAddress, egress: listenerAddress });

const mesh = some(
  {
    mesh: word,
    namespace: fc.constantFrom('moniker.local', 'a', 'x-1.y2'),
    catalogs: fc.array(
      some(
        {
          file: fc.constantFrom('a.yaml', 'b/c d.yml', '_x'),
          hierarchy: fc.constantFrom('slash', 'slash-and-dot'),
        },
        ['file'],
      ),
      { maxLength: 3 },
    ),
    defaults: some({ ...policy, listeners, reusePort: fc.boolean() }),
    groups: fc.array(group, { maxLength: 3 }),
    services: byName(
      name,
      some(
        {
          app: some({ port, protocol, address: ip }, ['port']),
          sidecar: fc.constantFrom('envoy', 'none'),
          calls: fc.uniqueArray(name, { maxLength: 3 }),
          callsAdapters: fc.boolean(),
          localPort: port,
          listeners,
          stable: word,
          ...policy,
        },
        ['app'],
      ),
      1,
    ),
    adapters: byName(
      name,
      some(
        {
          sourceTypes: fc.array(word, { minLength: 1, maxLength: 3 }),
          pool: word,
          protocol,
          stable: word,
          ...policy,
        },
        ['sourceTypes'],
      ),
    ),
    edge: some(
      {
        service: name,
        listener: listenerAddress,
        xffNumTrustedHops: fc.integer({ min: 0, max: 100 }),
        routes: fc.array(some({ prefix: fc.constantFrom('/', '/a/b', '/~x'), to: name }, ['prefix', 'to']), {
          minLength: 1,
          maxLength: 3,
        }),
      },
      ['service', 'listener', 'routes'],
    ),
    monikers: some({
      unbound: byName(name, fc.oneof(name, status)),
      withoutAdapter: status,
      debugHeader: fc.boolean(),
    }),
  },
  ['services'],
);

const endpoints = byName(
  name,
  fc.array(
    some(
      {
        address: fc.oneof(ip, hostName),
        port,
        version: word,
        zone: word,
        weight: fc.integer({ min: 1, max: 1_000_000 }),
      },
      ['address', 'port'],
    ),
    { maxLength: 3 },
  ),
  1,
);

const words = fc.uniqueArray(headerValue, { minLength: 1, maxLength: 3 });
const use = word;
const rollout = some(
  {
    target: name,
    weights: byName(word, fc.integer({ min: 0, max: 4_294_967_295 }), 1),
    overrides: fc.array(
      fc.oneof(
        some({ clients: words, use }, ['clients', 'use']),
        some({ domains: words, use }, ['domains', 'use']),
        some({ header: some({ name: headerName, exact: headerValue }, ['name', 'exact']), use }, [
          'header',
          'use',
        ]),
      ),
      { maxLength: 3 },
    ),
    sticky: fc.boolean(),
  },
  ['target', 'weights'],
);

const text = fc.oneof(fc.stringMatching(/^[a-z ]{1,9}$/), fc.constant(null));
const catalog = byName(
  fc.stringMatching(/^[a-z][a-z0-9./]{0,9}$/),
  fc.oneof(
    fc.constant(null),
    some({
      display_name: fc.jsonValue({ maxDepth: 1 }),
      domain: text,
      status: text,
      successor: text,
      source_binding: fc.oneof(
        fc.constant(null),
        some({ type: fc.stringMatching(/^[a-z]{1,9}$/), config: fc.jsonValue({ maxDepth: 1 }) }, ['type']),
      ),
    }),
  ),
  1,
);

export const VALID: Readonly<Record<InputKind, fc.Arbitrary<unknown>>> = {
  mesh,
  endpoints,
  rollout,
  catalog,
};

/** What a mutation puts in the place of something else: each is right somewhere and wrong elsewhere. */
const REPLACEMENTS: readonly unknown[] = [
  null, true, 0, -1, 1.5, 404, 70_000, 4_294_967_296, '', 'x', 'A b', '5s', '0s', '5', '10.0.0.1', '10.0.0.999',
  '::1', '1::2::3', '127.0.0.1:80', '127.0.0.1:0', 'grpc', 'none', '/x', ':path', 'v1', [], {}, ['a', 'a'], { a: 1 },
]; // prettier-ignore

export interface Mutation {
  /** Picks the place: the n-th node of the document, counted in order. */
  readonly place: number;
  readonly kind: 'replace' | 'remove' | 'rename' | 'add';
  readonly value: unknown;
  readonly key: string;
}

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat({ max: 60 }),
  kind: fc.constantFrom('replace', 'remove', 'rename', 'add'),
  value: fc.constantFrom(...REPLACEMENTS),
  key: fc.constantFrom(
    'port',
    'use',
    'clients',
    'header',
    'extra',
    'Bad Name',
    'ok',
    'listeners',
    'weight',
    'type',
  ),
});

type Container = unknown[] | Record<string, unknown>;

function containersOf(value: unknown): Container[] {
  if (value === null || typeof value !== 'object') return [];
  const own = value as Container;
  return [own, ...Object.values(own).flatMap(containersOf)];
}

/** The document with one thing changed; the argument is left alone. */
export function mutate(document: unknown, { place, kind, value, key }: Mutation): unknown {
  const copy: unknown = structuredClone(document);
  const places = containersOf(copy).flatMap((container) =>
    Object.keys(container).map((k) => ({ container, k })),
  );
  const target = places[place % Math.max(1, places.length)];
  if (target === undefined) return copy;
  const { container, k } = target;
  if (Array.isArray(container)) {
    const index = Number(k);
    if (kind === 'remove') container.splice(index, 1);
    else if (kind === 'add') container.push(value);
    else container[index] = value;
    return copy;
  }
  const old = container[k];
  if (kind === 'remove' || kind === 'rename') Reflect.deleteProperty(container, k);
  if (kind === 'replace') container[k] = value;
  if (kind === 'rename') container[key] = old;
  if (kind === 'add') container[key] = value;
  return copy;
}
