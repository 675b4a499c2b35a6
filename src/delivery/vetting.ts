import { contentOf } from '../snapshot/content.ts';
import type { Publication } from '../snapshot/cache.ts';
import { defaultGroup, groupKey } from '../snapshot/groups.ts';
import type { GroupSnapshot, NodeGroup, Resource, ResourceSet } from '../snapshot/model.ts';
import type { Validator } from '../validate/validator.ts';
import { BadContents } from './bad-contents.ts';
import type { Bad } from './bad-contents.ts';
import { createComposer } from './compose.ts';
import type { Fault } from './fault.ts';
import type { StandIn } from './isolate.ts';
import { contentsOf, Judge } from './judge.ts';
import type { Decision } from './judge.ts';
import type { HeldView, IsolatedView } from './ports.ts';
import type {
  FaultReport,
  OnRejected,
  Standing,
  Vetted,
  Vetting,
  VettingOptions,
  VettingStatus,
} from './vetting-model.ts';
import { sameStructure } from './structure.ts';
import { invalidView, isolatedView } from './views.ts';

export function createVetting(options: VettingOptions): Vetting {
  return new SnapshotVetting(options);
}

interface Entry {
  newest: GroupSnapshot;
  plain: ResourceSet | null;
  /** What went on last. */
  forwarded: GroupSnapshot | null;
  /** What went on before, of another structure: where no sidecar is, nobody else knows what was good. */
  earlier: GroupSnapshot | null;
  forwardedPlain: ResourceSet | null;
  state: Standing;
  since: number;
  /** Of the bad contents, when this was decided. */
  changes: number;
  unknown: readonly Resource[];
  plainUnknown: readonly Resource[];
  standIns: readonly StandIn[];
}

class SnapshotVetting implements Vetting {
  readonly #options: VettingOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #bad: BadContents;
  readonly #judge: Judge;
  readonly #listeners = new Set<() => void>();
  readonly #compose = createComposer();
  readonly #told = new Set<string>();
  /** Of the last publication, what is not its groups. */
  #facts: Omit<Publication, 'groups'> = { services: [] };
  #policy: OnRejected = 'hold';
  #checking: Promise<void> | null = null;
  #asked = 0;
  #unchecked: string | null = null;

  constructor(options: VettingOptions) {
    this.#options = options;
    const { validator, clock } = options;
    this.#bad = new BadContents((bad) => options.origins(bad));
    this.#judge = new Judge({ bad: this.#bad, validator, now: () => clock.now() });
  }

  publish({ groups, onRejected, ...facts }: Vetted): void {
    const policy = onRejected ?? this.#policy;
    const changed = policy !== this.#policy;
    this.#facts = facts;
    this.#policy = policy;
    this.#forget(groups);
    for (const newest of groups) {
      const known = this.#entries.get(groupKey(newest.group));
      if (known) known.newest = newest;
      else this.#entries.set(groupKey(newest.group), newEntry(newest));
    }
    const published = groups.map(({ group }) => groupKey(group));
    this.#review(changed ? this.#entries.keys() : published, 'publish');
  }

  publishPlainRoutes(group: NodeGroup, rds: ResourceSet): void {
    const entry = this.#entries.get(groupKey(group));
    if (entry === undefined) {
      this.#options.target.publishPlainRoutes(group, rds);
      return;
    }
    entry.plain = rds;
    this.#forwardPlain(entry);
    this.#check();
  }

  async faulted({ service, fault, by }: FaultReport): Promise<readonly string[]> {
    const { validator, clock } = this.#options;
    const suspects = this.#suspects(service, fault);
    const found = (await validator?.check(suspects, true))?.rejected ?? [];
    const all = suspects.map((resource) => ({ resource, units: [], shared: false }));
    const culprits = found.length > 0 ? found : all;
    if (this.#policy === 'isolate') {
      for (const { resource, units, shared } of culprits) {
        this.#bad.add({ resource, units, shared, service, by, error: fault.error, since: clock.now() });
      }
      this.#review(this.#entries.keys());
    }
    return culprits.map(({ resource }) => resource.name);
  }

