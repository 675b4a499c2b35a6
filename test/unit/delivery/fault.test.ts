import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faultOf, hasFault } from '../../../src/delivery/fault.ts';
import type { Refusal } from '../../../src/snapshot/cache.ts';
import type { GroupSnapshot } from '../../../src/snapshot/model.ts';
import { snapshotOf } from '../../support/xds/mesh.ts';

const mesh = (clusterRevisions: Readonly<Record<string, number>>, extra: object = {}): GroupSnapshot =>
  snapshotOf({
    targets: { a: { v1: 10 }, 'a/v1x': { v1: 10 } },
    listeners: { one: 'a' },
    clusterRevisions,
    ...extra,
  });
const version = (snapshot: GroupSnapshot, name: string): string =>
  snapshot.sets.cds.byName.get(name)?.version ?? '';
const refusal = (message: string, suspects: ReadonlyMap<string, string>): Refusal => ({
  type: 'cds',
  message,
  local: false,
  suspects,
});

const accepted = mesh({});
const candidate = mesh({ 'a/v1': 1, 'a/v1x/v1': 1 });
const all = new Map(['a/v1', 'a/v1x/v1'].map((name) => [name, version(candidate, name)]));

describe('what a rejection speaks against', () => {
  it('is what the error names, as a whole word', () => {
    const found = faultOf(refusal('Error adding/updating cluster(s) a/v1: bad', all), {
      accepted,
      candidate,
    });
    assert.deepEqual([...(found?.batch.keys() ?? [])], ['a/v1']);
    assert.equal(found?.error, 'Error adding/updating cluster(s) a/v1: bad');
  });

  it('is all that is new together where the error names nothing', () => {
    const found = faultOf(refusal('Proto constraint validation failed', all), { accepted, candidate });
    assert.deepEqual([...(found?.batch.keys() ?? [])], ['a/v1', 'a/v1x/v1']);
  });

  it('is nothing that was accepted before, as a new stream is sent everything', () => {
    const half = mesh({ 'a/v1': 1 });
    const suspects = new Map(['a/v1', 'a/v1x/v1'].map((name) => [name, version(half, name)]));
    const found = faultOf(refusal('bad', suspects), { accepted, candidate: half });
    assert.deepEqual([...(found?.batch.keys() ?? [])], ['a/v1']);
  });

  it('is nothing of an older response, of live types, or of what is already accepted', () => {
    const old = new Map([['a/v1', 'older']]);
    assert.equal(faultOf(refusal('bad', old), { accepted, candidate }), null);
    assert.equal(faultOf({ ...refusal('bad', all), type: 'eds' }, { accepted, candidate }), null);
    assert.equal(faultOf(refusal('bad', all), { accepted: candidate, candidate }), null);
  });

  it('can be a removal', () => {
    const without = snapshotOf({ targets: { a: { v1: 10 } }, listeners: { one: 'a' } });
    const found = faultOf(refusal('bad', new Map([['a/v1x/v1', '']])), { accepted, candidate: without });
    assert.deepEqual([...(found?.batch ?? [])], [['a/v1x/v1', '']]);
  });
});

describe('a fault in a snapshot', () => {
  const fault = { type: 'cds', batch: all, error: 'bad' } as const;

  it('is there with all of its contents, as long as one of them is new', () => {
    assert.ok(hasFault({ accepted, candidate }, fault));
    assert.ok(!hasFault({ accepted, candidate: mesh({ 'a/v1': 1 }) }, fault));
    assert.ok(!hasFault({ accepted: candidate, candidate }, fault));
    assert.ok(!hasFault({ accepted, candidate: undefined }, fault));
  });
});
