import type { InputFiles } from './compile.ts';

/** A small mesh with everything in it: `overrideFiles` replaces or adds files. */
export const SMALL_MESH = `mesh: test-mesh
namespace: moniker.local
catalogs:
  - {file: catalog.yaml, hierarchy: slash-and-dot}
services:
  gateway:
    app: {port: 8080, protocol: http}
    calls: [resolver, policy-engine]
    callsAdapters: true
  resolver:
    app: {port: 8080, protocol: http}
    calls: [policy-engine]
    callsAdapters: true
    stable: v1
  policy-engine: {app: {port: 9090, protocol: grpc}, calls: [], localPort: 19090}
  open-moniker: {sidecar: none, app: {port: 8050, protocol: http}}
edge:
  service: gateway
  listener: 0.0.0.0:8000
  routes:
    - {prefix: /fetch/, to: adapters}
    - {prefix: /fetch/raw/, to: open-moniker}
    - {prefix: /resolve/, to: resolver}
    - {prefix: /, to: gateway}
adapters:
  oracle: {sourceTypes: [oracle], pool: high-memory, requestTimeout: 900s}
  snowflake: {sourceTypes: [snowflake], stable: v1}
monikers:
  unbound: {gateway: resolver, others: 404}
  withoutAdapter: 501
  debugHeader: true
`;

export const SMALL_CATALOG = `risk:
  domain: risk
risk.cvar:
  source_binding: {type: Oracle}
risk.cvar/desk:
  domain: desk
prices:
  domain: prices
prices.equity:
  source_binding: {type: snowflake}
prices.equity/emea:
  domain: risk
prices.draft:
  status: draft
  source_binding: {type: snowflake}
tape:
  domain: market
  source_binding: {type: bloomberg}
`;

/** `host` gives the address of the n-th endpoint. */
export function smallEndpoints(host: (n: number) => string, port = 15006): string {
  const endpoint = (n: number, version?: string): string =>
    `  - {address: ${host(n)}, port: ${port}${version === undefined ? '' : `, version: ${version}`}}\n`;
  return [
    `gateway:\n${endpoint(11)}`,
    `resolver:\n${endpoint(12, 'v1')}${endpoint(13, 'v2')}`,
    `policy-engine:\n${endpoint(14)}`,
    `open-moniker:\n${endpoint(15)}`,
    `oracle:\n${endpoint(16)}`,
    `snowflake:\n${endpoint(17, 'v1')}${endpoint(18, 'v2')}`,
  ].join('');
}

export const RESOLVER_ROLLOUT = `target: resolver
weights: {v1: 100, v2: 0}
overrides:
  - {clients: [risk-desk, qa-bot], use: v2}
  - {domains: [risk], use: v2}
sticky: true
`;

export const SNOWFLAKE_ROLLOUT = `target: snowflake
weights: {v1: 100, v2: 0}
overrides:
  - {domains: [risk], use: v2}
  - {header: {name: x-canary, exact: "1"}, use: v2}
`;

export const SMALL_FILES: InputFiles = Object.freeze({
  'mesh.yaml': SMALL_MESH,
  'catalog.yaml': SMALL_CATALOG,
  'endpoints.yaml': smallEndpoints((n) => `10.0.0.${n}`),
  'rollouts/resolver.yaml': RESOLVER_ROLLOUT,
  'rollouts/snowflake.yaml': SNOWFLAKE_ROLLOUT,
});
