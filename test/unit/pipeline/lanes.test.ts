import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { depart, enter, NO_CHANGES } from '../../../src/pipeline/lanes.ts';
import type { Lanes } from '../../../src/pipeline/lanes.ts';
import { contents } from '../../support/fake-inputs.ts';

const put = (lanes: Lanes, now: number, files: Readonly<Record<string, string>>): Lanes =>
  enter(lanes, { changes: contents(files), since: now }, now);
const gone = (lanes: Lanes, now: number): readonly string[] =>
  [...(depart(lanes, now).changes?.keys() ?? [])].sort();

describe('the lanes to the compiler', () => {
  it('send weights and endpoints at once', () => {
    const lanes = put(NO_CHANGES, 0, { 'rollouts/a.yaml': 'x', 'endpoints.yaml': 'y' });
    assert.deepEqual(gone(lanes, 0), ['endpoints.yaml', 'rollouts/a.yaml']);
    assert.deepEqual(gone(depart(lanes, 0).lanes, 5000), []);
  });

  it('hold structural changes until 100 ms of quiet', () => {
    let lanes = put(NO_CHANGES, 0, { 'mesh.yaml': 'x' });
    assert.equal(depart(lanes, 0).wakeAt, 100);
    lanes = put(lanes, 90, { 'a.yaml': 'y' });
    assert.deepEqual(gone(lanes, 189), []);
    assert.deepEqual(gone(lanes, 190), ['a.yaml', 'mesh.yaml']);
    assert.equal(depart(lanes, 190).since, 0);
  });

  it('hold them for one second at most', () => {
    let lanes = NO_CHANGES;
    for (let now = 0; now < 1000; now += 50) {
      lanes = put(lanes, now, { 'a.yaml': String(now) });
      assert.deepEqual(gone(lanes, now), []);
    }
    assert.deepEqual(gone(lanes, 1000), ['a.yaml']);
  });

  it('let weights overtake a structural change that waits', () => {
    let lanes = put(NO_CHANGES, 0, { 'mesh.yaml': 'x' });
    lanes = put(lanes, 10, { 'rollouts/a.yaml': 'y' });
    const first = depart(lanes, 10);
    assert.deepEqual([...(first.changes?.keys() ?? [])], ['rollouts/a.yaml']);
    assert.equal(first.wakeAt, 100);
    assert.deepEqual(gone(first.lanes, 100), ['mesh.yaml']);
  });

  it('keep together what came at rest together', () => {
    const lanes = put(NO_CHANGES, 0, { 'mesh.yaml': 'x', 'rollouts/a.yaml': 'y' });
    assert.deepEqual(gone(lanes, 0), ['mesh.yaml', 'rollouts/a.yaml']);
  });

  it('send the newest content of a file, once', () => {
    let lanes = put(NO_CHANGES, 0, { 'mesh.yaml': 'old' });
    lanes = put(lanes, 10, { 'mesh.yaml': 'new', 'endpoints.yaml': 'e' });
    const { changes, lanes: rest } = depart(lanes, 10);
    assert.deepEqual(changes?.get('mesh.yaml'), { kind: 'text', text: 'new' });
    assert.deepEqual(gone(rest, 5000), []);
  });

  it('count the age of each edit from its own beginning', () => {
    const first = depart(put(NO_CHANGES, 10, { 'rollouts/a.yaml': '1' }), 30);
    assert.equal(first.since, 10);
    const second = depart(put(first.lanes, 5000, { 'rollouts/a.yaml': '2' }), 5020);
    assert.equal(second.since, 5000);
  });
});
