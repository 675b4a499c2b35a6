import fc from 'fast-check';
import type { InputFiles } from '../support/compile.ts';

const SEGMENT = fc.constantFrom('a', 'b', 'c', 'a.b', 'a.b.c', 'b.c', 'a-b', 'A');
export const KEY = fc.array(SEGMENT, { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
const DOMAIN = fc.constantFrom('d1', 'd2', 'd3');
const TYPE = fc.constantFrom('oracle', 'Snowflake', 'unserved');
const STATUS = fc.constantFrom('active', 'draft', 'pending_review', 'archived', 'deprecated');

export interface KeyModel {
  readonly domain: string | null;
  readonly type: string | null;
  readonly status: string | null;
}

const KEY_MODEL: fc.Arbitrary<KeyModel> = fc.record({
  domain: fc.option(DOMAIN),
  type: fc.option(TYPE),
  status: fc.option(STATUS, { freq: 2 }),
});

export interface OverrideModel {
  readonly kind: 'clients' | 'domains' | 'header';
  readonly values: readonly string[];
  readonly use: string;
}

const OVERRIDE: fc.Arbitrary<OverrideModel> = fc
  .record({
    kind: fc.constantFrom('clients', 'domains', 'header'),
    values: fc.uniqueArray(DOMAIN, { minLength: 1, maxLength: 2 }),
    use: fc.constantFrom('v1', 'v2'),
  })
  .map(({ kind, values, use }) => ({ kind, values: kind === 'header' ? values.slice(0, 1) : values, use }));

export interface RolloutModel {
  readonly weights: readonly [number, number];
  readonly overrides: readonly OverrideModel[];
  readonly sticky: boolean;
}

const WEIGHTS = fc.tuple(fc.nat(100), fc.nat(100)).filter(([a, b]) => a + b > 0);
const ROLLOUT: fc.Arbitrary<RolloutModel> = fc.record({
  weights: WEIGHTS,
  overrides: fc.array(OVERRIDE, { maxLength: 4 }),
  sticky: fc.boolean(),
});

export interface MeshModel {
  readonly catalogs: readonly { readonly dotted: boolean; readonly keys: ReadonlyMap<string, KeyModel> }[];
  readonly rollouts: Readonly<Partial<Record<'resolver' | 'snowflake', RolloutModel>>>;
  /** Whether v2 has endpoints. */
  readonly second: Readonly<Record<'resolver' | 'snowflake', boolean>>;
  readonly debugHeader: boolean;
}

const CATALOG = fc.record({
  dotted: fc.boolean(),
  keys: fc
    .array(fc.tuple(KEY, KEY_MODEL), { minLength: 1, maxLength: 12 })
    .map((entries) => new Map(entries)),
});

export const MESH: fc.Arbitrary<MeshModel> = fc.record({
  catalogs: fc.array(CATALOG, { maxLength: 2 }),
  rollouts: fc
    .record({
      resolver: fc.option(ROLLOUT, { nil: undefined }),
      snowflake: fc.option(ROLLOUT, { nil: undefined }),
    })
    .map(({ resolver, snowflake }) => ({ ...(resolver && { resolver }), ...(snowflake && { snowflake }) })),
  second: fc.record({ resolver: fc.boolean(), snowflake: fc.boolean() }),
  debugHeader: fc.boolean(),
});

function catalogText(keys: ReadonlyMap<string, KeyModel>): string {
  const entries = [...keys].map(([key, { domain, type, status }]) => {
    const fields = {
      ...(domain && { domain }),
      ...(status && { status }),
      ...(type && { source_binding: { type } }),
    };
    return `"${key}": ${JSON.stringify(fields)}\n`;
  });
  return entries.join('');
}

function overrideText({ kind, values, use }: OverrideModel): object {
  if (kind === 'header') return { header: { name: 'x-canary', exact: values[0] }, use };
  return { [kind]: values, use };
}

function rolloutText(target: string, { weights: [v1, v2], overrides, sticky }: RolloutModel): string {
  return JSON.stringify({ target, weights: { v1, v2 }, overrides: overrides.map(overrideText), sticky });
}

function meshText({ catalogs, debugHeader }: MeshModel): string {
  const refs = catalogs.map(
    ({ dotted }, i) => `{file: catalog${i}.yaml, hierarchy: ${dotted ? 'slash-and-dot' : 'slash'}}`,
  );
  return `mesh: random
namespace: moniker.local
catalogs: [${refs.join(', ')}]
services:
  gateway: {app: {port: 8080, protocol: http}, calls: [resolver], callsAdapters: true}
  resolver: {app: {port: 8080, protocol: http}, calls: [], callsAdapters: true, stable: v1}
edge:
  service: gateway
  listener: 0.0.0.0:8000
  routes:
    - {prefix: /fetch/, to: adapters}
    - {prefix: /fetch/a, to: resolver}
    - {prefix: /fetch/a/b, to: adapters}
    - {prefix: /resolve/, to: resolver}
adapters:
  oracle: {sourceTypes: [oracle]}
  snowflake: {sourceTypes: [snowflake], stable: v1}
monikers: {unbound: {gateway: resolver, others: 404}, debugHeader: ${debugHeader}}
`;
}

function endpointsText({ second }: MeshModel): string {
  const versions = (name: 'resolver' | 'snowflake', net: number): string =>
    `${name}:\n  - {address: 10.0.${net}.1, port: 80, version: v1}\n` +
    (second[name] ? `  - {address: 10.0.${net}.2, port: 80, version: v2}\n` : '');
  return `${versions('resolver', 1)}${versions('snowflake', 2)}oracle:\n  - {address: 10.0.3.1, port: 80}\n`;
}

export function filesOf(mesh: MeshModel): InputFiles {
  const { resolver, snowflake } = mesh.rollouts;
  return {
    'mesh.yaml': meshText(mesh),
    'endpoints.yaml': endpointsText(mesh),
    ...Object.fromEntries(mesh.catalogs.map(({ keys }, i) => [`catalog${i}.yaml`, catalogText(keys)])),
    ...(resolver && { 'rollouts/resolver.yaml': rolloutText('resolver', resolver) }),
    ...(snowflake && { 'rollouts/snowflake.yaml': rolloutText('snowflake', snowflake) }),
  };
}
