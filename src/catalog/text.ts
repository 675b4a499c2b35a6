const known = new Map<string, string>();
/** Types, domains and statuses are few; a catalog with more of them shares only the first. */
const MAX_KNOWN = 10_000;

/** A string of its own: a slice keeps the whole text alive that it was cut from. */
export function copyText(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

/** As `copyText`, but one string for equal ones. */
export function internText(text: string): string {
  const found = known.get(text);
  if (found !== undefined) return found;
  const copy = copyText(text);
  if (known.size < MAX_KNOWN) known.set(copy, copy);
  return copy;
}
