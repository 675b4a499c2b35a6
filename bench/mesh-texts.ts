const TYPES = ['oracle', 'snowflake', 'mssql', 'rest', 'bloomberg', 'excel', 'composite', 'unserved'];

const MESH = `mesh: bench
namespace: moniker.local
catalogs: [{file: catalog.yaml, hierarchy: slash-and-dot}]
services:
  gateway: {app: {port: 8080, protocol: http}, calls: [resolver], callsAdapters: true}
  resolver: {app: {port: 8080, protocol: http}, calls: [cache-manager], callsAdapters: true, stable: v1}
  cache-manager: {app: {port: 8080, protocol: http}, calls: [], callsAdapters: true}
  health-monitor: {app: {port: 8080, protocol: http}, calls: [gateway, resolver], callsAdapters: true}
edge:
  service: gateway
  listener: 0.0.0.0:8000
  routes: [{prefix: /fetch/, to: adapters}, {prefix: /, to: gateway}]
adapters:
  oracle: {sourceTypes: [oracle], requestTimeout: 60s}
  snowflake: {sourceTypes: [snowflake], requestTimeout: 900s, stable: v1}
  mssql: {sourceTypes: [mssql]}
  rest-proxy: {sourceTypes: [rest]}
  market-data: {sourceTypes: [bloomberg]}
  files: {sourceTypes: [excel]}
  compute: {sourceTypes: [composite]}
monikers: {unbound: {gateway: resolver, others: 404}}
`;

/** A catalog of bound keys over seven source types; `turn` moves every key to another type. */
export function catalogText(keys: number, turn = 0): string {
  const lines: string[] = [];
  for (let i = 0; i < keys; i += 1) {
    const type = TYPES[i % 200 === 0 ? 7 : (i + turn) % 7] ?? '';
    const key = `domain${i % 50}.area${i % 997}/set${i}`;
    lines.push(`${key}:\n  domain: d${i % 50}\n  source_binding: {type: ${type}}\n`);
  }
  return lines.join('');
}

/** `second` is the address of the two targets' second version. */
export function endpointsText(second: string): string {
  const versions = (name: string, host: number): string =>
    `${name}:\n  - {address: 10.0.${host}.1, port: 80, version: v1}\n  - {address: ${second}, port: 80, version: v2}\n`;
  const plain = [
    'gateway',
    'cache-manager',
    'health-monitor',
    'oracle',
    'mssql',
    'rest-proxy',
    'market-data',
    'files',
    'compute',
  ];
  return [
    versions('resolver', 1),
    versions('snowflake', 2),
    ...plain.map((name, i) => `${name}:\n  - {address: 10.1.${i}.1, port: 80}\n`),
  ].join('');
}

/** A weight file with an override for one domain; `weight` is that of v2, of 100. */
export function rolloutText(target: string, weight: number): string {
  return `target: ${target}\nweights: {v1: ${100 - weight}, v2: ${weight}}\noverrides:\n  - {domains: [d7], use: v2}\n`;
}

/** All files of a mesh whose catalog has this many keys, by their path in the catalog directory. */
export function meshTexts(keys: number): ReadonlyMap<string, string> {
  return new Map([
    ['mesh.yaml', MESH],
    ['endpoints.yaml', endpointsText('10.9.0.1')],
    ['rollouts/resolver.yaml', rolloutText('resolver', 5)],
    ['rollouts/snowflake.yaml', rolloutText('snowflake', 5)],
    ['catalog.yaml', catalogText(keys)],
  ]);
}
