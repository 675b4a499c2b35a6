import { groupKey } from '../snapshot/groups.ts';
import type { GroupSnapshot } from '../snapshot/model.ts';
import { NO_VARIANTS } from '../snapshot/variants.ts';
import type { PlainRoutes, Publication } from './engine.ts';
import type { PipelineLog, PipelineTrace, PublishTarget, Standing } from './ports.ts';

/** What led to a publication. */
export interface Edit {
  /** Epoch milliseconds. */
  readonly since: number;
  readonly files: readonly string[];
  readonly trace: PipelineTrace;
}

export interface PublisherOptions {
  readonly target: PublishTarget;
  readonly log: PipelineLog;
  readonly metrics: { converged(service: string, seconds: number): void };
  /** What is published next differs from what was before: nothing made out of that is of use any more. */
  readonly onNews: (plainRoutes: readonly PlainRoutes[]) => void;
  /** All of what was published last has gone on: the same inputs can be begun with. */
  readonly onProved: (version: string) => void;
}

/** What goes on beside groups. */
type Facts = Pick<Publication, 'services' | 'withoutSidecar' | 'variants' | 'onRejected'>;

/** Tells apart what is news, gives it to the target, and follows what becomes of it. */
export class Publisher {
  readonly #options: PublisherOptions;
  #facts: Facts = { services: [], withoutSidecar: [], variants: NO_VARIANTS, onRejected: 'hold' };
  #groupVersions = new Map<string, string>();
  /** When the edit was made whose publish a group version waits to converge for, and its trace. */
  #awaited = new Map<string, Pick<Edit, 'since' | 'trace'>>();
  #trace: PipelineTrace | null = null;
  /** What was published last, until all of it has gone on, and what was last said of it. */
  #pending: {
    readonly version: string;
    readonly what: object;
    readonly trace: PipelineTrace;
    said: Standing | null;
  } | null = null;

  /** The target is being given something. */
  #publishing = false;

  constructor(options: PublisherOptions) {
    this.#options = options;
    options.target.onStanding?.(() => {
      if (!this.#publishing) this.follow();
    });
  }

  get facts(): Facts {
    return this.#facts;
  }

  /** False if it is what was published before. `follow` then says what has become of it. */
  publish(publication: Publication, { since, files, trace }: Edit): boolean {
    const { target, log, onNews, onProved } = this.#options;
    const { version, services, withoutSidecar, variants, onRejected, groups } = publication;
    const held = new Set(target.groups().map(groupKey));
    const changed = groups.filter(
      (snapshot) => this.#groupVersions.get(groupKey(snapshot.group)) !== snapshot.version,
    );
    const facts = { services, withoutSidecar, variants, onRejected };
    const same = changed.length === 0 && JSON.stringify(facts) === JSON.stringify(this.#facts);
    const awaited = changed.filter(({ group }) => held.has(groupKey(group)));
    this.#facts = facts;
    this.#groupVersions = new Map(groups.map((snapshot) => [groupKey(snapshot.group), snapshot.version]));
    if (same) {
      trace.end('unchanged');
      log.debug({ version, files }, 'Nothing to publish: the resources are the same');
      if (this.#pending === null) onProved(version);
      return false;
    }
    this.#trace?.end('superseded');
    this.#trace = trace;
    this.#awaited = new Map(awaited.map((snapshot) => [snapshot.version, { since, trace }]));
    const what = { version, files, services: [...new Set(changed.map(({ group }) => group.service))] };
    this.#pending = { version, what, trace, said: null };
    onNews(publication.plainRoutes);
    this.#publishing = true;
    try {
      target.publish({ ...facts, groups });
    } finally {
      this.#publishing = false;
    }
    trace.published(version, awaited.map(publishedGroup));
    return true;
  }

  publishOnDemand(groups: readonly GroupSnapshot[]): void {
    for (const { group, version } of groups) this.#groupVersions.set(groupKey(group), version);
    this.#options.target.publish({ ...this.#facts, groups });
  }

  /** A group's last sidecar has accepted a snapshot. */
  converged({ version, service, at }: { version: string; service: string; at: number }): void {
    const awaited = this.#awaited.get(version);
    if (awaited === undefined) return;
    this.#options.metrics.converged(service, (at - awaited.since) / 1000);
    awaited.trace.converged(version, at);
  }

  close(): void {
    this.#trace?.end('superseded');
  }

  /** Says what has become of the last publication, as soon as it is so. */
  follow(): void {
    const pending = this.#pending;
    if (pending === null) return;
    const standing = this.#options.target.standing?.() ?? 'clear';
    if (standing === pending.said) return;
    pending.said = standing;
    const isProved = standing === 'clear' || standing === 'isolated';
    if (isProved) this.#pending = null;
    pending.trace.run(() => {
      this.#tell(standing, pending);
    });
    if (isProved) this.#options.onProved(pending.version);
  }

  #tell(standing: Standing, { version, what }: { readonly version: string; readonly what: object }): void {
    const { log } = this.#options;
    if (standing === 'waiting') log.info(what, `Compiled ${version}: published once Envoy has validated it`);
    else if (standing === 'held')
      log.warn(what, `Not all of ${version} is published: Envoy rejects a part of it`);
    else log.info(what, `Published ${version}`);
  }
}

function publishedGroup({ group, version }: GroupSnapshot): {
  readonly service: string;
  readonly version: string;
} {
  return { service: group.service, version };
}
