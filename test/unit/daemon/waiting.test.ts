import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createWaiting } from '../../../src/daemon/waiting.ts';

describe('the streams that wait', () => {
  it('are looked at again as long as there are some and somebody follows', () => {
    let count = 2;
    const due: (() => void)[] = [];
    const after = (_: number, task: () => void): (() => void) => {
      due.push(task);
      return () => undefined;
    };
    const waiting = createWaiting({ count: () => count, clock: { after } });
    assert.equal(waiting.look(), 2);
    assert.equal(due.length, 0, 'nobody follows');

    const seen: number[] = [];
    const stop = waiting.onChange(() => void seen.push(waiting.look()));
    waiting.look();
    waiting.look();
    assert.equal(due.length, 1, 'once for all who ask meanwhile');
    due.shift()?.();
    count = 0;
    due.shift()?.();
    assert.deepEqual(seen, [2, 0]);
    assert.equal(due.length, 0, 'none waits any more');

    count = 1;
    stop();
    waiting.look();
    assert.equal(due.length, 0);
  });
});
