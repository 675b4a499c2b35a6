import type { Position } from '../diagnostics/diagnostic.ts';

const LF = 10;
const CR = 13;

/** Offsets → 1-based lines and columns. A line ends at LF, CR LF or a lone CR, as in YAML. */
export interface Lines {
  at(offset: number): Position;
}

/** Indexes the whole text once; for files whose every node keeps its position. */
export function indexLines(file: string, text: string): Lines {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === LF || (c === CR && text.charCodeAt(i + 1) !== LF)) starts.push(i + 1);
  }
  return {
    at(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      return Object.freeze({ file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 });
    },
  };
}
