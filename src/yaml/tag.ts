const LONG_FORM = 'tag:yaml.org,2002:';
const OTHER_STANDARD: ReadonlySet<string> = new Set(['int', 'float', 'bool', 'null', 'seq', 'map']);

/** What an explicit tag asks for: text, another standard type, or something that is not read. */
export function standardTag(raw: string): 'str' | 'other' | 'foreign' {
  if (raw === '!') return 'str';
  const name = raw.startsWith('!!')
    ? raw.slice(2)
    : raw.startsWith(`!<${LONG_FORM}`) && raw.endsWith('>')
      ? raw.slice(2 + LONG_FORM.length, -1)
      : '';
  if (name === 'str') return 'str';
  return OTHER_STANDARD.has(name) ? 'other' : 'foreign';
}
