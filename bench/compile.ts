import { performance } from 'node:perf_hooks';
import { parseCatalog } from '../src/catalog/parse.ts';
import { compile, type CompiledMesh } from '../src/compile/compile.ts';
import type { CompileInputs } from '../src/compile/model.ts';
import { parseEndpoints } from '../src/endpoints/parse.ts';
import { parseTopology } from '../src/topology/parse.ts';
import { parseRollout } from '../src/weights/parse.ts';

/** One measured figure beside its bound. */
export interface BenchRow {
  readonly name: string;
  /** The median of the runs. */
  readonly measured: number;
  readonly unit: 'ms' | 'bytes';
  readonly bound: number | null;
}

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

function catalogText(keys: number): string {
  const lines: string[] = [];
  for (let i = 0; i < keys; i++) {
    const key = `domain${i % 50}.area${i % 997}/set${i}`;
    const type = TYPES[i % 200 === 0 ? 7 : i % 7] ?? '';
    lines.push(`${key}:\n  domain: d${i % 50}\n  source_binding: {type: ${type}}\n`);
  }
  return lines.join('');
}

function endpointsText(second: string): string {
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

function rolloutText(target: string, weight: number): string {
  return `target: ${target}\nweights: {v1: ${100 - weight}, v2: ${weight}}\noverrides:\n  - {domains: [d7], use: v2}\n`;
}

function must<T>({ model }: { readonly model: T | null }): T {
  if (model === null) throw new Error('an input of the benchmark is not valid');
  return model;
}

function baseInputs(keys: number): CompileInputs {
  return {
    topology: must(parseTopology('mesh.yaml', MESH)),
    catalogs: [must(parseCatalog('catalog.yaml', catalogText(keys)))],
    rollouts: [withWeight('resolver', 5), withWeight('snowflake', 5)],
    endpoints: must(parseEndpoints('endpoints.yaml', endpointsText('10.9.0.1'))),
    knownVersions: new Map(),
  };
}

function withWeight(target: string, weight: number): CompileInputs['rollouts'][number] {
  return must(parseRollout(`rollouts/${target}.yaml`, rolloutText(target, weight)));
}

/** All that a publish needs of a compile: the snapshots of every service's default group. */
function publishable(inputs: CompileInputs, previous?: CompiledMesh): CompiledMesh {
  const compiled = compile(inputs, previous);
  for (const service of compiled.services) {
    compiled.group({
      service,
      overrides: { bindAddress: null, inboundPort: null, egressPort: null, edgePort: null },
    });
  }
  return compiled;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function time(runs: number, run: (i: number) => void): number {
  const times = Array.from({ length: runs }, (_, i) => {
    const start = performance.now();
    run(i);
    return performance.now() - start;
  });
  return median(times);
}

interface Scenario {
  readonly keys: number;
  readonly fullBound: number;
}

function benchScenario({ keys, fullBound }: Scenario): readonly BenchRow[] {
  const inputs = baseInputs(keys);
  let compiled = publishable(inputs);
  const full = time(5, () => {
    compiled = publishable(inputs);
  });
  // Each step goes on from the one before, as the daemon's do.
  const weight = time(20, (i) => {
    const rollouts = [withWeight('resolver', i + 1), withWeight('snowflake', i + 1)];
    compiled = publishable({ ...inputs, rollouts }, compiled);
  });
  const endpoint = time(20, (i) => {
    const endpoints = must(parseEndpoints('endpoints.yaml', endpointsText(`10.9.1.${i + 1}`)));
    compiled = publishable({ ...inputs, endpoints }, compiled);
  });
  const table = compiled.group({
    service: 'resolver',
    overrides: { bindAddress: null, inboundPort: null, egressPort: null, edgePort: null },
  });
  const size = table?.sets.rds.byName.get('resolver/egress')?.any.length ?? 0;
  const label = keys.toLocaleString('en');
  return [
    {
      name: `compile ${label} keys, parsed model to all snapshots`,
      measured: full,
      unit: 'ms',
      bound: fullBound,
    },
    { name: `two weights changed, ${label} keys`, measured: weight, unit: 'ms', bound: 5 },
    { name: `an endpoint moved, ${label} keys`, measured: endpoint, unit: 'ms', bound: 5 },
    { name: `route table, ${label} keys, per key`, measured: size / keys, unit: 'bytes', bound: null },
  ];
}

/** What a compile costs once the files are parsed. */
export function benchCompile(): readonly BenchRow[] {
  return [
    ...benchScenario({ keys: 10_000, fullBound: 300 }),
    ...benchScenario({ keys: 100_000, fullBound: 2_500 }),
  ];
}

if (import.meta.main) {
  for (const { name, measured, unit, bound } of benchCompile()) {
    const figure = `${measured.toFixed(1)} ${unit}`;
    console.log(
      `${name.padEnd(60)} ${figure.padStart(14)}${bound === null ? '' : `   bound ${bound} ${unit}`}`,
    );
  }
}
