import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gatherLines, LINES_MS } from '../../../src/telemetry/log-lines.ts';

function bench() {
  const written: string[] = [];
  let now = 0;
  let due: { readonly at: number; readonly task: () => void }[] = [];
  const target = {
    write: (text: string) => written.push(text),
    flushSync: () => void written.push('(flushed)'),
  };
  const clock = {
    now: () => now,
    after: (milliseconds: number, task: () => void) => due.push({ at: now + milliseconds, task }),
  };
  const pass = (milliseconds: number): void => {
    now += milliseconds;
    const ready = due.filter(({ at }) => at <= now);
    due = due.filter(({ at }) => at > now);
    for (const { task } of ready) task();
  };
  return { written, pass, timers: () => due.length, lines: gatherLines(target, clock) };
}

describe('lines of the log', () => {
  it('are handed on at once while they are few, and no timer is set for them', () => {
    const { written, pass, timers, lines } = bench();
    for (const line of ['one\n', 'two\n', 'three\n']) lines.write(line);
    pass(LINES_MS);
    for (const line of ['four\n', 'five\n', 'six\n']) lines.write(line);
    assert.deepEqual(written, ['one\n', 'two\n', 'three\n', 'four\n', 'five\n', 'six\n']);
    assert.equal(timers(), 0);
  });

  it('are handed on together in a storm, in their order', () => {
    const { written, pass, lines } = bench();
    const all = Array.from({ length: 20 }, (_, index) => `${index}\n`);
    for (const line of all) lines.write(line);
    assert.deepEqual(written, all.slice(0, 4));
    pass(LINES_MS - 1);
    lines.write('more\n');
    assert.equal(written.length, 4);
    pass(1);
    assert.deepEqual(written.slice(4), [`${all.slice(4).join('')}more\n`]);
    for (const line of all) lines.write(line);
    pass(LINES_MS);
    assert.equal(written.join(''), `${all.join('')}more\n${all.join('')}`);
  });

  it('do not wait where there are many', () => {
    const { written, pass, lines } = bench();
    const line = `${'x'.repeat(999)}\n`;
    for (let count = 0; count < 100; count += 1) lines.write(line);
    assert.deepEqual(
      written.slice(4).map(({ length }) => length),
      [66 * line.length],
    );
    pass(LINES_MS);
    assert.equal(written.join(''), line.repeat(100));
  });

  it('are all written when that is asked, and nothing is twice', () => {
    const { written, pass, lines } = bench();
    for (const line of ['1\n', '2\n', '3\n', '4\n', '5\n', '6\n']) lines.write(line);
    lines.flushSync();
    pass(LINES_MS);
    assert.deepEqual(written, ['1\n', '2\n', '3\n', '4\n', '5\n6\n', '(flushed)']);
  });
});
