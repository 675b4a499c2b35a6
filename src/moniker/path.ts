const VERBS: ReadonlySet<string> = new Set(['resolve', 'fetch', 'describe', 'list', 'lineage', 'metadata']);

const REQUEST = /^\/([a-z]+)\/([^]+)$/;
const NAMESPACE = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;
const REVISION = /\/[vV][0-9]+$/;
const DATE =
  /^([^]*)\/date@(?:[0-9]{8}|[0-9]+[YMWDymwd]|[Ll][Aa][Tt][Ee][Ss][Tt]|[Pp][Rr][Ee][Vv][Ii][Oo][Uu][Ss])$/;
const CANONICAL = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}(?:\/[A-Za-z0-9][A-Za-z0-9_.-]{0,127})*$/;

function withoutQuery(path: string): string {
  const query = path.indexOf('?');
  return query < 0 ? path : path.slice(0, query);
}

/** Byte by byte: only ASCII means anything in a moniker, and a wrong escape is left as it stands. */
function percentDecoded(path: string): string {
  if (!path.includes('%')) return path;
  const decoded = path.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(parseInt(hex, 16)),
  );
  // The Go resolver cuts a query that was escaped; the others refuse such a moniker.
  return withoutQuery(decoded);
}

function withoutNamespace(moniker: string): string | null {
  const at = moniker.indexOf('@');
  const slash = moniker.indexOf('/');
  if (at < 0 || (slash >= 0 && slash < at)) return moniker;
  return NAMESPACE.test(moniker.slice(0, at)) ? moniker.slice(at + 1) : null;
}

/** Drops the `@id` of one segment that is not the last; another `@` that stays makes the path no canonical one. */
function withoutSegmentId(moniker: string): string {
  const at = moniker.indexOf('@');
  if (at <= 0 || moniker[at - 1] === '/') return moniker;
  const slash = moniker.indexOf('/', at + 1);
  const isId = slash > at + 1 && !moniker.slice(at + 1, slash).includes('@');
  return isId ? moniker.slice(0, at) + moniker.slice(slash) : moniker;
}

function trimmed(moniker: string): string {
  let start = 0;
  let end = moniker.length;
  while (moniker[start] === '/') start++;
  while (end > start && moniker[end - 1] === '/') end--;
  return moniker.slice(start, end);
}

/**
 * The canonical path of a moniker, by the steps of Open Moniker's resolvers in their order: scheme, namespace,
 * revision, date, one segment's `@id`, outer slashes; then every segment is checked. Null if it is no moniker.
 * Every step takes linear time, since the path is a stranger's.
 */
function canonicalPath(moniker: string): string | null {
  const rest = withoutNamespace(moniker.replace(/^moniker:\/+/, ''));
  if (rest === null) return null;
  const path = trimmed(withoutSegmentId(rest.replace(REVISION, '').replace(DATE, '$1')));
  return CANONICAL.test(path) ? path : null;
}

/**
 * The canonical moniker path of a request: `/resolve/ns@holdings/positions@ACC001/summary/v2?x=1` gives
 * `holdings/positions/summary`. The path is as Envoy forwards it, normalised (normalize.ts); the catalog key that
 * binds it is found by the route table. Null where the path asks for no moniker (another verb, the batch
 * endpoint), or for one that no resolver would accept.
 *
 * Twin of the Lua filter (lua.ts), which sets `x-moniker-key` to this and a trailing `/`.
 */
export function monikerKeyOf(path: string): string | null {
  const decoded = percentDecoded(withoutQuery(path));
  if (decoded === '/resolve/batch') return null;
  const [, verb, moniker] = REQUEST.exec(decoded) ?? [];
  if (verb === undefined || moniker === undefined || !VERBS.has(verb)) return null;
  return canonicalPath(moniker);
}
