import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_WAVES } from '../../../src/delivery/settings.ts';
import type { Generation } from '../../../src/delivery/structure.ts';
import { Wave } from '../../../src/delivery/wave.ts';
import { snapshotOf } from '../../support/xds/mesh.ts';

const KEY = 'group';
const { timeout } = DEFAULT_WAVES;

function generation(routeRevision: number): Generation {
  const snapshot = snapshotOf({ targets: { a: { v1: 10 } }, listeners: { one: 'a' }, routeRevision });
  return { groups: new Map([[KEY, snapshot]]) };
}

function wave(size: number): Wave {
  const made = new Wave(generation(0), { settings: DEFAULT_WAVES, blocked: () => null });
  for (let id = 1; id <= size; id += 1) {
    made.step({ kind: 'join', member: { id, nodeId: `n${id}`, key: KEY } }, 0);
    made.step({ kind: 'accepted', id }, 0);
  }
  return made;
}

/** Members that were given the newest and have not answered. */
const asked = (one: Wave, size: number): number[] =>
  Array.from({ length: size }, (_, index) => index + 1).filter((id) => !one.lags(id) && one.awaits(id));

function answer(one: Wave, size: number, except: readonly number[] = []): number {
  const ids = asked(one, size).filter((id) => !except.includes(id));
  for (const id of ids) one.step({ kind: 'accepted', id }, 0);
  return ids.length;
}

describe('the steps of a wave', () => {
  it('are one, then a tenth, then half, then all', () => {
    const one = wave(40);
    one.step({ kind: 'publish', newest: generation(1) }, 0);
    assert.deepEqual(
      [1, 2, 3, 4].map(() => answer(one, 40)),
      [1, 3, 16, 20],
    );
    assert.equal(one.progress, null);
  });

  it('do not wait for a tenth that hangs', () => {
    const one = wave(40);
    one.step({ kind: 'publish', newest: generation(1) }, 0);
    answer(one, 40);
    answer(one, 40);
    const hanging = asked(one, 40).slice(0, 2);
    answer(one, 40, hanging);
    assert.equal(one.progress?.stage, 3);
    one.step({ kind: 'tick' }, timeout);
    assert.equal(answer(one, 40, hanging), 20);
    assert.equal(one.progress, null);
    assert.equal(one.hold, null);
  });

  it('go back when more do not answer, and begin again later', () => {
    const one = wave(40);
    one.step({ kind: 'publish', newest: generation(1) }, 0);
    answer(one, 40);
    answer(one, 40);
    const hanging = asked(one, 40).slice(0, 5);
    answer(one, 40, hanging);
    one.step({ kind: 'tick' }, timeout);
    assert.equal(one.hold?.reason, 'unanswered');
    assert.deepEqual(
      one.hold.by,
      hanging.map((id) => `n${id}`),
    );
    for (let id = 1; id <= 40; id += 1) assert.equal(one.given(id), one.accepted);
    const retryAt = one.hold.retryAt ?? 0;
    assert.equal(one.deadline, retryAt);
    one.step({ kind: 'tick' }, retryAt);
    assert.equal(one.progress?.stage, 0);
    assert.ok(!hanging.map((id) => `n${id}`).includes(one.progress.nodes[0] ?? ''), 'a hanging canary');
  });

  it('begin again with the same canary when something newer comes', () => {
    const one = wave(5);
    one.step({ kind: 'publish', newest: generation(1) }, 0);
    const before = one.progress?.nodes;
    one.step({ kind: 'publish', newest: generation(2) }, 10);
    assert.deepEqual(one.progress?.nodes, before);
    assert.deepEqual(asked(one, 5).length, 1);
  });

  it('end where the newest is again what was accepted', () => {
    const one = wave(5);
    one.step({ kind: 'publish', newest: generation(1) }, 0);
    const effects = one.step({ kind: 'publish', newest: generation(0) }, 10);
    assert.equal(one.progress, null);
    assert.deepEqual(
      effects.map(({ kind }) => kind),
      ['give'],
    );
  });

  it('are not taken for nodes that come meanwhile', () => {
    const one = wave(2);
    one.step({ kind: 'publish', newest: generation(1) }, 0);
    one.step({ kind: 'join', member: { id: 3, nodeId: 'n3', key: KEY } }, 0);
    assert.equal(one.given(3), one.accepted);
    while (answer(one, 3) > 0);
    assert.ok(!one.lags(3));
  });
});
