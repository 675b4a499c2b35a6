import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Publication } from '../../../src/pipeline/engine.ts';
import { createDecoder, createEncoder } from '../../../src/pipeline/wire.ts';
import type { GroupSnapshot, Resource } from '../../../src/snapshot/model.ts';
import { nodeGroup, snapshotOf } from '../../support/xds/mesh.ts';

const published = snapshotOf({ targets: { a: { v1: 1 } }, listeners: { one: 'a' } });
const publication: Publication = {
  version: 'p',
  services: ['svc'],
  withoutSidecar: [],
  counts: {} as Publication['counts'],
  knownVersions: new Map(),
  variants: { rules: [], zones: ['a'] },
  onRejected: 'hold',
  groups: [published],
  plainRoutes: [],
};
/** Listeners of its own, all else as published. */
function onDemand(egressPort: number): GroupSnapshot {
  const { lds } = snapshotOf({
    targets: {},
    listeners: { one: 'a' },
    listenerRevisions: { one: egressPort },
  }).sets;
  const group = nodeGroup('svc');
  return {
    ...published,
    group: { ...group, overrides: { ...group.overrides, egressPort } },
    version: `own ${egressPort}`,
    sets: { ...published.sets, lds },
  };
}

describe('what crosses from the worker', () => {
  it('names what the last publication has, and brings the rest', () => {
    const [encoder, decoder] = [createEncoder(), createDecoder()];
    assert.deepEqual(decoder.publication(encoder.publication(publication).wire), publication);
    const { wire } = encoder.group(onDemand(1));
    assert.deepEqual(
      wire.resources.map(({ type, name }) => `${type} ${name}`),
      ['lds one'],
    );
    const made = decoder.group(wire);
    assert.deepEqual(made, onDemand(1));
    assert.deepEqual(decoder.publication(encoder.publication(publication).wire), publication);
  });

  it('does not pile up for groups that are made on demand', () => {
    const [encoder, decoder] = [createEncoder(), createDecoder()];
    decoder.publication(encoder.publication(publication).wire);
    for (let port = 1; port <= 50; port += 1) decoder.group(encoder.group(onDemand(port)).wire);
    // Brought once more: neither side has kept it.
    assert.equal(encoder.group(onDemand(1)).wire.resources.length, 1);
    const bare = { ...encoder.group(onDemand(1)).wire, resources: [] };
    assert.throws(() => decoder.group(bare), /never sent/);
  });

  it('brings the other types, too, and names them the next time', () => {
    const [encoder, decoder] = [createEncoder(), createDecoder()];
    const resource = {
      ...published.sets.cds.byName.values().next().value,
      type: 'ecds',
      name: 'filter',
    } as Resource;
    const ecds = { version: 'e', byName: new Map([['filter', resource]]) };
    const withExtra = { ...publication, groups: [{ ...published, extra: { ecds } }] };
    assert.deepEqual(decoder.publication(encoder.publication(withExtra).wire), withExtra);
    const { wire } = encoder.publication(withExtra);
    assert.deepEqual([wire.resources, wire.sets], [[], []]);
    assert.deepEqual(decoder.publication(wire), withExtra);
  });

  it('brings plain routes whole', () => {
    const [encoder, decoder] = [createEncoder(), createDecoder()];
    decoder.publication(encoder.publication(publication).wire);
    const { rds } = snapshotOf({ targets: { b: { v1: 1 } }, listeners: {} }).sets;
    assert.deepEqual(decoder.routes(encoder.routes(rds).wire), rds);
  });

  it('brings plain routes with a publication, and names them the next time', () => {
    const [encoder, decoder] = [createEncoder(), createDecoder()];
    const { rds } = snapshotOf({ targets: { b: { v1: 1 } }, listeners: { two: 'b' } }).sets;
    const own = { ...published.sets.rds };
    const { group } = published;
    for (const routes of [rds, own]) {
      const plain = { ...publication, plainRoutes: [{ group, rds: routes }] };
      assert.deepEqual(decoder.publication(encoder.publication(plain).wire), plain);
      const { wire } = encoder.publication(plain);
      assert.deepEqual([wire.resources, wire.sets], [[], []]);
      assert.deepEqual(decoder.publication(wire), plain);
    }
    assert.equal(encoder.routes(rds).wire.sets.length, 1, 'the last publication did not name them');
  });
});
