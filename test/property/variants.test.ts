import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CompiledMesh } from '../../src/compile/compile.ts';
import { decodeAny } from '../../src/proto/codec.ts';
import type { envoy } from '../../src/proto/types.generated.d.ts';
import { snapshotProblems } from '../../src/snapshot/check.ts';
import type { GroupSnapshot } from '../../src/snapshot/model.ts';
import { variantName, variantOf, type NodeFacts } from '../../src/snapshot/variants.ts';
import { compileFiles, groupOf } from '../support/compile.ts';

type Assignment = envoy.config.endpoint.v3.ClusterLoadAssignment;

const ZONE = fc.constantFrom('a', 'b', 'c');
const VERSION = fc.constantFrom('v1', 'v2');
const PREFERENCE = fc.constantFrom('none', 'failover');
const TARGETS = ['near', 'far'] as const;
type Target = (typeof TARGETS)[number];

const ENDPOINT = fc.record({
  zone: fc.option(ZONE),
  version: VERSION,
  weight: fc.option(fc.integer({ min: 1, max: 9 })),
});
const RULE = fc.record({
  match: fc.oneof(
    fc.record({ tier: fc.constantFrom('x', 'y') }, { noNullPrototype: true }).map((labels) => ({ labels })),
    ZONE.map((zone) => ({ locality: { zone } })),
    fc.constant({ services: ['front'] }),
  ),
  versions: fc.option(fc.record({ near: VERSION }, { noNullPrototype: true })),
  preference: fc.option(PREFERENCE),
});
const MESH = fc.record({
  defaults: PREFERENCE,
  near: fc.option(PREFERENCE),
  endpoints: fc.record({
    near: fc.array(ENDPOINT, { maxLength: 6 }),
    far: fc.array(ENDPOINT, { maxLength: 6 }),
  }),
  rules: fc.array(RULE, { maxLength: 3 }),
});
type MeshModel = typeof MESH extends fc.Arbitrary<infer T> ? T : never;
const NODE = fc.record({
  zone: fc.option(fc.constantFrom('a', 'b', 'c', 'd')),
  tier: fc.option(fc.constantFrom('x', 'y', 'z')),
});
type NodeModel = typeof NODE extends fc.Arbitrary<infer T> ? T : never;

function listOf({ endpoints }: MeshModel, target: Target): readonly object[] {
  return endpoints[target].map(({ zone, version, weight }, i) => ({
    address: `10.0.${TARGETS.indexOf(target)}.${i + 1}`,
    port: 80,
    version,
    ...(zone !== null && { zone }),
    ...(weight !== null && { weight }),
  }));
}

function compiledOf(mesh: MeshModel): CompiledMesh {
  const target = { app: { port: 80 }, stable: 'v1' };
  const services = {
    front: { app: { port: 8080 }, calls: ['near', 'far'] },
    near: { ...target, ...(mesh.near !== null && { zonePreference: mesh.near }) },
    far: target,
  };
  const groups = mesh.rules.map(({ match, versions, preference }, i) => ({
    name: `rule${i}`,
    match,
    zonePreference: preference ?? 'none',
    ...(versions !== null && { versions }),
  }));
  return compileFiles({
    'mesh.yaml': JSON.stringify({ defaults: { zonePreference: mesh.defaults }, services, groups }),
    'endpoints.yaml': JSON.stringify({ near: listOf(mesh, 'near'), far: listOf(mesh, 'far') }),
    'rollouts/near.yaml': JSON.stringify({ target: 'near', weights: { v1: 1, v2: 1 } }),
  });
}

function factsOf({ zone, tier }: NodeModel): NodeFacts {
  const metadata = new Map(tier === null ? [] : [['labels.tier', tier]]);
  return { locality: { region: '', zone: zone ?? '', subZone: '' }, metadata };
}

function snapshotOf(compiled: CompiledMesh, variant: string | undefined): GroupSnapshot {
  const snapshot = compiled.group({ ...groupOf('front'), ...(variant !== undefined && { variant }) });
  assert.ok(snapshot);
  return snapshot;
}

/** The rule of the model that takes the node: written down as plainly as it can be. */
function ruleOf({ rules }: MeshModel, node: NodeModel): MeshModel['rules'][number] | undefined {
  return rules.find(({ match }) => {
    if ('services' in match) return true;
    if ('labels' in match) return match.labels.tier === node.tier;
    return match.locality.zone === node.zone;
  });
}

