/** A piece of a catalog's text that is a mapping of its own. */
export interface Chunk {
  readonly text: string;
  /** Of its first character in the whole text. */
  readonly offset: number;
}

/**
 * Events of a piece die young; those of a whole catalog of 100,000 keys live through several collections and
 * take 700 MB. This size is where both the fixed cost of a piece and the memory of its events no longer show.
 */
export const CHUNK_SIZE = 256 * 1024;

/** Characters that open a key at column 0, and never go on with what stood before it. */
function opensKey(c: number): boolean {
  const digit = c >= 48 && c <= 57;
  const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
  return digit || letter || c === 95;
}

/**
 * Cuts a text before keys at column 0. Inside a block mapping at column 0 nothing else can begin there: values,
 * block scalars and continued lines are all indented. What breaks the rule (an open quote or bracket, a root that
 * is no mapping) leaves a piece that is not a well-formed mapping, and the caller then reads the whole text.
 * Texts with document markers or directives are not cut.
 */
export function* cutAtKeys(text: string, size: number): Generator<Chunk> {
  let start = 0;
  const cuttable = !/^(?:%|<<)|\n(?:---|\.\.\.|%|<<)|\r(?!\n)/.test(text);
  while (cuttable && text.length - start > size) {
    let end = text.indexOf('\n', start + size);
    while (end !== -1 && !opensKey(text.charCodeAt(end + 1))) end = text.indexOf('\n', end + 1);
    if (end === -1) break;
    yield { text: text.slice(start, end + 1), offset: start };
    start = end + 1;
  }
  yield { text: start === 0 ? text : text.slice(start), offset: start };
}
