import { contentOf } from '../snapshot/content.ts';
import type { Resource } from '../snapshot/model.ts';
import type { Culprit } from './isolate.ts';
import type { Origin } from './ports.ts';

/** A content that an Envoy rejected. */
export interface Bad extends Culprit {
  /** The service in whose snapshot it was found. */
  readonly service: string;
  /** Envoy's own words. */
  readonly error: string;
  /** Nodes, or the program that checks before anything is published. */
  readonly by: readonly string[];
  readonly since: number;
  /** Its entries have one action in common, which is at fault rather than their keys. */
  readonly shared: boolean;
}

/** More than so many are forgotten, the oldest first: what comes back costs one check, or one canary, once more. */
const MOST = 512;

/** Contents that are to reach no sidecar, by type, name and version, and where they were written. */
export class BadContents {
  readonly #known = new Map<string, Bad>();
  readonly #origins = new WeakMap<Bad, readonly Origin[]>();
  readonly #findOrigins: (bad: Bad) => Promise<readonly Origin[]>;
  #changes = 0;
  #explaining: Promise<unknown> = Promise.resolve();

  constructor(findOrigins: (bad: Bad) => Promise<readonly Origin[]>) {
    this.#findOrigins = findOrigins;
  }

  /** Another number after each change. */
  get changes(): number {
    return this.#changes;
  }

  get size(): number {
    return this.#known.size;
  }

  get(resource: Resource): Bad | undefined {
    return this.#known.get(contentOf(resource));
  }

  among(resources: Iterable<Resource>): readonly Bad[] {
    return [...resources].flatMap((resource) => this.get(resource) ?? []);
  }

  /** The first finding of a content stays. */
  add(bad: Bad): void {
    const content = contentOf(bad.resource);
    if (this.#known.has(content)) return;
    this.#known.set(content, bad);
    this.#changes += 1;
    this.#explaining = Promise.all([this.#explaining, this.#explain(bad)]);
    if (this.#known.size <= MOST) return;
    const [oldest = ''] = this.#known.keys();
    this.#known.delete(oldest);
  }

  remove(resource: Resource): void {
    if (this.#known.delete(contentOf(resource))) this.#changes += 1;
  }

  originsOf(bad: Bad): readonly Origin[] {
    return this.#origins.get(bad) ?? [];
  }

  /** Resolves when the origins of all are known. */
  async explained(): Promise<void> {
    await this.#explaining;
  }

  async #explain(bad: Bad): Promise<void> {
    this.#origins.set(bad, await this.#findOrigins(bad).catch(() => []));
  }
}
