import type { LineTarget } from './log-lines.ts';

/** Where bytes go. Errors carry the system's code: EAGAIN says that there is no room now, anything else a fault. */
export interface Sink {
  /** Writes what there is room for, and returns how many bytes that were. */
  writeSync(bytes: Buffer): number;
  /** The same on another thread, for what may take its time. Absent: writeSync never waits. */
  readonly write?: (
    bytes: Buffer,
    done: (error: NodeJS.ErrnoException | null, written: number) => void,
  ) => void;
}

export interface OutputOptions {
  readonly sink: Sink;
  /** A line, with its end, that tells of lines that were lost. */
  readonly lost: (lines: number) => string;
  /** Told of lines as they are lost. */
  readonly count: (lines: number) => void;
  /** Told once when lines begin to be lost. */
  readonly trouble: (reason: string) => void;
  /** Runs the task later, unless the process ends before. */
  readonly after: (milliseconds: number, task: () => void) => void;
  /** Milliseconds that never go back. */
  readonly now: () => number;
  /** Holds the thread up: only while the process ends. */
  readonly pause: (milliseconds: number) => void;
  /** What may wait for the reader, in bytes; lines beyond it are lost. */
  readonly mostWaiting: number;
}

/** How long the end of the process may be held up for a reader. */
export const FLUSH_MS = 1_000;
/** After so long room is looked for again. */
export const RETRY_MS = 10;

interface Piece {
  readonly bytes: Buffer;
  /** It tells of so many lost lines. */
  readonly tells: number;
}

const NEWLINE = 0x0a;

/**
 * Writes in order, one write at a time, and never keeps anybody waiting: while the reader has no room lines wait, up to
 * a bound; while it cannot be written at all they are lost, and each new one tries again. The first line after a gap is
 * one that says how many there were.
 */
export function createOutput(options: OutputOptions): LineTarget {
  const { sink } = options;
  let queue: Piece[] = [];
  let waiting = 0;
  let busy: 'writing' | 'retrying' | null = null;
  let untold = 0;
  let full = false;
  let failing = false;
  let endsInLine = false;
  let torn = false;

  const enqueue = (piece: Piece): void => {
    queue.push(piece);
    waiting += piece.bytes.length;
  };
  const lose = (bytes: Buffer): void => {
    const lines = linesIn(bytes);
    untold += lines;
    options.count(lines);
  };
  const tellOfLost = (): void => {
    if (untold === 0) return;
    // What was written last may have been half a line.
    const text = `${torn ? '\n' : ''}${options.lost(untold)}`;
    enqueue({ bytes: Buffer.from(text), tells: untold });
    untold = 0;
    torn = false;
  };
  const wrote = (bytes: number): void => {
    const head = queue[0];
    if (head === undefined || bytes === 0) return;
    waiting -= bytes;
    endsInLine = head.bytes[bytes - 1] !== NEWLINE;
    if (bytes === head.bytes.length) queue.shift();
    else queue[0] = { ...head, bytes: head.bytes.subarray(bytes) };
    if (queue.length === 0) failing = false;
  };
  const failed = (error: unknown): void => {
    for (const { bytes, tells } of queue) {
      if (tells > 0) untold += tells;
      else lose(bytes);
    }
    queue = [];
    waiting = 0;
    torn = endsInLine;
    if (failing) return;
    failing = true;
    options.trouble(codeOf(error));
  };
  const retryLater = (): void => {
    busy = 'retrying';
    options.after(RETRY_MS, () => {
      busy = null;
      drain();
    });
  };
  const drainSync = (): void => {
    try {
      for (let head = queue[0]; head !== undefined; head = queue[0]) {
        const bytes = sink.writeSync(head.bytes);
        if (bytes === 0) {
          retryLater();
          return;
        }
        wrote(bytes);
      }
    } catch (error) {
      if (isNoRoom(error)) retryLater();
      else failed(error);
    }
  };
  const drain = (): void => {
    const head = queue[0];
    if (busy !== null || head === undefined) return;
    if (sink.write === undefined) {
      drainSync();
      return;
    }
    busy = 'writing';
    sink.write(head.bytes, (error, bytes) => {
      busy = null;
      if (error === null && bytes > 0) wrote(bytes);
      else if (error === null || isNoRoom(error)) {
        retryLater();
        return;
      } else failed(error);
      drain();
    });
  };
  const hasRoom = (bytes: number): boolean => {
    if (full) full = waiting > options.mostWaiting / 2;
    else if (waiting + bytes > options.mostWaiting) {
      full = true;
      options.trouble('its reader has stopped');
    }
    return !full;
  };
  return {
    write(text) {
      const bytes = Buffer.from(text);
      if (!hasRoom(bytes.length)) {
        lose(bytes);
        return;
      }
      tellOfLost();
      enqueue({ bytes, tells: 0 });
      drain();
    },
    flushSync() {
      // A write on another thread is under way; the process waits for it as it ends.
      if (busy === 'writing') queue.shift();
      tellOfLost();
      flush(queue, options);
      queue = [];
      waiting = 0;
    },
  };
}

/** Writes what there is, as far as it goes, within FLUSH_MS. */
function flush(queue: readonly Piece[], { sink, now, pause }: OutputOptions): void {
  const end = now() + FLUSH_MS;
  for (const { bytes } of queue) {
    let at = 0;
    while (at < bytes.length) {
      let written = 0;
      try {
        written = sink.writeSync(bytes.subarray(at));
      } catch (error) {
        if (!isNoRoom(error)) return;
      }
      at += written;
      if (now() >= end) return;
      if (written === 0) pause(RETRY_MS);
    }
  }
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}

function isNoRoom(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'EAGAIN' || code === 'EWOULDBLOCK' || code === 'EINTR';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
