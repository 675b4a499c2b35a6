import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gatherLines } from '../../../src/telemetry/log-lines.ts';

function bench() {
  const written: string[] = [];
  const tasks: (() => void)[] = [];
  const target = {
    write: (text: string) => written.push(text),
    flushSync: () => void written.push('(flushed)'),
  };
  return { written, tasks, lines: gatherLines(target, (task) => tasks.push(task)) };
}

describe('lines of the log', () => {
  it('are handed on together, in their order', () => {
    const { written, tasks, lines } = bench();
    for (const line of ['one\n', 'two\n', 'three\n']) lines.write(line);
    assert.deepEqual([written, tasks.length], [[], 1]);
    for (const task of tasks.splice(0)) task();
    assert.deepEqual(written, ['one\ntwo\nthree\n']);
    lines.write('four\n');
    for (const task of tasks.splice(0)) task();
    assert.deepEqual(written.slice(1), ['four\n']);
  });

  it('do not wait where there are many', () => {
    const { written, tasks, lines } = bench();
    const line = `${'x'.repeat(1_000)}\n`;
    for (let count = 0; count < 20; count += 1) lines.write(line);
    assert.deepEqual(
      written.map(({ length }) => length),
      [9 * line.length, 9 * line.length],
    );
    for (const task of tasks.splice(0)) task();
    assert.equal(written.join(''), line.repeat(20));
  });

  it('are all written when that is asked, and nothing is twice', () => {
    const { written, tasks, lines } = bench();
    lines.write('one\n');
    lines.flushSync();
    for (const task of tasks.splice(0)) task();
    assert.deepEqual(written, ['one\n', '(flushed)']);
  });
});
