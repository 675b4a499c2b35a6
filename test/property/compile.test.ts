import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compile, type CompiledMesh } from '../../src/compile/compile.ts';
import { decodeAny } from '../../src/proto/codec.ts';
import type { envoy } from '../../src/proto/types.generated.d.ts';
import { snapshotProblems } from '../../src/snapshot/check.ts';
import type { GroupSnapshot } from '../../src/snapshot/model.ts';
import { compileFiles, groupOf, inputsOf } from '../support/compile.ts';
import { clustersIn, evaluator, type Headers } from '../support/evaluate.ts';
import {
  filesOf,
  KEY,
  MESH,
  type KeyModel,
  type MeshModel,
  type OverrideModel,
} from './compile-arbitraries.ts';

type Route = envoy.config.route.v3.Route;
const TYPES = ['lds', 'rds', 'cds', 'eds'] as const;
const OPTIONS = { numRuns: 300 } as const;

function snapshots(compiled: CompiledMesh): readonly GroupSnapshot[] {
  return compiled.services.map((service) => {
    const snapshot = compiled.group(groupOf(service));
    assert.ok(snapshot);
    return snapshot;
  });
}

/** What the gRPC applications of the callers get. */
function applications(compiled: CompiledMesh): readonly GroupSnapshot[] {
  return compiled.services.map((service) => {
    const snapshot = compiled.group({ ...groupOf(service), client: 'proxyless' });
    assert.ok(snapshot);
    return snapshot;
  });
}

function table(compiled: CompiledMesh, service: string, listener: string): ReturnType<typeof evaluator> {
  const resource = compiled.group(groupOf(service))?.sets.rds.byName.get(`${service}/${listener}`);
  assert.ok(resource);
  return evaluator(resource);
}

// What a resolver does, written down as plainly as it can be: walk up, ask each key.

const SKIPPED = ['draft', 'pending_review', 'archived'];

function* upwards(mesh: MeshModel, path: string): Generator<string> {
  const keyOf = (key: string, byDot: boolean): boolean => {
    const catalog = mesh.catalogs.findLast(({ keys }) => keys.has(key));
    return catalog !== undefined && (!byDot || catalog.dotted);
  };
  const segments = path.split('/');
  for (let n = segments.length; n > 0; n--) {
    const key = segments.slice(0, n).join('/');
    if (keyOf(key, false)) yield key;
  }
  const words = (segments[0] ?? '').split('.');
  for (let n = words.length - 1; n > 0; n--) {
    const key = words.slice(0, n).join('.');
    if (keyOf(key, true)) yield key;
  }
}

interface Expected {
  readonly key: string | null;
  /** `null`: Envoy answers itself. */
  readonly cluster: string | null;
}

function expectedCluster(
  mesh: MeshModel,
  target: string,
  request: { domain: string | null; headers: Headers },
): string {
  if (target === 'oracle') return 'oracle';
  const name = target as 'resolver' | 'snowflake';
  const { headers, domain } = request;
  const fits = ({ kind, values }: OverrideModel): boolean => {
    if (kind === 'clients') return values.includes(headers['x-client-id'] ?? '');
    if (kind === 'header') return values[0] === headers['x-canary'];
    return values.includes(headers['x-moniker-domain'] ?? '') || (domain !== null && values.includes(domain));
  };
  const live = mesh.rollouts[name]?.overrides.filter(({ use }) => use === 'v1' || mesh.second[name]);
  const override = live?.find(fits);
  return override === undefined ? `${name} by weight` : `${name}/${override.use}`;
}

interface Asked {
  readonly path: string;
  readonly headers: Headers;
  /** Where an unbound moniker goes; null = nowhere. */
  readonly unbound: string | null;
}

