import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compile, type CompiledMesh } from '../../../src/compile/compile.ts';
import { decodeAny } from '../../../src/proto/codec.ts';
import type { envoy } from '../../../src/proto/types.generated.d.ts';
import type { CompiledType, GroupSnapshot, NodeOverrides, Split } from '../../../src/snapshot/model.ts';
import { compileFiles, groupOf, inputsOf } from '../../support/compile.ts';
import { SMALL_FILES, SNOWFLAKE_ROLLOUT } from '../../support/mesh-files.ts';

type Listener = envoy.config.listener.v3.Listener;

function snapshot(
  compiled: CompiledMesh,
  service: string,
  overrides: Partial<NodeOverrides> = {},
): GroupSnapshot {
  const found = compiled.group(groupOf(service, overrides));
  assert.ok(found);
  return found;
}

function names({ sets }: GroupSnapshot, type: CompiledType): readonly string[] {
  return [...sets[type].byName.keys()];
}

function addresses({ sets }: GroupSnapshot): Readonly<Record<string, string>> {
  const listeners = [...sets.lds.byName.values()].map(({ any }) => decodeAny(any) as unknown as Listener);
  return Object.fromEntries(
    listeners.map(({ name, address }) => [
      name ?? '',
      `${address?.socket_address?.address ?? ''}:${address?.socket_address?.port_value ?? 0}`,
    ]),
  );
}

function weightsOf(splits: readonly Split[], target: string): Readonly<Record<string, number>> {
  const split = splits.find((candidate) => candidate.target === target);
  return Object.fromEntries((split?.weights ?? []).map(({ cluster, weight }) => [cluster, weight]));
}

describe('compile', () => {
  const compiled = compileFiles(SMALL_FILES);

  it('has a group for each service with a sidecar, and for no other', () => {
    assert.deepEqual(compiled.services, ['gateway', 'policy-engine', 'resolver']);
    for (const service of ['open-moniker', 'oracle', 'nobody']) {
      assert.equal(compiled.group(groupOf(service)), null);
      assert.equal(compiled.plainRoutes(groupOf(service)), null);
    }
  });

  it('gives the listeners to those whom they belong to', () => {
    const gateway = snapshot(compiled, 'gateway');
    assert.deepEqual(names(gateway, 'lds'), ['edge', 'egress', 'inbound', 'local/policy-engine']);
    const tables = ['edge', 'egress', 'inbound', 'local/policy-engine'].map((name) => `gateway/${name}`);
    assert.deepEqual(names(gateway, 'rds'), tables);
    assert.deepEqual(names(snapshot(compiled, 'policy-engine'), 'lds'), ['egress', 'inbound']);
  });

  it("takes a node's own addresses, and shares all else with the default group", () => {
    const own = { bindAddress: '127.0.0.9', inboundPort: 1, egressPort: 2, edgePort: 3 };
    const [usual, moved] = [snapshot(compiled, 'gateway'), snapshot(compiled, 'gateway', own)];
    assert.deepEqual(addresses(usual), {
      edge: '0.0.0.0:8000',
      egress: '127.0.0.1:15001',
      inbound: '0.0.0.0:15006',
      'local/policy-engine': '127.0.0.1:19090',
    });
    assert.deepEqual(addresses(moved), {
      edge: '127.0.0.9:3',
      egress: '127.0.0.9:2',
      inbound: '127.0.0.9:1',
      'local/policy-engine': '127.0.0.9:19090',
    });
    for (const type of ['rds', 'cds', 'eds'] as const) assert.equal(moved.sets[type], usual.sets[type]);
    assert.notEqual(moved.version, usual.version);
  });

  it('answers each load assignment that a cluster or the bootstrap wants', () => {
    const { sets } = snapshot(compiled, 'resolver');
    const wanted = [...sets.cds.byName.values()].flatMap(({ references }) => references.assignment ?? []);
    assert.deepEqual([...sets.eds.byName.keys()], [...wanted, 'local/resolver'].sort());
  });

  it('tells the splits of a group, zeros included, in the order of the routes', () => {
    const { splits, sets } = snapshot(compiled, 'gateway');
    assert.deepEqual(weightsOf(splits, 'resolver'), { 'resolver/v1': 10_000, 'resolver/v2': 0 });
    assert.deepEqual(
      sets.rds.byName.get('gateway/egress')?.references.splits,
      splits.map(({ target, weights }) => ({ target, clusters: weights.map(({ cluster }) => cluster) })),
    );
  });

  it('writes the weights into the routes only for those who ask', () => {
    const text = (set: GroupSnapshot['sets']['rds'] | null): string =>
      JSON.stringify(decodeAny(set?.byName.get('gateway/egress')?.any ?? new Uint8Array()));
    const usual = text(snapshot(compiled, 'gateway').sets.rds);
    const plain = text(compiled.plainRoutes(groupOf('gateway')));
    assert.match(usual, /"runtime_key_prefix":"split\.resolver"/);
    assert.doesNotMatch(usual, /"weight":10000/);
    assert.doesNotMatch(plain, /runtime_key_prefix/);
    assert.match(plain, /"weight":10000/);
  });
});

