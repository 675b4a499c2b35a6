const LF = 10;
const CR = 13;

/** Line and column of offsets that mostly grow, without an index of all lines. */
export interface LineCounter {
  line(offset: number): number;
  /** Of the offset asked for last. */
  column(offset: number): number;
}

/** Lone CRs count as line ends only where the text has any: a search for LF is all that most need. */
export function countLines(text: string): LineCounter {
  const lone = /\r(?!\n)/.test(text);
  let line = 1;
  let lineStart = 0;
  const next = (from: number): number => {
    if (!lone) return text.indexOf('\n', from);
    for (let i = from; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === LF || (c === CR && text.charCodeAt(i + 1) !== LF)) return i;
    }
    return -1;
  };
  return {
    line(offset) {
      if (offset < lineStart) {
        line = 1;
        lineStart = 0;
      }
      for (let end = next(lineStart); end !== -1 && end < offset; end = next(end + 1)) {
        line++;
        lineStart = end + 1;
      }
      return line;
    },
    column(offset) {
      return offset - lineStart + 1;
    },
  };
}