function expected(mesh: MeshModel, { path, headers, unbound }: Asked): Expected {
  const keys = [...upwards(mesh, path)];
  const fieldsOf = (key: string): KeyModel | undefined =>
    mesh.catalogs.findLast(({ keys: all }) => all.has(key))?.keys.get(key);
  // The domain of a key is inherited along the key's own way up, which need not be the request's.
  const nearest = keys[0];
  const above = nearest === undefined ? [] : [nearest, ...[...upwards(mesh, nearest)].slice(1)];
  const domain = above.map((key) => fieldsOf(key)?.domain ?? null).find((d) => d !== null) ?? null;
  const key = keys.find((candidate) => {
    const fields = fieldsOf(candidate);
    return (fields?.type ?? null) !== null && !SKIPPED.includes(fields?.status ?? '');
  });
  if (key === undefined)
    return { key: null, cluster: unbound && expectedCluster(mesh, unbound, { domain, headers }) };
  const target =
    { oracle: 'oracle', snowflake: 'snowflake' }[fieldsOf(key)?.type?.toLowerCase() ?? ''] ?? null;
  return { key, cluster: target && expectedCluster(mesh, target, { domain, headers }) };
}

function clusterOf(route: Route | null): string | null {
  const { cluster, weighted_clusters: split } = route?.route ?? {};
  if (split?.runtime_key_prefix !== undefined)
    return `${split.runtime_key_prefix.slice('split.'.length)} by weight`;
  return cluster ?? null;
}

/** One version takes everything without a split. */
function sameCluster(actual: string | null, wanted: string | null): boolean {
  return (
    actual === wanted ||
    (wanted?.endsWith(' by weight') === true && actual === wanted.replace(' by weight', '/v1'))
  );
}

const REQUEST = fc.record({
  path: fc.tuple(KEY, fc.constantFrom('', '/x', '.x', '/x/y')).map(([key, rest]) => key + rest),
  'x-client-id': fc.constantFrom('', 'd1', 'd2'),
  'x-canary': fc.constantFrom('', 'd1', 'd2'),
  'x-moniker-domain': fc.constantFrom('', 'd1', 'd2', 'd3'),
});

