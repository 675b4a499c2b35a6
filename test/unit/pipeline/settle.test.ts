import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { due, observe, SETTLED } from '../../../src/pipeline/settle.ts';
import type { Settling, Touch } from '../../../src/pipeline/settle.ts';

function touch(settling: Settling, now: number, files: Readonly<Record<string, Touch>>): Settling {
  return observe(settling, { touched: new Map(Object.entries(files)), now, swapped: false });
}

const ready = (settling: Settling, now: number): readonly string[] => due(settling, now).ready;

describe('settling', () => {
  it('reads weights and endpoints after 20 ms, other files after 100 ms', () => {
    const files = {
      'rollouts/a.yaml': 'changed',
      'endpoints.yaml': 'changed',
      'mesh.yaml': 'changed',
      'c.yaml': 'changed',
    } as const;
    const settling = touch(SETTLED, 0, files);
    assert.deepEqual(ready(settling, 19), []);
    const first = due(settling, 20);
    assert.deepEqual(first.ready, ['endpoints.yaml', 'rollouts/a.yaml']);
    assert.equal(first.since, 0);
    assert.equal(first.wakeAt, 100);
    assert.deepEqual(ready(first.settling, 99), []);
    assert.deepEqual(ready(first.settling, 100), ['c.yaml', 'mesh.yaml']);
  });

  it('starts the rest anew with each write, and remembers the first', () => {
    let settling = SETTLED;
    for (let now = 0; now <= 190; now += 19) {
      settling = touch(settling, now, { 'endpoints.yaml': 'changed' });
      assert.deepEqual(ready(settling, now + 18), []);
    }
    assert.deepEqual(due(settling, 210).since, 0);
  });

  it('reads weights and endpoints at once that were put in place whole', () => {
    const files = {
      'rollouts/a.yaml': 'replaced',
      'endpoints.yaml': 'replaced',
      'mesh.yaml': 'replaced',
    } as const;
    const settling = touch(SETTLED, 0, files);
    const first = due(settling, 0);
    assert.deepEqual(first.ready, ['endpoints.yaml', 'rollouts/a.yaml']);
    assert.equal(first.wakeAt, 100);
  });

  it('lets what is written to a file that was put in place come to rest', () => {
    const replaced = touch(SETTLED, 0, { 'rollouts/a.yaml': 'replaced' });
    assert.deepEqual(ready(touch(replaced, 0, { 'rollouts/a.yaml': 'changed' }), 19), []);
    const changed = touch(SETTLED, 0, { 'rollouts/a.yaml': 'changed' });
    assert.deepEqual(ready(touch(changed, 5, { 'rollouts/a.yaml': 'replaced' }), 24), []);
  });

  it('lets one restless file hold up no other', () => {
    let settling = touch(SETTLED, 0, { 'rollouts/a.yaml': 'changed' });
    settling = touch(settling, 15, { 'mesh.yaml': 'changed' });
    assert.deepEqual(ready(settling, 20), ['rollouts/a.yaml']);
  });

  it('sees a renamed weight file once: the new name waits for the old one to be gone', () => {
    const settling = touch(SETTLED, 0, { 'rollouts/old.yaml': 'removed', 'rollouts/new.yaml': 'added' });
    assert.deepEqual(ready(settling, 99), []);
    assert.deepEqual(ready(settling, 100), ['rollouts/new.yaml', 'rollouts/old.yaml']);
  });

  it('does not take a file for removed that comes back at once', () => {
    let settling = touch(SETTLED, 0, { 'rollouts/a.yaml': 'removed' });
    settling = touch(settling, 50, { 'rollouts/a.yaml': 'added' });
    assert.deepEqual(ready(settling, 69), []);
    assert.deepEqual(ready(settling, 70), ['rollouts/a.yaml']);
  });

  it('gives what one swap brought together, with what was restless before it', () => {
    let settling = touch(SETTLED, 0, { 'rollouts/a.yaml': 'changed' });
    const touched = new Map<string, Touch>([
      ['mesh.yaml', 'changed'],
      ['endpoints.yaml', 'changed'],
    ]);
    settling = observe(settling, { touched, now: 10, swapped: true });
    assert.deepEqual(ready(settling, 99), []);
    assert.deepEqual(ready(settling, 110), ['endpoints.yaml', 'mesh.yaml', 'rollouts/a.yaml']);
  });

  it('never gives a file that was written in pieces before its last piece rests', () => {
    for (const [file, rest] of [
      ['rollouts/a.yaml', 20],
      ['mesh.yaml', 100],
    ] as const) {
      for (let pause = 0; pause < rest; pause += 1) {
        let settling = SETTLED;
        for (const piece of [0, 1, 2]) {
          const now = piece * pause;
          for (let tick = now - pause; tick < now; tick += 1) assert.deepEqual(ready(settling, tick), []);
          settling = touch(settling, now, { [file]: 'changed' });
        }
        assert.deepEqual(ready(settling, 2 * pause + rest - 1), []);
        assert.deepEqual(ready(settling, 2 * pause + rest), [file]);
      }
    }
  });
});
