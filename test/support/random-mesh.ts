import fc from 'fast-check';

/** A small world: few names, so that keys nest, statuses shadow each other and requests hit them. */

export interface RandomEntry {
  readonly domain?: string;
  readonly status?: string;
  readonly source_binding?: { readonly type: string };
}

export interface RandomRollout {
  readonly weights: { readonly v1: number; readonly v2: number };
  readonly overrides: readonly object[];
  readonly sticky: boolean;
}

export interface RandomMesh {
  readonly hierarchy: 'slash' | 'slash-and-dot';
  readonly withoutAdapter: number;
  readonly catalog: Readonly<Record<string, RandomEntry>>;
  /** By target; null: no weight file. */
  readonly rollouts: Readonly<Record<'snowflake' | 'resolver', RandomRollout | null>>;
}

export interface RandomRequest {
  /** `edge`, or the host that is called through egress. */
  readonly to: 'edge' | 'adapters.moniker.local' | 'resolver.moniker.local';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const DOMAINS = ['risk', 'prices', 'credit'];
const CLIENTS = ['risk-desk', 'qa-bot', 'somebody'];
const VERSIONS = ['v1', 'v2'];

const first = fc.constantFrom('p', 'p.q', 'p.q.r', 'p.s', 't', 'Up');
const segment = fc.constantFrom('a', 'b', 'ab', 'd1', 'e-f', 'g_h', 'A');
const keyOf = (more: number): fc.Arbitrary<string> =>
  fc.tuple(first, fc.array(segment, { maxLength: more })).map(([head, rest]) => [head, ...rest].join('/'));

const optional = <T>(values: readonly T[]): fc.Arbitrary<T | undefined> =>
  fc.option(fc.constantFrom(...values), { nil: undefined });

const entry: fc.Arbitrary<RandomEntry> = fc
  .record({
    domain: optional(DOMAINS),
    status: optional(['active', 'approved', 'draft', 'pending_review', 'archived', 'deprecated', 'anything']),
    type: optional([
      'oracle',
      'Snowflake',
      'snowflake',
      'MSSQL',
      'rest',
      'excel',
      'carrier-pigeon',
      'Odd',
      'carrier-pigeon',
    ]),
  })
  .map(({ domain, status, type }) => ({
    ...(domain === undefined ? {} : { domain }),
    ...(status === undefined ? {} : { status }),
    ...(type === undefined ? {} : { source_binding: { type } }),
  }));

const use = fc.constantFrom(...VERSIONS);
const override: fc.Arbitrary<object> = fc.oneof(
  fc.record({ clients: fc.subarray(CLIENTS, { minLength: 1 }), use }),
  fc.record({ domains: fc.subarray(DOMAINS, { minLength: 1 }), use }),
  fc.record({ header: fc.record({ name: fc.constant('x-canary'), exact: fc.constantFrom('0', '1') }), use }),
);

const rollout: fc.Arbitrary<RandomRollout | null> = fc.option(
  fc.record({
    weights: fc
      .record({ v1: fc.constantFrom(0, 1, 5, 95, 100), v2: fc.constantFrom(0, 1, 5, 95) })
      .filter(({ v1, v2 }) => v1 + v2 > 0),
    overrides: fc.array(override, { maxLength: 3 }),
    sticky: fc.boolean(),
  }),
  { freq: 4 },
);

export const randomMesh: fc.Arbitrary<RandomMesh> = fc.record({
  hierarchy: fc.constantFrom('slash', 'slash-and-dot'),
  withoutAdapter: fc.constantFrom(501, 404, 503),
  catalog: fc.dictionary(keyOf(2), entry, { minKeys: 1, maxKeys: 14 }),
  rollouts: fc.record({ snowflake: rollout, resolver: rollout }),
});

/** What decorates a moniker: some of it belongs to the grammar, some of it breaks it. */
const namespace = fc.oneof(
  { weight: 4, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: fc.constantFrom('ns@', 'my_ns-2@', '9x@', '@') },
);
const tail = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '/v2',
      '/V10',
      '/vx',
      '/date@latest',
      '/date@20240101',
      '/date@3M/v1',
      '/date@bad',
      '/x@id/y',
      '/x@id',
      '@id',
      '/',
      '//',
      '/_x',
      '?a=/p.q',
      '/..',
      '/./a',
    ),
  },
);
const encoding = fc.constantFrom<(moniker: string) => string>(
  (moniker) => moniker,
  (moniker) => moniker,
  (moniker) => moniker.replace('/', '%2F'),
  (moniker) => moniker.replace('.', '%2e'),
  (moniker) => moniker.replaceAll('@', '%40'),
  (moniker) => moniker.replace('/', '//'),
);
const verb = fc.constantFrom(
  'fetch',
  'fetch',
  'resolve',
  'describe',
  'list',
  'lineage',
  'metadata',
  'Fetch',
  'other',
);

const path = fc
  .tuple(verb, namespace, keyOf(3), tail, encoding)
  .map(([word, space, key, end, encode]) => `/${word}/${encode(`${space}${key}${end}`)}`);

const headers = fc
  .record({
    'x-client-id': optional(CLIENTS),
    'x-moniker-domain': optional(DOMAINS),
    'x-canary': optional(['0', '1']),
    'x-moniker-key': optional(['p.q/', 't/a/']),
  })
  .map((all) =>
    Object.fromEntries(Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined)),
  );

export const randomRequest: fc.Arbitrary<RandomRequest> = fc.record({
  to: fc.constantFrom('edge', 'adapters.moniker.local', 'adapters.moniker.local', 'resolver.moniker.local'),
  path: fc.oneof(
    { weight: 12, arbitrary: path },
    {
      weight: 1,
      arbitrary: fc.constantFrom('/', '/catalog', '/resolve/batch', '/fetch/', '/fetch', '/resolve/batch/x'),
    },
  ),
  headers,
});
