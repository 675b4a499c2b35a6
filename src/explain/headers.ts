export interface Header {
  readonly name: string;
  readonly value: string;
}

/** Reads `name: value`; null if it is no header. */
export function parseHeader(text: string): Header | null {
  const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(text) ?? [];
  return name === undefined || value === undefined ? null : { name: name.toLowerCase(), value };
}

/** A request as matchers see it: by lower-case name, pseudo headers included; repeated ones joined by a comma. */
export type RequestHeaders = ReadonlyMap<string, string>;

export function requestHeaders(headers: readonly Header[], pseudo: readonly Header[]): Map<string, string> {
  const map = new Map(pseudo.map(({ name, value }) => [name, value]));
  for (const { name, value } of headers) {
    const earlier = map.get(name.toLowerCase());
    map.set(name.toLowerCase(), earlier === undefined ? value : `${earlier},${value}`);
  }
  return map;
}
