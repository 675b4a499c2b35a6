import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { GroupSnapshot } from '../../../src/snapshot/model.ts';
import { createHoldings } from '../../../src/threads/holdings.ts';
import { createLender } from '../../../src/threads/lender.ts';
import { createShare, SHARED_FROM_BYTES } from '../../../src/threads/shared-bytes.ts';
import { resource, resourceSet, snapshotOf } from '../../support/xds/mesh.ts';

const pass = <T>(value: T): T => value;
/** As a message would carry it. */
const sent = <T>(value: T): T => structuredClone(value);

const SHARED = resourceSet([resource('ecds', 'filter')]);

/** Snapshots of one mesh: those of neighbouring revisions have sets in common. */
function revisions(count: number): readonly GroupSnapshot[] {
  const base = snapshotOf({ targets: { a: { v1: 1 } }, listeners: { one: 'a' } });
  const eds = [0, 1].map((revision) =>
    resourceSet([resource('eds', 'a/v1', { content: String(revision) }), resource('eds', 'b')]),
  );
  return Array.from({ length: count }, (_, index) => ({
    ...base,
    version: `v${index}`,
    sets: { ...base.sets, eds: eds[index % 2] ?? base.sets.eds },
    extra: { ecds: SHARED },
  }));
}

const namesOf = (snapshot: GroupSnapshot) =>
  Object.entries({ ...snapshot.extra, ...snapshot.sets }).map(([type, set]) => [
    type,
    set.version,
    [...set.byName].map(([name, { version }]) => [name, version]),
  ]);

describe('what a serving thread is lent', () => {
  it('arrives whole, each part once', () => {
    const [lender, holdings] = [createLender(pass), createHoldings()];
    const [first, second] = revisions(2);
    assert.ok(first && second);
    lender.lend(first);
    lender.lend(first);
    const goods = lender.goods();
    holdings.take(sent(goods));
    const there = holdings.snapshot(lender.idOf(first));
    assert.deepEqual(namesOf(there), namesOf(first));
    assert.equal(there.version, first.version);
    assert.deepEqual(there.splits, first.splits);

    lender.lend(second);
    const more = lender.goods();
    assert.equal(more.snapshots.length, 1);
    assert.deepEqual(
      more.sets.map(({ version }) => version),
      [second.sets.eds.version],
    );
    holdings.take(sent(more));
    const next = holdings.snapshot(lender.idOf(second));
    assert.equal(next.sets.cds, there.sets.cds);
    assert.deepEqual(namesOf(next), namesOf(second));
  });

  it('is forgotten with the last stream that is to have it', () => {
    const [lender, holdings] = [createLender(pass), createHoldings()];
    const [first, second] = revisions(2);
    assert.ok(first && second);
    for (const one of [first, first, second]) lender.lend(one);
    lender.takeBack(first);
    assert.deepEqual(lender.goods().forget, []);
    lender.takeBack(first);
    const { forget } = lender.goods();
    // The snapshot, its load assignments and the two of them: the rest is the second's as well.
    assert.equal(forget.length, 4);
    lender.takeBack(second);
    holdings.take(sent(lender.goods()));
    assert.throws(() => lender.idOf(second), /not lent/);
    assert.throws(() => holdings.snapshot(1), /has not lent/);
  });

  it('is what streams hold and nothing else, whatever their order', () => {
    const all = revisions(5);
    const step = fc.record({ stream: fc.nat(3), next: fc.option(fc.nat(4)), send: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const [lender, holdings] = [createLender(pass), createHoldings()];
        const held = new Map<number, GroupSnapshot>();
        const deliver = (): void => {
          const goods = sent(lender.goods());
          holdings.take(goods);
          for (const snapshot of held.values()) {
            assert.deepEqual(namesOf(holdings.snapshot(lender.idOf(snapshot))), namesOf(snapshot));
          }
          holdings.forget(goods);
        };
        const give = (stream: number, snapshot: GroupSnapshot | undefined): void => {
          const before = held.get(stream);
          if (snapshot) lender.lend(snapshot);
          if (before) lender.takeBack(before);
          if (snapshot) held.set(stream, snapshot);
          else held.delete(stream);
        };
        for (const { stream, next, send } of steps) {
          give(stream, next === null ? undefined : all[next]);
          if (send) deliver();
        }
        deliver();
        const parts = new Set<object>(held.values());
        for (const snapshot of held.values()) {
          for (const set of Object.values({ ...snapshot.sets, ...snapshot.extra })) {
            parts.add(set);
            for (const item of set.byName.values()) parts.add(item);
          }
        }
        assert.equal(holdings.size, parts.size);
        for (const stream of [...held.keys()]) give(stream, undefined);
        deliver();
        assert.equal(holdings.size, 0);
      }),
    );
  });
});

describe('bytes on their way to threads', () => {
  const large = (): Uint8Array => new Uint8Array(SHARED_FROM_BYTES).fill(7);

  it('are shared where they are many, once for all threads', () => {
    const share = createShare();
    const one = { ...resource('rds', 'routes'), any: large() };
    const shared = share(one);
    assert.ok(shared.any.buffer instanceof SharedArrayBuffer);
    assert.deepEqual(Uint8Array.from(shared.any), one.any);
    assert.equal(share(one), shared);
    assert.equal(share(shared), shared);
    const other = structuredClone(shared);
    shared.any[0] = 9;
    assert.equal(other.any[0], 9);
  });

  it('take nothing along of the buffer that they are in', () => {
    const share = createShare();
    const pool = large();
    const small = share({ ...resource('cds', 'a'), any: pool.subarray(10, 20) });
    assert.equal(small.any.buffer.byteLength, 10);
    const own = { ...resource('cds', 'b'), any: Uint8Array.of(1, 2) };
    assert.equal(share(own), own);
  });
});
