/**
 * Options that may stand without a value, `--name`, get the one that this means, `--name=value`, so that the option
 * behind is not taken for it. `bare`: the value by the option's name.
 */
export function withBareValues(
  words: readonly string[],
  bare: ReadonlyMap<string, string>,
): readonly string[] {
  return words.map((word, index) => {
    const value = word.startsWith('--') ? bare.get(word.slice(2)) : undefined;
    const next = words[index + 1];
    return value !== undefined && (next === undefined || next.startsWith('-')) ? `${word}=${value}` : word;
  });
}