describe('a compiled mesh', () => {
  it('sends every moniker where a resolver would', () => {
    fc.assert(
      fc.property(MESH, fc.array(REQUEST, { minLength: 1, maxLength: 20 }), (mesh, requests) => {
        const compiled = compileFiles(filesOf(mesh));
        for (const [caller, unbound] of [
          ['gateway', 'resolver'],
          ['resolver', null],
        ] as const) {
          const route = table(compiled, caller, 'egress');
          for (const { path, ...rest } of requests) {
            const headers = { ...rest, ':path': `/fetch/${path}`, 'x-moniker-key': `${path}/` };
            const actual = route('adapters.moniker.local', headers);
            const wanted = expected(mesh, { path, headers: rest, unbound });
            assert.equal(actual?.name, wanted.key ?? 'moniker:unbound');
            assert.ok(
              sameCluster(clusterOf(actual), wanted.cluster),
              `${clusterOf(actual)} instead of ${wanted.cluster}`,
            );
          }
        }
      }),
      OPTIONS,
    );
  });

  it('gives the edge the same answer, by the longest prefix', () => {
    fc.assert(
      fc.property(MESH, fc.array(REQUEST, { minLength: 1, maxLength: 20 }), (mesh, requests) => {
        const compiled = compileFiles(filesOf(mesh));
        const edge = table(compiled, 'gateway', 'edge');
        const egress = table(compiled, 'gateway', 'egress');
        for (const { path, ...rest } of requests) {
          const toResolver = path.startsWith('a') && !path.startsWith('a/b');
          const headers = { ...rest, ':path': `/fetch/${path}`, 'x-moniker-key': `${path}/` };
          const host = toResolver ? 'resolver' : 'adapters';
          const [actual, wanted] = [edge('example.com', headers), egress(host, headers)];
          assert.equal(actual?.name, wanted?.name);
          assert.equal(clusterOf(actual), clusterOf(wanted));
        }
        assert.equal(edge('example.com', { ':path': '/none' })?.direct_response?.status, 404);
      }),
      OPTIONS,
    );
  });

  it('names no cluster that is not there', () => {
    fc.assert(
      fc.property(MESH, (mesh) => {
        for (const { sets } of snapshots(compileFiles(filesOf(mesh)))) {
          const tables = [...sets.rds.byName.values()];
          const named = new Set(tables.flatMap(({ any }) => [...clustersIn(decodeAny(any))]));
          const referenced = new Set(tables.flatMap(({ references }) => references.clusters ?? []));
          // A split that overrides by domain cover for every key is referenced all the same.
          assert.deepEqual(
            [...named].filter((name) => !referenced.has(name)),
            [],
          );
          assert.deepEqual(new Set(sets.cds.byName.keys()), new Set([...referenced, 'app']));
          for (const { references } of sets.cds.byName.values()) {
            if (references.assignment !== undefined) assert.ok(sets.eds.byName.has(references.assignment));
          }
        }
      }),
      OPTIONS,
    );
  });

  it('gives gRPC applications plain routes whose weights have a sum, and whole references', () => {
    fc.assert(
      fc.property(MESH, (mesh) => {
        const compiled = compileFiles(filesOf(mesh));
        const sidecars = new Map(
          snapshots(compiled).flatMap(({ sets }) => [...sets.eds.byName].map(([name, one]) => [name, one])),
        );
        for (const snapshot of applications(compiled)) {
          assert.deepEqual(snapshotProblems(snapshot), []);
          for (const { any } of snapshot.sets.rds.byName.values()) {
            const { virtual_hosts: hosts = [] } = decodeAny(any) as envoy.config.route.v3.RouteConfiguration;
            assert.deepEqual(
              hosts.map(({ domains, matcher }) => ({ domains, matcher })),
              [{ domains: ['*'], matcher: undefined }],
            );
            for (const { route } of hosts[0]?.routes ?? []) {
              const split = route?.weighted_clusters;
              assert.equal(split?.runtime_key_prefix, undefined);
              if (!split) assert.ok(route?.cluster);
              else
                assert.equal(
                  split.clusters?.reduce((sum, one) => sum + (one.weight ?? 0), 0),
                  10_000,
                );
            }
          }
          for (const [name, assignment] of snapshot.sets.eds.byName) {
            const theirs = sidecars.get(name);
            if (theirs) assert.equal(assignment, theirs, 'the very object that sidecars get');
          }
        }
      }),
      OPTIONS,
    );
  });

  it('changes nothing but the splits when weights change', () => {
    const weights = fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 }));
    fc.assert(
      fc.property(MESH, weights, (mesh, other) => {
        const rollout = mesh.rollouts.snowflake ?? { overrides: [], sticky: false };
        const withWeights = (shares: readonly [number, number]): MeshModel => ({
          ...mesh,
          rollouts: { ...mesh.rollouts, snowflake: { ...rollout, weights: shares } },
        });
        const before = filesOf(withWeights([50, 50]));
        const inputs = inputsOf(before);
        const first = compile(inputs);
        const old = snapshots(first);
        const next = compile(inputsOf(filesOf(withWeights(other)), { files: before, inputs }), first);
        snapshots(next).forEach((snapshot, i) => {
          for (const type of TYPES)
            assert.equal(snapshot.sets[type], old[i]?.sets[type], `${type} is the same object`);
          for (const split of snapshot.splits) {
            assert.equal(
              split.weights.reduce((sum, { weight }) => sum + weight, 0),
              10_000,
            );
          }
        });
      }),
      OPTIONS,
    );
  });

  it('is the same whether it goes on from another one or starts afresh', () => {
    fc.assert(
      fc.property(fc.array(MESH, { minLength: 2, maxLength: 3 }), fc.nat(), (meshes, seed) => {
        // Some files stay as they were from one step to the next, as they do in the daemon.
        let files = filesOf(meshes[0] ?? assert.fail());
        let inputs = inputsOf(files);
        let compiled = compile(inputs);
        snapshots(compiled);
        for (const mesh of meshes.slice(1)) {
          const wanted = (seed & 1) === 0 ? { ...mesh, catalogs: meshes[0]?.catalogs ?? [] } : mesh;
          const next = filesOf(wanted);
          inputs = inputsOf(next, { files, inputs });
          files = next;
          compiled = compile(inputs, compiled);
          const fresh = compileFiles(files);
          assert.deepEqual(compiled.diagnostics, fresh.diagnostics);
          assert.deepEqual(
            snapshots(compiled).map(({ version }) => version),
            snapshots(fresh).map(({ version }) => version),
          );
          const group = groupOf('gateway');
          assert.equal(compiled.plainRoutes(group)?.version, fresh.plainRoutes(group)?.version);
        }
      }),
      { numRuns: 80 },
    );
  });
});