describe('facts against intent', () => {
  const withoutSecond = (SMALL_FILES['endpoints.yaml'] ?? '').replace(/^.*10\.0\.0\.18.*\n/m, '');
  const rollout = SNOWFLAKE_ROLLOUT.replace('v1: 100, v2: 0', 'v1: 90, v2: 10');
  const lost = { ...SMALL_FILES, 'endpoints.yaml': withoutSecond, 'rollouts/snowflake.yaml': rollout };
  const codes = (compiled: CompiledMesh): readonly string[] =>
    compiled.diagnostics
      .filter(({ code }) => code !== 'MCP1516')
      .map(({ code, severity }) => `${code} ${severity}`);

  it('gives the share of a version that lost its endpoints to the others', () => {
    const compiled = compileFiles(lost);
    assert.ok(compiled.publishable);
    assert.deepEqual(codes(compiled), ['MCP1510 warning', 'MCP1513 warning', 'MCP1513 warning']);
    assert.deepEqual(weightsOf(snapshot(compiled, 'gateway').splits, 'snowflake'), {
      'snowflake/v1': 10_000,
      'snowflake/v2': 0,
    });
  });

  it('refuses an override to a version that nobody knows, unless an earlier publish knew it', () => {
    const text = 'target: snowflake\nweights: {v1: 100}\noverrides:\n  - {clients: [a], use: v2}\n';
    const files = { ...lost, 'rollouts/snowflake.yaml': text };
    const fresh = compileFiles(files);
    assert.ok(!fresh.publishable);
    assert.deepEqual(codes(fresh), ['MCP1512 error']);
    const { knownVersions } = compileFiles(SMALL_FILES);
    const later = compile({ ...inputsOf(files), knownVersions });
    assert.ok(later.publishable);
    assert.deepEqual(codes(later), ['MCP1513 warning']);
    assert.deepEqual(later.knownVersions.get('snowflake'), new Set(['v1', 'v2']));
  });

  it('keeps serving when the stable version has gone', () => {
    const stable = (SMALL_FILES['mesh.yaml'] ?? '').replace(
      '[snowflake], stable: v1',
      '[snowflake], stable: v3',
    );
    const files = { ...SMALL_FILES, 'mesh.yaml': stable };
    assert.deepEqual(codes(compileFiles(files)), ['MCP1507 error']);
    const knownVersions = new Map([['snowflake', new Set(['v3'])]]);
    assert.deepEqual(codes(compile({ ...inputsOf(files), knownVersions })), ['MCP1507 warning']);
  });

  it('changes one load assignment when an endpoint moves', () => {
    const inputs = inputsOf(SMALL_FILES);
    const first = compile(inputs);
    const before = snapshot(first, 'gateway');
    const moved = {
      ...SMALL_FILES,
      'endpoints.yaml': (SMALL_FILES['endpoints.yaml'] ?? '').replace('10.0.0.16', '10.0.9.16'),
    };
    const after = snapshot(compile(inputsOf(moved, { files: SMALL_FILES, inputs }), first), 'gateway');
    for (const type of ['lds', 'rds', 'cds'] as const) assert.equal(after.sets[type], before.sets[type]);
    const changed = [...after.sets.eds.byName].filter(([name, r]) => before.sets.eds.byName.get(name) !== r);
    assert.deepEqual(
      changed.map(([name]) => name),
      ['oracle'],
    );
  });
});