  release(service?: string): readonly string[] {
    const released = [...this.#entries.values()].filter(
      (entry) =>
        (service === undefined || entry.newest.group.service === service) && this.#badOf(entry).length > 0,
    );
    for (const { resource } of released.flatMap((entry) => this.#badOf(entry))) this.#judge.release(resource);
    this.#told.clear();
    this.#review(this.#entries.keys());
    return [...new Set(released.map(({ newest }) => newest.group.service))].sort();
  }

  status(): VettingStatus {
    const held = new Map<string, HeldView>();
    const isolated = new Map<string, IsolatedView>();
    for (const entry of this.#entries.values()) {
      const { service } = entry.newest.group;
      if (entry.state === 'held') {
        const facts = { service, since: entry.since, sidecars: this.#options.target.sidecars(service) };
        for (const bad of this.#badOf(entry)) {
          const view = invalidView(bad, { ...facts, origins: this.#bad.originsOf(bad) });
          held.set(`${service} ${contentOf(bad.resource)}`, view);
        }
      }
      for (const { culprit, serves } of entry.standIns) {
        const bad = this.#bad.get(culprit.resource);
        if (!bad) continue;
        // A content that was bad once may have been away since.
        const since = Math.max(bad.since, entry.since);
        const view = isolatedView(bad, { service, since, serves, origins: this.#bad.originsOf(bad) });
        isolated.set(`${service} ${contentOf(bad.resource)}`, view);
      }
    }
    return {
      held: [...held.values()],
      isolated: [...isolated.values()],
      checking: this.#asked,
      unchecked: this.#unchecked,
    };
  }

  standing(): Standing {
    const states = new Set([...this.#entries.values()].map(({ state }) => state));
    return (['waiting', 'held', 'isolated'] as const).find((state) => states.has(state)) ?? 'clear';
  }

  async settled(): Promise<void> {
    while (this.#checking !== null) await this.#checking;
    await this.#bad.explained();
  }

  onChange(listener: () => void): () => void {
    const own = (): void => {
      listener();
    };
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  /** What the service's sidecars may have meant. */
  #suspects(service: string, { type, batch }: Fault): readonly Resource[] {
    const found = new Map<string, Resource>();
    for (const { newest } of this.#entries.values()) {
      if (newest.group.service !== service) continue;
      for (const resource of contentsOf(newest)) {
        if (resource.type === type && batch.get(resource.name) === resource.version) {
          found.set(contentOf(resource), resource);
        }
      }
    }
    return [...found.values()];
  }

  #badOf({ newest, plain }: Pick<Entry, 'newest' | 'plain'>): readonly Bad[] {
    return this.#bad.among([...contentsOf(newest), ...(plain?.byName.values() ?? [])]);
  }

  /** Groups of services that are gone, and those that nobody holds any more. */
  #forget(published: readonly GroupSnapshot[]): void {
    const held = [...this.#options.target.groups(), ...this.#facts.services.map(defaultGroup)];
    const kept = new Set([...published.map(({ group }) => group), ...held].map(groupKey));
    const services = new Set([...this.#facts.services, ...(this.#facts.withoutSidecar ?? [])]);
    for (const [key, { newest }] of this.#entries) {
      if (!kept.has(key) || !services.has(newest.group.service)) this.#entries.delete(key);
    }
  }

  /** Decides anew, and gives on what may go. */
  #review(keys: Iterable<string>, why?: 'publish'): void {
    const groups: GroupSnapshot[] = [];
    const reviewed: Entry[] = [];
    for (const key of keys) {
      const entry = this.#entries.get(key);
      if (entry === undefined) continue;
      reviewed.push(entry);
      const decision = this.#decide(entry, entry.newest);
      this.#enter(entry, decision);
      const before = entry.forwarded ?? this.#options.target.lastAccepted(entry.newest);
      const snapshot = decision.snapshot ?? (before && this.#compose(before, entry.newest));
      if (snapshot === undefined || snapshot === entry.forwarded) continue;
      if (entry.forwarded !== null && !sameStructure(entry.forwarded, snapshot))
        entry.earlier = entry.forwarded;
      entry.forwarded = snapshot;
      groups.push(snapshot);
    }
    if (why === 'publish' || groups.length > 0) {
      this.#options.target.publish({ ...this.#facts, groups });
    }
    for (const entry of reviewed) this.#forwardPlain(entry);
    this.#check();
    for (const listener of [...this.#listeners]) listener();
  }

  #enter(entry: Entry, { state, standIns, unknown }: Decision): void {
    if (entry.state !== state) entry.since = this.#options.clock.now();
    entry.state = state;
    entry.standIns = standIns;
    entry.unknown = unknown;
    entry.changes = this.#bad.changes;
    if (state === 'held' || state === 'isolated') void this.#tell(entry);
  }

  #forwardPlain(entry: Entry): void {
    const { plain, newest } = entry;
    if (plain === null) return;
    // Routes with weights fit the structure that they were compiled with.
    const { state, snapshot, unknown } = this.#decide(entry, {
      ...newest,
      sets: { ...newest.sets, rds: plain },
    });
    entry.plainUnknown = state === 'waiting' ? unknown : [];
    const fit = entry.state === 'clear' || entry.state === 'isolated';
    const rds = fit && snapshot !== null ? snapshot.sets.rds : entry.forwardedPlain;
    if (rds === null || (entry.state === 'held' && entry.forwardedPlain === null)) return;
    if (rds !== entry.forwardedPlain || fit) this.#options.target.publishPlainRoutes(newest.group, rds);
    entry.forwardedPlain = rds;
    if (fit && snapshot !== null) entry.plain = null;
  }

  #decide(entry: Entry, snapshot: GroupSnapshot): Decision {
    const accepted = this.#options.target.lastAccepted(snapshot);
    const before = [entry.forwarded, accepted, entry.earlier].filter(
      (one) => one !== null && one !== undefined,
    );
    return this.#judge.decide(entry, { snapshot, policy: this.#policy, before });
  }

  /** One check at a time; what comes meanwhile is in the next one. */
  #check(): void {
    const { validator } = this.#options;
    if (validator === null || this.#checking !== null || this.#options.signal?.aborted === true) return;
    const wanted = new Map<string, Resource>();
    for (const { unknown, plainUnknown } of this.#entries.values()) {
      for (const resource of [...unknown, ...plainUnknown]) wanted.set(contentOf(resource), resource);
    }
    if (wanted.size === 0) return;
    this.#asked = wanted.size;
    this.#checking = this.#ask(validator, wanted).finally(() => {
      this.#checking = null;
      this.#asked = 0;
      if (this.#options.signal?.aborted === true) return;
      this.#review(this.#entries.keys());
    });
  }

  async #ask(validator: Validator, wanted: ReadonlyMap<string, Resource>): Promise<void> {
    const unknown = await this.#judge.ask(validator, [...wanted.values()]);
    if (this.#options.signal?.aborted === true) return;
    if (unknown !== null && unknown !== this.#unchecked) {
      this.#options.log.warn(
        { reason: unknown },
        'Envoy could not be asked: what was compiled is published unchecked',
      );
    }
    this.#unchecked = unknown;
  }

  /** Once for each content and what becomes of it, when it is known where it was written. */
  async #tell(entry: Entry): Promise<void> {
    const { service } = entry.newest.group;
    const { state } = entry;
    for (const bad of this.#badOf(entry)) {
      const { resource, by, error } = bad;
      const once = `${state} ${service} ${contentOf(resource)}`;
      if (this.#told.has(once)) continue;
      if (this.#told.size > MOST_TOLD) this.#told.clear();
      this.#told.add(once);
      await this.#bad.explained();
      const origins = this.#bad.originsOf(bad);
      this.#options.log.warn(
        { service, type: resource.type, resource: resource.name, by, error, origins },
        state === 'held'
          ? 'Envoy rejects a part of the newest snapshot: the last good one goes on serving'
          : 'Envoy rejects a part of the newest snapshot: it is isolated, and the rest is published',
      );
    }
  }
}

const MOST_TOLD = 1_000;

function newEntry(newest: GroupSnapshot): Entry {
  return {
    newest,
    plain: null,
    forwarded: null,
    earlier: null,
    forwardedPlain: null,
    state: 'waiting',
    since: 0,
    changes: 0,
    unknown: [],
    plainUnknown: [],
    standIns: [],
  };
}
