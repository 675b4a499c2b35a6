import type { HeaderField } from './static-table.ts';

/** A request's fields by name, pseudo-header fields among them; of one that comes twice, the values with `, ` between. */
export type RequestHeaders = Readonly<Record<string, string>>;

const PSEUDO: ReadonlySet<string> = new Set([':method', ':scheme', ':path', ':authority']);
const REQUIRED = [':method', ':scheme', ':path'] as const;
/** What speaks of a connection has no place in HTTP/2 (RFC 9113, 8.2.2). */
const OF_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);
/** RFC 9110's token, in lower case. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/;
const NOT_IN_VALUE = /[\0\r\n]/;

/** Null: the request is malformed (RFC 9113, 8.1.1). */
export function requestHeaders(fields: readonly HeaderField[]): RequestHeaders | null {
  const headers = Object.create(null) as Record<string, string>;
  let regular = false;
  for (const { name, value } of fields) {
    if (NOT_IN_VALUE.test(value)) return null;
    if (name.startsWith(':')) {
      if (regular || !PSEUDO.has(name) || name in headers) return null;
    } else {
      regular = true;
      if (!isRegular(name, value)) return null;
    }
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`;
  }
  // A CONNECT has neither scheme nor path; this server opens no tunnels.
  return REQUIRED.every((name) => name in headers) && headers[':path'] !== '' ? headers : null;
}

/** What ends a request has no pseudo-header fields. */
export function areTrailers(fields: readonly HeaderField[]): boolean {
  return fields.every(({ name, value }) => isRegular(name, value) && !NOT_IN_VALUE.test(value));
}

function isRegular(name: string, value: string): boolean {
  return NAME.test(name) && !OF_CONNECTION.has(name) && (name !== 'te' || value === 'trailers');
}

/** The body's size by its header; null: not said; undefined: malformed. */
export function contentLength(value: string | undefined): number | null | undefined {
  if (value === undefined) return null;
  return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
}
