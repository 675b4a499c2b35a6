import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createOutput, FLUSH_MS, RETRY_MS } from '../../../src/telemetry/output.ts';

type Done = (error: NodeJS.ErrnoException | null, written: number) => void;

function fault(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}

/** A destination with room for so many bytes, which may fail, beneath an output. */
function bench({ threaded = false, mostWaiting = 1_000 } = {}) {
  const written: string[] = [];
  const troubles: string[] = [];
  let room = Infinity;
  let failure: string | null = null;
  let now = 0;
  let attempts = 0;
  let counted = 0;
  let timers: (() => void)[] = [];
  let writes: (() => void)[] = [];
  const writeSync = (bytes: Buffer): number => {
    attempts += 1;
    if (failure !== null) throw fault(failure);
    if (room === 0) throw fault('EAGAIN');
    const part = bytes.subarray(0, Math.min(room, bytes.length));
    room -= part.length;
    written.push(part.toString());
    return part.length;
  };
  const write = (bytes: Buffer, done: Done): void => {
    writes.push(() => {
      try {
        done(null, writeSync(bytes));
      } catch (error) {
        done(error as NodeJS.ErrnoException, 0);
      }
    });
  };
  const output = createOutput({
    sink: threaded ? { writeSync, write } : { writeSync },
    lost: (lines) => `lost ${lines}\n`,
    count: (lines) => {
      counted += lines;
    },
    trouble: (reason) => troubles.push(reason),
    after: (milliseconds, task) => {
      assert.equal(milliseconds, RETRY_MS);
      timers.push(task);
    },
    now: () => now,
    pause: (milliseconds) => {
      now += milliseconds;
    },
    mostWaiting,
  });
  return {
    output,
    troubles,
    text: () => written.join(''),
    attempts: () => attempts,
    counted: () => counted,
    now: () => now,
    setRoom: (bytes: number) => (room = bytes),
    setFailure: (code: string | null) => (failure = code),
    pass: () => {
      const due = timers;
      timers = [];
      for (const task of due) task();
    },
    finish: () => {
      const due = writes;
      writes = [];
      for (const done of due) done();
      return due.length;
    },
  };
}

describe('the output of the log', () => {
  it('waits for room and goes on where it stopped, within a line too', () => {
    const { output, text, setRoom, pass, attempts } = bench();
    setRoom(6);
    for (const line of ['one\n', 'two\n', 'three\n']) output.write(line);
    assert.equal(text(), 'one\ntw');
    const before = attempts();
    output.write('four\n');
    assert.equal(attempts(), before, 'no attempt while a timer runs');
    pass();
    assert.equal(text(), 'one\ntw');
    setRoom(Infinity);
    pass();
    assert.equal(text(), 'one\ntwo\nthree\nfour\n');
  });

  for (const code of ['ENOSPC', 'EIO', 'EPIPE', 'EFBIG']) {
    it(`survives ${code}: tells of it once, tries again with each new line, then tells how many were lost`, () => {
      const { output, text, troubles, setFailure, pass, attempts } = bench();
      output.write('one\n');
      setFailure(code);
      output.write('two\n');
      output.write('three\nfour\n');
      assert.equal(attempts(), 3);
      pass();
      assert.equal(attempts(), 3, 'no attempt without a line');
      assert.deepEqual(troubles, [code]);
      setFailure(null);
      output.write('five\n');
      output.write('six\n');
      assert.equal(text(), 'one\nlost 3\nfive\nsix\n');
      setFailure(code);
      output.write('seven\n');
      assert.deepEqual(troubles, [code, code]);
    });
  }

  it('begins a new line after one that was cut short', () => {
    const { output, text, setRoom, setFailure, pass } = bench();
    setRoom(2);
    output.write('one\n');
    setFailure('ENOSPC');
    pass();
    output.write('two\n');
    setFailure(null);
    setRoom(Infinity);
    output.write('three\n');
    assert.equal(text(), 'on\nlost 2\nthree\n');
  });

  it('counts what a line about lost lines told of again, where that line is lost as well', () => {
    const { output, text, setRoom, setFailure, pass, counted } = bench();
    setFailure('ENOSPC');
    output.write('one\n');
    setFailure(null);
    setRoom(3);
    output.write('two\n');
    setFailure('ENOSPC');
    pass();
    setFailure(null);
    setRoom(Infinity);
    output.write('three\n');
    assert.equal(text(), 'los\nlost 2\nthree\n');
    assert.equal(counted(), 2);
  });

  it('keeps no more than a bound for a reader that stopped, and tells of the gap in its place', () => {
    const { output, text, troubles, setRoom, pass } = bench({ mostWaiting: 20 });
    setRoom(0);
    for (let line = 0; line < 9; line += 1) output.write(`line${line}\n`);
    assert.deepEqual(troubles, ['its reader has stopped']);
    setRoom(5);
    pass();
    output.write('more0\n');
    setRoom(Infinity);
    pass();
    output.write('more1\n');
    assert.equal(text(), 'line0\nline1\nline2\nlost 7\nmore1\n');
  });

  it('has one write under way at a time, and in order, where another thread writes', () => {
    const { output, text, finish, setRoom } = bench({ threaded: true });
    for (const line of ['one\n', 'two\n', 'three\n']) output.write(line);
    assert.equal(text(), '');
    setRoom(2);
    assert.equal(finish(), 1);
    assert.equal(text(), 'on');
    setRoom(Infinity);
    while (finish() > 0);
    assert.equal(text(), 'one\ntwo\nthree\n');
  });

  it('survives faults and want of room on another thread', () => {
    const { output, text, finish, setFailure, troubles, pass } = bench({ threaded: true });
    setFailure('ENOSPC');
    output.write('one\n');
    output.write('two\n');
    assert.equal(finish(), 1);
    assert.equal(finish(), 0, 'no attempt without a line');
    assert.deepEqual(troubles, ['ENOSPC']);
    setFailure('EAGAIN');
    output.write('three\n');
    assert.equal(finish(), 1);
    assert.equal(finish(), 0, 'not before the timer');
    setFailure(null);
    pass();
    while (finish() > 0);
    assert.equal(text(), 'lost 2\nthree\n');
  });

  it('writes all that waits when the process ends, lost lines among it, and nothing twice', () => {
    const { output, text, setRoom, setFailure, pass } = bench();
    setFailure('EIO');
    output.write('one\n');
    setFailure(null);
    setRoom(3);
    output.write('two\n');
    setRoom(Infinity);
    output.flushSync();
    pass();
    assert.equal(text(), 'lost 1\ntwo\n');
  });

  it('leaves the write that is under way to its thread when the process ends', () => {
    const { output, text, finish } = bench({ threaded: true });
    for (const line of ['one\n', 'two\n']) output.write(line);
    output.flushSync();
    assert.equal(text(), 'two\n');
    finish();
    assert.equal(text(), 'two\none\n');
  });

  it('does not hold up the end of the process for longer than a second', () => {
    const { output, setRoom, now } = bench();
    setRoom(1);
    for (const line of ['one\n', 'two\n', 'three\n']) output.write(line);
    output.flushSync();
    assert.equal(now(), FLUSH_MS);
  });

  it('does not hold up the end of the process at all for a full disk', () => {
    const { output, setFailure, now, attempts } = bench();
    setFailure('ENOSPC');
    output.write('one\n');
    output.flushSync();
    assert.deepEqual([now(), attempts()], [0, 2]);
  });
});
