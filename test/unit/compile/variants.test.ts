import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeAny } from '../../../src/proto/codec.ts';
import type { envoy } from '../../../src/proto/types.generated.d.ts';
import type { GroupSnapshot, NodeGroup } from '../../../src/snapshot/model.ts';
import { compileFiles, groupOf, readCase, variantNames } from '../../support/compile.ts';

const compiled = compileFiles(readCase('zones-and-groups'));

function of(group: NodeGroup): GroupSnapshot {
  const snapshot = compiled.group(group);
  assert.ok(snapshot);
  return snapshot;
}

const front = groupOf('front');
const common = of(front);

function weightsOf({ splits }: GroupSnapshot): readonly number[] {
  return splits.find(({ target }) => target === 'near')?.weights.map(({ weight }) => weight) ?? [];
}

describe('groups of a service share all bytes that do not differ', () => {
  it('a node with ports of its own has listeners of its own', () => {
    const own = of(groupOf('front', { egressPort: 4_000 }));
    const { lds, ...rest } = own.sets;
    const { lds: commonListeners, ...commonRest } = common.sets;
    for (const [type, set] of Object.entries(rest)) {
      assert.equal(set, commonRest[type as keyof typeof commonRest], type);
    }
    assert.equal(own.splits, common.splits);
    assert.equal(lds.byName.get('inbound'), commonListeners.byName.get('inbound'));
    assert.notEqual(lds.byName.get('egress')?.version, commonListeners.byName.get('egress')?.version);
  });

  it('a zone has assignments of its own, where it makes a difference', () => {
    const zone = of({ ...front, variant: 'zone=a' });
    for (const type of ['lds', 'rds', 'cds'] as const) assert.equal(zone.sets[type], common.sets[type], type);
    assert.equal(JSON.stringify(zone.splits), JSON.stringify(common.splits));
    const { byName } = zone.sets.eds;
    const own = [...byName].filter(([name, one]) => common.sets.eds.byName.get(name) !== one);
    assert.deepEqual(
      own.map(([name]) => name),
      ['near/v1'],
    );
  });

  it('a group that is pinned to a version has weights of its own', () => {
    const canary = of({ ...front, variant: 'canary' });
    for (const type of ['lds', 'rds', 'cds', 'eds'] as const) {
      assert.equal(canary.sets[type], common.sets[type], type);
    }
    assert.deepEqual(weightsOf(canary), [0, 10_000, 0]);
    assert.deepEqual(weightsOf(common), [9_000, 1_000, 0]);
  });

  it('a zone of nodes with ports of their own is made of both', () => {
    const own = groupOf('front', { egressPort: 4_000 });
    const both = of({ ...own, variant: 'zone=a' });
    assert.equal(both.sets.lds, of(own).sets.lds);
    assert.equal(both.sets.eds, of({ ...front, variant: 'zone=a' }).sets.eds);
  });
});

describe('gRPC applications without a sidecar', () => {
  const application = { ...front, client: 'proxyless' } as const;

  it('have the assignments of Envoys in their zone', () => {
    const zone = of({ ...application, variant: 'zone=a' });
    const envoys = of({ ...front, variant: 'zone=a' });
    for (const [name, one] of zone.sets.eds.byName) assert.equal(one, envoys.sets.eds.byName.get(name), name);
    assert.notEqual(zone.sets.eds, of(application).sets.eds);
  });

  it('have the pins of their group in their routes', () => {
    const canary = of({ ...application, variant: 'canary' });
    const changed = [...canary.sets.rds.byName].filter(
      ([name, one]) => of(application).sets.rds.byName.get(name) !== one,
    );
    assert.equal(changed.length, 1);
    assert.equal(canary.sets.lds, of(application).sets.lds);
  });
});

describe('variants', () => {
  it('that the mesh does not have any more are what all others get', () => {
    assert.equal(of({ ...front, variant: 'gone' }).version, common.version);
    assert.equal(of({ ...front, variant: 'zone=nowhere' }).version, common.version);
  });

  it('whose pins have no endpoints follow the weights', () => {
    assert.deepEqual(weightsOf(of({ ...front, variant: 'local' })), weightsOf(common));
  });

  it('differ only in zones that are told to be preferred', () => {
    assert.deepEqual(compiled.variants.zones, ['a', 'b']);
    assert.deepEqual(
      compiled.variants.rules.map(({ name, zones }) => [name, zones]),
      [
        ['canary', ['a', 'b']],
        ['everywhere', []],
        ['local', ['a', 'b', 'c']],
      ],
    );
    const versions = variantNames(compiled.variants).map((variant) => of({ ...front, variant }).version);
    // `everywhere`, and `local` without a zone, give what all have; `local zone=b` what `zone=b` gives.
    assert.equal(new Set([...versions, common.version]).size, 8);
  });

  it('are in the routes of clients without a runtime layer', () => {
    const weights = (group: NodeGroup): unknown => {
      const table = compiled.plainRoutes(group)?.byName.get('front/egress');
      assert.ok(table);
      const { virtual_hosts: hosts } = decodeAny(table.any) as envoy.config.route.v3.RouteConfiguration;
      const host = hosts?.find(({ name }) => name === 'near');
      return host?.routes?.[0]?.route?.weighted_clusters?.clusters?.map(({ weight }) => weight);
    };
    assert.deepEqual(weights(front), [9_000, 1_000, 0]);
    assert.deepEqual(weights({ ...front, variant: 'canary' }), [0, 10_000, 0]);
    assert.deepEqual(weights({ ...front, variant: 'zone=a' }), [9_000, 1_000, 0]);
  });

  it('are the same whether their rules stand in this compile or the one before', () => {
    const again = compileFiles(readCase('zones-and-groups'));
    for (const variant of variantNames(compiled.variants)) {
      assert.equal(again.group({ ...front, variant })?.version, of({ ...front, variant }).version);
    }
  });
});
