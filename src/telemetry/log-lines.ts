/** What lines are written to, later or at once. */
export interface LineTarget {
  write(text: string): unknown;
  /** Writes all that it was given before it returns. */
  flushSync(): void;
}

/** For so long a storm's lines wait for each other. */
export const LINES_MS = 50;
/** The first lines of such a time are handed on at once: an operator's edit is told of by a few. */
const AT_ONCE = 4;
/** As many characters do not wait. */
const ENOUGH = 65_536;

export interface LineClock {
  /** Milliseconds that never go back. */
  readonly now: () => number;
  readonly after: (milliseconds: number, task: () => void) => void;
}

/**
 * Hands lines on: at once while they are few, by many when a fleet connects. A target that counts the bytes of all that
 * waits with each line that it is given counts kilobytes for each of the fleet, and each write wakes a thread that takes
 * the core from the loop.
 */
export function gatherLines(target: LineTarget, { now, after }: LineClock): LineTarget {
  let lines: string[] = [];
  let size = 0;
  let scheduled = false;
  let begun = -Infinity;
  let handed = 0;

  const handOn = (): void => {
    if (size === 0) return;
    const text = lines.join('');
    lines = [];
    size = 0;
    handed += 1;
    target.write(text);
  };
  const begin = (): void => {
    begun = now();
    handed = 0;
  };
  return {
    write(line) {
      lines.push(line);
      size += line.length;
      const age = now() - begun;
      if (age >= LINES_MS && !scheduled) begin();
      if (size >= ENOUGH || (handed < AT_ONCE && !scheduled)) handOn();
      else if (!scheduled) {
        scheduled = true;
        after(LINES_MS - age, () => {
          scheduled = false;
          begin();
          handOn();
        });
      }
    },
    flushSync() {
      handOn();
      target.flushSync();
    },
  };
}
