import { contentOf } from '../snapshot/content.ts';
import type { GroupSnapshot, Resource } from '../snapshot/model.ts';
import type { Validator } from '../validate/validator.ts';
import type { Bad, BadContents } from './bad-contents.ts';
import { isolate } from './isolate.ts';
import type { Isolated, StandIn } from './isolate.ts';
import { sameStructure } from './structure.ts';
import type { OnRejected, Standing } from './vetting-model.ts';

/** What may be done with a snapshot as things are. */
export interface Decision {
  readonly state: Standing;
  /** To be given; null: it waits, or is held. */
  readonly snapshot: GroupSnapshot | null;
  readonly standIns: readonly StandIn[];
  /** Contents to ask about first. */
  readonly unknown: readonly Resource[];
}

const BEFORE_PUBLISH = 'envoy --mode validate';

export interface JudgeOptions {
  readonly bad: BadContents;
  readonly validator: Validator | null;
  now(): number;
}

/** A group, as far as a decision depends on what was decided of it before. */
export interface Judged {
  readonly state: Decision['state'];
  /** What went on last. */
  readonly forwarded: GroupSnapshot | null;
  /** Of the bad contents, when this was decided. */
  readonly changes: number;
}

export interface Question {
  readonly snapshot: GroupSnapshot;
  readonly policy: OnRejected;
  /** Where last good forms are, newest first. */
  readonly before: readonly GroupSnapshot[];
}

/** Says what may be done with a snapshot, by what is known of its contents. */
export class Judge {
  readonly #options: JudgeOptions;
  /** Contents that Envoy could not be asked about: they go on unchecked. */
  readonly #passed = new Set<string>();
  /** Released contents, of which nothing that is known counts. */
  readonly #again = new Set<string>();

  constructor(options: JudgeOptions) {
    this.#options = options;
  }

  /** Nothing that was found bad, by whomever, is held against the content until it is checked again. */
  release(resource: Resource): void {
    this.#options.bad.remove(resource);
    if (this.#options.validator) this.#again.add(contentOf(resource));
  }

  /** Asks the validator. Resolves to the reason if it could not be asked: then these count as good. */
  async ask(validator: Validator, resources: readonly Resource[]): Promise<string | null> {
    const released = resources.filter((resource) => this.#again.has(contentOf(resource)));
    const outcomes = [await validator.check(released, true), await validator.check(resources)];
    for (const resource of released) this.#again.delete(contentOf(resource));
    const unknown = outcomes.map((outcome) => outcome.unknown).find((reason) => reason !== null) ?? null;
    if (unknown === null) this.#passed.clear();
    else for (const resource of resources) this.#passed.add(contentOf(resource));
    return unknown;
  }

  decide(judged: Judged, question: Question): Decision {
    const { snapshot, policy } = question;
    const nothing = { standIns: [], unknown: [] };
    const { validator, bad } = this.#options;
    // What an Envoy says of them says nothing for gRPC applications.
    const applies = snapshot.group.client !== 'proxyless' && (validator !== null || bad.size > 0);
    if (!applies || this.#isDecided(judged, snapshot)) return { state: 'clear', snapshot, ...nothing };
    const contents = contentsOf(snapshot);
    const unknown = contents.filter((resource) => this.#isUnknown(resource));
    if (unknown.length > 0) return { state: 'waiting', snapshot: null, ...nothing, unknown };
    const culprits = contents.flatMap((resource) => this.#culprit(snapshot, resource) ?? []);
    if (culprits.length === 0) return { state: 'clear', snapshot, ...nothing };
    const isolated = policy === 'isolate' ? this.#isolate(question, culprits) : null;
    if (isolated === null) return { state: 'held', snapshot: null, ...nothing };
    const made = contentsOf(isolated.snapshot);
    if (made.some((resource) => this.#culprit(snapshot, resource) !== null)) {
      return { state: 'held', snapshot: null, ...nothing };
    }
    const unchecked = made.filter((resource) => this.#isUnknown(resource));
    if (unchecked.length > 0) return { state: 'waiting', snapshot: null, ...nothing, unknown: unchecked };
    return { state: 'isolated', ...isolated, unknown: [] };
  }

  #isolate({ snapshot, before }: Question, culprits: readonly Bad[]): Isolated | null {
    const isBad = (resource: Resource): boolean => this.#culprit(snapshot, resource) !== null;
    return isolate(snapshot, { culprits, before, isBad });
  }

  /** Only what is live in it has changed since it was found good. */
  #isDecided({ state, forwarded, changes }: Judged, snapshot: GroupSnapshot): boolean {
    if (state !== 'clear' || forwarded === null || changes !== this.#options.bad.changes) return false;
    return this.#again.size === 0 && sameStructure(forwarded, snapshot);
  }

  #isUnknown(resource: Resource): boolean {
    const { validator } = this.#options;
    const content = contentOf(resource);
    if (validator === null || this.#options.bad.get(resource)) return false;
    if (this.#again.has(content)) return true;
    return validator.known(resource) === null && !this.#passed.has(content);
  }

  #culprit(snapshot: GroupSnapshot, resource: Resource): Bad | null {
    const known = this.#options.bad.get(resource);
    if (known) return known;
    const verdict = this.#options.validator?.known(resource) ?? null;
    if (verdict === null || verdict === 'accepted' || this.#again.has(contentOf(resource))) return null;
    const { units, shared, error } = verdict;
    const { service } = snapshot.group;
    const bad = {
      resource,
      units,
      shared,
      error,
      service,
      by: [BEFORE_PUBLISH],
      since: this.#options.now(),
    };
    this.#options.bad.add(bad);
    return bad;
  }
}

/** What Envoy can judge. */
export function contentsOf({ sets }: GroupSnapshot): readonly Resource[] {
  return [sets.lds, sets.rds, sets.cds].flatMap(({ byName }) => [...byName.values()]);
}
