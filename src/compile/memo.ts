import { hash } from 'node:crypto';
import { encodeAny } from '../proto/codec.ts';
import { PreEncoded } from '../proto/pre-encoded.ts';
import {
  TYPE_URLS,
  type CompiledType,
  type References,
  type Resource,
  type ResourceSet,
} from '../snapshot/model.ts';

/** 16 hexadecimal characters of SHA-256. */
export function contentHash(content: string | Uint8Array): string {
  return hash('sha256', content, 'hex').slice(0, 16);
}

/** Below this a text takes no more room than its digest would. */
const SHORT = 64;

/** Keys live as long as what they stand for, and a listener's text is far longer than its bytes. */
function shortened(text: string): string {
  return text.length <= SHORT ? text : hash('sha256', text, 'base64url');
}

export interface ResourceProps {
  readonly type: CompiledType;
  readonly name: string;
  /** Proto3 JSON with snake_case names. */
  readonly message: object;
  readonly references: References;
}

/**
 * What one compile made, by content, and what it takes over from the compile before: equal messages are encoded and
 * hashed once and stay the same object, in all groups and over the generations. Only the last generation is looked
 * at, so that what falls out of use is forgotten.
 */
export class Memo {
  readonly #made = new Map<string, unknown>();
  readonly #digests: WeakMap<object, string>;
  readonly #previous: ReadonlyMap<string, unknown>;

  constructor(previous?: Memo) {
    this.#previous = previous === undefined ? new Map() : previous.#made;
    this.#digests = previous === undefined ? new WeakMap() : previous.#digests;
  }

  /** What `make` gives, made once for a key. `key` has to tell everything that `make` reads. */
  take<T>(key: string, make: () => T): T {
    const known = this.#made.get(key) ?? this.#previous.get(key);
    const value = known === undefined ? make() : (known as T);
    this.#made.set(key, value);
    return value;
  }

  /** The hash of an encoded subtree. */
  digest(encoded: object): string {
    const known = this.#digests.get(encoded);
    if (known !== undefined) return known;
    if (!(encoded instanceof PreEncoded)) throw new TypeError('not an encoded message');
    const digest = contentHash(encoded.bytes);
    this.#digests.set(encoded, digest);
    return digest;
  }

  /** Encodes a resource. The message itself is the key, its encoded subtrees standing in by their hash. */
  resource({ type, name, message, references }: ResourceProps): Resource {
    const text = type === 'rds' ? this.#textOfRoutes(message) : JSON.stringify(message);
    return this.take(`${type} ${shortened(text)}`, () => {
      const any = encodeAny({ '@type': TYPE_URLS[type], ...message });
      return Object.freeze({ type, name, version: contentHash(any), any, references });
    });
  }

  /** Only route configurations hold encoded subtrees; a replacer would slow the others down. */
  #textOfRoutes(message: object): string {
    return JSON.stringify(message, (_, value: unknown) =>
      value instanceof PreEncoded ? { encoded: this.digest(value) } : value,
    );
  }

  /** The resources as a set, sorted by name. */
  set(type: CompiledType, resources: readonly Resource[]): ResourceSet {
    const sorted = [...resources].sort((a, b) => (a.name < b.name ? -1 : 1));
    const text = sorted.map(({ name, version }) => `${name} ${version}`).join('\n');
    const digest = hash('sha256', text, 'hex');
    return this.take(`set ${type} ${digest}`, () => {
      const byName = new Map(sorted.map((resource) => [resource.name, resource]));
      return Object.freeze({ version: digest.slice(0, 16), byName });
    });
  }
}
