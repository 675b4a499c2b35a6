import { constants, fstatSync, openSync, write, writeSync } from 'node:fs';
import { gatherLines } from './log-lines.ts';
import type { LineTarget } from './log-lines.ts';
import { createOutput } from './output.ts';
import type { OutputOptions, Sink } from './output.ts';

/** What may wait for whoever reads the log. */
const MOST_WAITING_BYTES = 16 * 1_048_576;

/**
 * Lines on standard output, written in their order, but not waited for: a reader that falls behind or stops, a full
 * disk and a closed pipe must not hold up the loop that serves sidecars. What is still to be written when the process
 * ends, by a fault too, is written then, as far as that goes in a second; only SIGKILL takes it along.
 */
export function standardOutput(losses: Pick<OutputOptions, 'lost' | 'count'>): LineTarget {
  const output = createOutput({
    sink: sinkOf(1),
    ...losses,
    trouble: complain,
    after: (milliseconds, task) => void setTimeout(task, milliseconds).unref(),
    now: () => performance.now(),
    pause: (milliseconds) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),
    mostWaiting: MOST_WAITING_BYTES,
  });
  const lines = gatherLines(output, {
    now: () => performance.now(),
    after: (milliseconds, task) => void setTimeout(task, milliseconds),
  });
  process.on('exit', () => {
    lines.flushSync();
  });
  return lines;
}

/** On standard error, where that works. */
function complain(reason: string): void {
  const bytes = Buffer.from(
    `moniker-cp: the log cannot be written (${reason}): lines are lost until it can, serving goes on\n`,
  );
  try {
    const sink = sinkOf(2);
    if (sink.write === undefined) sink.writeSync(bytes);
    else sink.write(bytes, () => undefined);
  } catch {
    // There is nobody left to tell.
  }
}

/**
 * A thread that waits in a write to a pipe or a terminal that nobody reads cannot be stopped, and the process cannot end
 * before it. So these are written by the main thread and without waiting; a file, which may take its time but not for
 * ever, by another.
 */
function sinkOf(fd: 1 | 2): Sink {
  const own = withoutWaiting(fd);
  if (own !== null) return { writeSync: (bytes) => writeSync(own, bytes) };
  return {
    writeSync: (bytes) => writeSync(fd, bytes),
    write: (bytes, done) => {
      write(fd, bytes, done);
    },
  };
}

/**
 * The same pipe or terminal, opened once more: whether a write waits is shared by all that inherited the descriptor, and
 * is theirs to say. A socket cannot be opened again; for it, and for a pipe whose reader has gone, Node's own stream sets
 * that on the descriptor.
 */
function withoutWaiting(fd: 1 | 2): number | null {
  const stat = fstatSync(fd);
  if (stat.isFIFO() || stat.isCharacterDevice()) {
    try {
      return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    } catch {
      if (stat.isCharacterDevice()) return null;
    }
  }
  if (!stat.isFIFO() && !stat.isSocket()) return null;
  const stream = fd === 1 ? process.stdout : process.stderr;
  return stream.writable ? fd : null;
}
