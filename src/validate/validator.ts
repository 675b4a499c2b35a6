import { contentOf } from '../snapshot/content.ts';
import type { Resource } from '../snapshot/model.ts';
import { bisect } from './bisect.ts';
import { judged, validationBootstrap } from './bootstrap.ts';
import type { EnvoyRunner } from './runner.ts';
import { findUnits } from './table.ts';
import type { TableFault } from './table.ts';

/** A resource that Envoy does not take. */
export interface Rejected extends TableFault {
  readonly resource: Resource;
  /** Envoy's own words. */
  readonly error: string;
  /** Others that it is rejected only together with. */
  readonly together: readonly Resource[];
}

export interface Outcome {
  readonly rejected: readonly Rejected[];
  /** Why nothing is known of some of them: Envoy could not be run. Null: all is known. */
  readonly unknown: string | null;
}

/** Says of resources whether an Envoy takes them. What it has said of a content it does not ask again. */
export interface Validator {
  /** Null: not known yet. */
  known(resource: Resource): 'accepted' | Rejected | null;
  /** `again`: whatever is known of them. Never rejects. */
  check(resources: Iterable<Resource>, again?: boolean): Promise<Outcome>;
}

/** Contents that are remembered; a resource that has fallen out is checked again. */
const MOST_KNOWN = 20_000;

export function createValidator(runner: EnvoyRunner): Validator {
  return new CachingValidator(runner);
}

/** An Envoy that could not be run says nothing of what it was asked. */
class NotRun extends Error {}

class CachingValidator implements Validator {
  readonly #runner: EnvoyRunner;
  readonly #known = new Map<string, 'accepted' | Rejected>();

  constructor(runner: EnvoyRunner) {
    this.#runner = runner;
  }

  known(resource: Resource): 'accepted' | Rejected | null {
    return this.#known.get(contentOf(resource)) ?? null;
  }

  async check(resources: Iterable<Resource>, again = false): Promise<Outcome> {
    const byContent = new Map(judged(resources).map((resource) => [contentOf(resource), resource]));
    const fresh = [...byContent.values()].filter((resource) => again || this.known(resource) === null);
    try {
      await this.#learn(fresh);
    } catch (error) {
      if (!(error instanceof NotRun)) throw error;
      return { rejected: this.#rejected(byContent.values()), unknown: error.message };
    }
    return { rejected: this.#rejected(byContent.values()), unknown: null };
  }

  #rejected(resources: Iterable<Resource>): readonly Rejected[] {
    return [...resources].flatMap((resource) => {
      const known = this.known(resource);
      return known === null || known === 'accepted' ? [] : [known];
    });
  }

  /** One run where all is well; else a search for those that are not. */
  async #learn(fresh: readonly Resource[]): Promise<void> {
    if (fresh.length === 0) return;
    const error = await this.#ask(fresh);
    if (error === null) return;
    const { sets, complete } = await bisect(fresh, {
      rejects: async (some) => (await this.#ask(some)) !== null,
    });
    for (const set of sets) for (const resource of set) await this.#blame(resource, set);
    if (complete) return;
    // Broken off: what nobody has accepted stays under suspicion.
    for (const resource of fresh) {
      if (this.known(resource) === null) {
        this.#remember(resource, { resource, error, together: [], units: [], shared: false });
      }
    }
  }

  async #blame(resource: Resource, set: readonly Resource[]): Promise<void> {
    const error = (await this.#run(set)) ?? '';
    const together = set.filter((other) => other !== resource);
    const within =
      resource.type === 'rds' && together.length === 0
        ? await findUnits(resource, async (table) => (await this.#run([table])) !== null)
        : { units: [], shared: false };
    this.#remember(resource, { resource, error, together, ...within });
  }

  /** Envoy's words against them, or null; what it accepts is good. */
  async #ask(resources: readonly Resource[]): Promise<string | null> {
    const error = await this.#run(resources);
    if (error === null) for (const resource of resources) this.#remember(resource, 'accepted');
    return error;
  }

  async #run(resources: readonly Resource[]): Promise<string | null> {
    const verdict = await this.#runner.validate(validationBootstrap(resources));
    if (verdict.kind === 'unknown') throw new NotRun(verdict.reason);
    return verdict.kind === 'accepted' ? null : verdict.error;
  }

  #remember(resource: Resource, what: 'accepted' | Rejected): void {
    const content = contentOf(resource);
    this.#known.delete(content);
    this.#known.set(content, what);
    if (this.#known.size <= MOST_KNOWN) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      break;
    }
  }
}
