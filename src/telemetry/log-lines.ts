/** What lines are written to, later or at once. */
export interface LineTarget {
  write(text: string): unknown;
  /** Writes all that it was given before it returns. */
  flushSync(): void;
}

/** As many characters are handed on together, as soon as they are there. */
const ENOUGH = 8_192;

/**
 * Hands lines on by many: a target that counts the bytes of all that waits with each line that it is given counts
 * kilobytes for each of a fleet that connects. `later` runs a task before long.
 */
export function gatherLines(target: LineTarget, later: (task: () => void) => void): LineTarget {
  let lines: string[] = [];
  let size = 0;
  let scheduled = false;

  const handOn = (): void => {
    if (size === 0) return;
    const text = lines.join('');
    lines = [];
    size = 0;
    target.write(text);
  };
  return {
    write(line) {
      lines.push(line);
      size += line.length;
      if (size >= ENOUGH) handOn();
      else if (!scheduled) {
        scheduled = true;
        later(() => {
          scheduled = false;
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
