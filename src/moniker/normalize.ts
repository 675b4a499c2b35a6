/** What Envoy does with a request's path before any filter sees it. */
export type NormalizedPath = { readonly status: 400 } | { readonly path: string };

const REJECTED: NormalizedPath = Object.freeze({ status: 400 });
const UNRESERVED = /^[A-Za-z0-9._~-]$/;
const ESCAPED_IN_OUTPUT = /["<>^`{|}]/;
const HEX_PAIR = /^[0-9A-Fa-f]{2}$/;

/** A dot segment keeps its meaning with parameters behind it, which go: `/..;x/` is `/../`. Only where all is plain. */
const DOTS_WITH_PARAMETERS = /\/(\.\.?);[^/]*/g;

function escaped(code: number): string {
  return `%${code.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** The code of the escape at `i`, or -1 if none stands there. */
function escapeAt(path: string, i: number): number {
  const hex = path.slice(i + 1, i + 3);
  return path[i] === '%' && HEX_PAIR.test(hex) ? parseInt(hex, 16) : -1;
}

/** How long a dot at `i` is, plain or escaped; 0 if there is none. */
function dotAt(path: string, i: number): number {
  if (path[i] === '.') return 1;
  return escapeAt(path, i) === 0x2e ? 3 : 0;
}

function isSlash(char: string | undefined): boolean {
  return char === '/' || char === '\\';
}

/**
 * Canonicalises as Envoy's URL library does: dot segments resolved, backslashes turned, unreserved characters
 * unescaped, others escaped. A lone `%` stays, but where unescaping its neighbours would make a new escape of it,
 * it becomes `%25`. Null for an escaped NUL.
 */
class Canonicalizer {
  readonly #path: string;
  #out = '';
  #i = 0;
  /** Where in the output the last `%` stands that began no escape. */
  #loosePercent = 0;

  constructor(path: string) {
    this.#path = path;
  }

  run(): string | null {
    const path = this.#path;
    for (; this.#i < path.length; this.#i++) {
      const char = path[this.#i] ?? '';
      const dot = dotAt(path, this.#i);
      if (dot > 0) this.#dot(dot);
      else if (char === '\\') this.#out += '/';
      else if (char === '%') {
        if (!this.#percent()) return null;
      } else this.#out += ESCAPED_IN_OUTPUT.test(char) ? escaped(char.charCodeAt(0)) : char;
    }
    return this.#out;
  }

  #dot(length: number): void {
    const after = this.#i + length;
    const second = dotAt(this.#path, after);
    const isEnd = (at: number): boolean => at >= this.#path.length || isSlash(this.#path[at]);
    if (!this.#out.endsWith('/') || !(isEnd(after) || (second > 0 && isEnd(after + second)))) {
      this.#out += '.';
      this.#i = after - 1;
      return;
    }
    const isUp = !isEnd(after);
    if (isUp) this.#out = this.#out.slice(0, this.#out.lastIndexOf('/', this.#out.length - 2) + 1) || '/';
    if (this.#loosePercent >= this.#out.length) this.#loosePercent = 0;
    // The loop steps over the slash, or the last character, itself.
    const end = isUp ? after + second : after;
    this.#i = end < this.#path.length ? end : end - 1;
  }

  #percent(): boolean {
    const code = escapeAt(this.#path, this.#i);
    if (code < 0) {
      this.#loosePercent = this.#out.length;
      this.#out += '%';
      return true;
    }
    const char = String.fromCharCode(code);
    if (UNRESERVED.test(char)) {
      this.#out += char;
      this.#i += 2;
      if (this.#loosePercent >= this.#out.length - 3) this.#guardNested();
      return true;
    }
    this.#out += this.#path.slice(this.#i, this.#i + 3);
    this.#i += 2;
    return code !== 0;
  }

  /** `%4%31` must not become `%41`: it becomes `%2541`. */
  #guardNested(): void {
    const at = this.#loosePercent;
    const tail = this.#out.slice(at + 1);
    const next = tail.length === 1 ? (this.#path[this.#i + 1] ?? '') : '';
    if (escapeAt(`${this.#out}${next}`, at) < 0) return;
    // With one character behind the percent sign, the next one of the input completes the escape and follows by itself.
    this.#out = `${this.#out.slice(0, at)}%25${tail}`;
  }
}

function merged(path: string): string {
  if (!path.includes('//')) return path;
  const inner = path.split('/').filter((segment) => segment !== '');
  return `/${inner.join('/')}${path.endsWith('/') ? '/' : ''}`;
}

/**
 * The twin of Envoy's path normalisation with `normalize_path`, `merge_slashes` and
 * `path_with_escaped_slashes_action: UNESCAPE_AND_FORWARD`: the path that filters and routes see, its query as it
 * came, or 400 where Envoy answers so itself: for a fragment, an escaped NUL, and whatever is not printable ASCII.
 * `target` is what stands in the request line, without scheme and host.
 */
export function normalizePath(target: string): NormalizedPath {
  if (/[^\u0021-\u007e]|#/.test(target)) return REJECTED;
  const at = target.indexOf('?');
  const path = at < 0 ? target : target.slice(0, at);
  const query = at < 0 ? '' : target.slice(at);
  if (!path.startsWith('/')) return REJECTED;
  const unescaped = path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\');
  const canonical = new Canonicalizer(unescaped.replace(DOTS_WITH_PARAMETERS, '/$1')).run();
  return canonical === null ? REJECTED : { path: merged(canonical) + query };
}