const both = (check: (mesh: MeshModel, node: NodeModel, compiled: CompiledMesh) => void): void => {
  fc.assert(
    fc.property(MESH, NODE, (mesh, node) => {
      check(mesh, node, compiledOf(mesh));
    }),
    { numRuns: 400 },
  );
};

describe('what a node of some zone and labels gets', () => {
  it('prefers its own zone where it has endpoints, and where it is told to', () => {
    both((mesh, node, compiled) => {
      const { sets } = snapshotOf(compiled, variantOf(compiled.variants, 'front', factsOf(node)));
      for (const target of TARGETS) {
        const own = target === 'near' ? mesh.near : null;
        const rule = ruleOf(mesh, node);
        const preference = rule === undefined ? (own ?? mesh.defaults) : (rule.preference ?? 'none');
        for (const version of ['v1', 'v2']) {
          const resource = sets.eds.byName.get(`${target}/${version}`);
          if (resource === undefined) continue;
          const all = mesh.endpoints[target].filter((one) => one.version === version);
          const prefers =
            preference === 'failover' && all.some(({ zone }) => zone !== null && zone === node.zone);
          for (const { locality, priority = 0 } of (decodeAny(resource.any) as Assignment).endpoints ?? []) {
            const elsewhere = prefers && (locality?.zone ?? null) !== node.zone;
            assert.equal(priority, elsewhere ? 1 : 0);
          }
        }
      }
    });
  });

  it('has all endpoints once, localities set and unique, weights of 1 and more, priorities without gaps', () => {
    both((_, node, compiled) => {
      const { sets } = snapshotOf(compiled, variantOf(compiled.variants, 'front', factsOf(node)));
      const common = snapshotOf(compiled, undefined);
      for (const [name, { any }] of sets.eds.byName) {
        const { endpoints = [] } = decodeAny(any) as Assignment;
        const before =
          (decodeAny(common.sets.eds.byName.get(name)?.any ?? any) as Assignment).endpoints ?? [];
        assert.deepEqual(
          endpoints.map((one) => ({ ...one, priority: 0 })),
          before.map((one) => ({ ...one, priority: 0 })),
        );
        assert.equal(new Set(endpoints.map(({ locality }) => locality?.zone ?? '')).size, endpoints.length);
        for (const one of endpoints)
          assert.ok(one.locality !== undefined && Number(one.load_balancing_weight) >= 1);
        const priorities = new Set(endpoints.map(({ priority = 0 }) => priority));
        assert.ok(endpoints.length === 0 || priorities.has(0));
      }
    });
  });

  it('has the bytes of all others but for endpoints and weights, and passes the gate', () => {
    both((_, node, compiled) => {
      const own = snapshotOf(compiled, variantOf(compiled.variants, 'front', factsOf(node)));
      const common = snapshotOf(compiled, undefined);
      for (const type of ['lds', 'rds', 'cds'] as const) assert.equal(own.sets[type], common.sets[type]);
      assert.deepEqual(snapshotProblems(own), []);
    });
  });

  it('sends all to the version that its group is pinned to, where that has endpoints', () => {
    both((mesh, node, compiled) => {
      const { splits } = snapshotOf(compiled, variantOf(compiled.variants, 'front', factsOf(node)));
      const pin = ruleOf(mesh, node)?.versions?.near;
      const live = mesh.endpoints.near.some(({ version }) => version === pin);
      const weights = splits.find(({ target }) => target === 'near')?.weights ?? [];
      if (pin === undefined || !live || weights.length === 0) {
        assert.deepEqual(splits, snapshotOf(compiled, undefined).splits);
        return;
      }
      for (const { cluster, weight } of weights) assert.equal(weight, cluster === `near/${pin}` ? 10_000 : 0);
    });
  });

  it('has a variant of its own only where that differs, and needs no more for the same', () => {
    both((_, node, compiled) => {
      const { zone } = node;
      const known = compiled.variants.zones.includes(zone ?? '');
      const own = snapshotOf(compiled, variantName({ rule: null, zone }));
      const common = snapshotOf(compiled, undefined);
      assert.equal(own.version !== common.version, known);
    });
  });
});
