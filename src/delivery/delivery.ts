import type { GroupHandle, Holder, Publication, SnapshotCache } from '../snapshot/cache.ts';
import { defaultGroup, groupKey } from '../snapshot/groups.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet } from '../snapshot/model.ts';
import { createFactPool, NO_FACTS } from '../snapshot/node-facts.ts';
import type { NodeFacts } from '../snapshot/variants.ts';
import type { Accepted } from './accepted-format.ts';
import type { Delivery, DeliveryOptions } from './delivery-model.ts';
import type { Group, GroupOptions } from './group.ts';
import { Holds } from './holds.ts';
import { eachStream, enterGroup, groupIn, leaveGroup } from './members.ts';
import { createMinors, newService, relative, sizeOf } from './members.ts';
import type { DeliveryStatus, HeldView } from './ports.ts';
import { Quarantine } from './quarantine.ts';
import { Stream } from './stream.ts';
import type { Service, StreamHost } from './stream.ts';
import { sameGeneration } from './structure.ts';
import type { Generation } from './structure.ts';
import { createTargets } from './targets.ts';
import type { Targets } from './targets.ts';
import { Teller } from './teller.ts';
import { createVariants } from './variants.ts';
import { waveView } from './views.ts';
import { Wave } from './wave.ts';
import type { WaveEvent } from './wave-model.ts';

export type { Delivery, DeliveryOptions } from './delivery-model.ts';

export function createDelivery(options: DeliveryOptions): Delivery {
  return new WaveDelivery(options);
}

class WaveDelivery implements Delivery {
  readonly #options: DeliveryOptions;
  readonly #cache: SnapshotCache;
  readonly #services = new Map<string, Service>();
  readonly #streams = new Map<number, Stream>();
  readonly #quarantine = new Quarantine();
  /** By group key. */
  readonly #restored = new Map<string, GroupSnapshot>();
  readonly #holds: Holds;
  readonly #listeners = new Set<() => void>();
  readonly #timers = new Map<Wave, { readonly at: number; cancel(): void }>();
  readonly #targets: Targets = createTargets();
  readonly #teller: Teller;
  readonly #ofGroups: GroupOptions<Stream>;
  /** Of all streams. */
  readonly #host: StreamHost = {
    target: (stream) => this.#targets.of(stream),
    others: ({ group, told }) => group.othersOf(this.#restored.get(group.key), told),
    accepted: ({ id, service, wave }) => {
      if (wave) this.#step(service, wave, { kind: 'accepted', id });
    },
    refused: ({ id, service, wave }, refusal) => {
      if (wave) this.#step(service, wave, { kind: 'refused', id, refusal });
    },
    released: (stream) => {
      this.#released(stream);
    },
  };
  readonly #variants = createVariants();
  readonly #facts = createFactPool();
  readonly #minorOf = createMinors();
  #closed = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#cache = options.cache;
    const { explain, log } = options;
    this.#holds = new Holds({
      explain,
      log,
      judges: (fault) => this.#quarantine.of(fault)?.by ?? [],
      heldSince: (service, fault) => this.#quarantine.heldSince(service, fault),
      changed: () => {
        this.#changed();
      },
    });
    this.#teller = new Teller({
      services: this.#services,
      target: (stream) => this.#targets.of(stream),
      lags: (stream) => this.#targets.lags(stream),
    });
    this.#ofGroups = {
      cache: options.cache,
      tellPlain: (stream) => {
        this.#teller.tellPlain(stream);
      },
    };
  }

  publish(publication: Publication): void {
    this.#cache.publish(publication);
    // Before the waves: what they give out then is that of the groups in which the nodes are now.
    if (publication.variants && this.#variants.publish(publication.variants)) this.#regroup();
    const changed = new Set(publication.groups.map(({ group }) => group.service));
    for (const name of changed) this.#published(this.#service(name));
    for (const { groups } of this.#services.values()) for (const group of groups.values()) group.forget();
    this.#teller.touchAll();
  }

  publishPlainRoutes(group: NodeGroup, rds: ResourceSet): void {
    this.#cache.publishPlainRoutes(group, rds);
  }

  groups(): readonly NodeGroup[] {
    return this.#cache.groups();
  }

  onNeed(listener: Parameters<SnapshotCache['onNeed']>[0]): void {
    this.#cache.onNeed(listener);
  }

  current(group: NodeGroup): GroupSnapshot | null | undefined {
    return this.#cache.current(group);
  }

  acquire(group: NodeGroup, tell: Stream['tell'], holder?: Holder): GroupHandle {
    if (holder === undefined) return this.#cache.acquire(group, tell);
    const service = this.#service(group.service);
    const { streamId: id, nodeId, judges, envoyVersion } = holder;
    const facts = this.#facts.take(holder.facts ?? NO_FACTS);
    const own = groupIn(service, this.#groupOf(service, group, facts), this.#ofGroups);
    const envoy = judges ? this.#minorOf(envoyVersion) : null;
    const stream = new Stream({ id, service, group: own, facts, envoy, host: this.#host }, tell);
    this.#streams.set(id, stream);
    enterGroup(stream, own);
    if (this.#hasNews(service, own)) this.#learn(service);
    if (envoy === null) return stream;
    const wave = (stream.wave = this.#waveOf(service, envoy));
    this.#step(service, wave, { kind: 'join', member: { id, nodeId, key: own.key } });
    stream.member = wave.member(id);
    return stream;
  }

  lags(streamId: number): boolean {
    const stream = this.#streams.get(streamId);
    return stream !== undefined && this.#targets.lags(stream);
  }

  variant(streamId: number): string | null {
    return this.#streams.get(streamId)?.group.group.variant ?? null;
  }

  status(): DeliveryStatus {
    const waves: DeliveryStatus['waves'][number][] = [];
    const held: HeldView[] = [];
    for (const { name: service, waves: own } of this.#services.values()) {
      for (const [envoy, wave] of own) {
        const { progress, hold, size } = wave;
        if (hold) held.push(this.#holds.view(hold, { service, envoy, sidecars: size }));
        if (!progress) continue;
        waves.push(waveView(progress, { service, envoy, of: size, shares: this.#options.settings.shares }));
      }
    }
    return { waves, held };
  }

  release(service?: string): readonly string[] {
    const released = [...this.#services.values()].filter(
      ({ name, waves }) =>
        (service === undefined || name === service) && [...waves.values()].some(({ hold }) => hold !== null),
    );
    const holds = released.flatMap(({ waves }) =>
      [...waves.values()].flatMap(({ hold }) => hold?.fault ?? []),
    );
    this.#quarantine.release(new Set(holds));
    for (const one of released) {
      for (const wave of one.waves.values()) this.#step(one, wave, { kind: 'release' });
    }
    return released.map(({ name }) => name).sort();
  }

  lastAccepted(newest: GroupSnapshot): GroupSnapshot | undefined {
    const baseline = this.#services.get(newest.group.service)?.baseline ?? null;
    return (
      baseline?.groups.get(groupKey(newest.group)) ?? (baseline ? relative(baseline, newest) : undefined)
    );
  }

  sidecars(service: string): number {
    const found = this.#services.get(service);
    return found ? sizeOf(found) : 0;
  }

  accepted(): Accepted {
    const groups = [...this.#services.values()].flatMap(({ baseline, newest }) => {
      const live = newest?.groups;
      return [...(baseline?.groups ?? [])].map(([key, snapshot]) => {
        const now = live?.get(key);
        return now ? this.#targets.compose(snapshot, now) : snapshot;
      });
    });
    return { groups, verdicts: this.#quarantine.verdicts, variants: this.#variants.rules };
  }

  restore({ groups: accepted, verdicts, variants }: Accepted): void {
    if (variants) this.#variants.restore(variants);
    this.#quarantine.restore(verdicts);
    for (const snapshot of accepted) {
      const service = this.#service(snapshot.group.service);
      const groups = new Map([
        ...(service.baseline?.groups ?? []),
        [groupKey(snapshot.group), snapshot] as const,
      ]);
      service.baseline = { groups };
      service.proven = true;
      this.#restored.set(groupKey(snapshot.group), snapshot);
    }
  }

  onChange(listener: () => void): () => void {
    const own = (): void => {
      listener();
    };
    this.#listeners.add(own);
    return () => void this.#listeners.delete(own);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  #service(name: string): Service {
    let service = this.#services.get(name);
    if (!service) {
      service = newService(name);
      this.#services.set(name, service);
    }
    return service;
  }

  #groupOf({ baseline }: Service, group: NodeGroup, facts: NodeFacts): NodeGroup {
    return this.#variants.groupOf(group, facts, (key) => baseline?.groups.has(key) ?? false);
  }

  #released(stream: Stream): void {
    const { id, service, wave, facts } = stream;
    this.#facts.give(facts);
    leaveGroup(stream);
    this.#streams.delete(id);
    if (wave) this.#leave(service, wave, id);
    // Clients make up names of services that there never were.
    if (service.groups.size > 0) return;
    const unheardOf = this.#cache.current(defaultGroup(service.name)) === null;
    if (unheardOf) this.#services.delete(service.name);
  }

  /** Nodes that the rules put into another group go there with what they hold. */
  #regroup(): void {
    for (const stream of this.#streams.values()) {
      const { id, service, facts, wave } = stream;
      const group = this.#groupOf(service, stream.group.group, facts);
      if (groupKey(group) === stream.group.key) continue;
      leaveGroup(stream);
      enterGroup(stream, groupIn(service, group, this.#ofGroups));
      if (wave) this.#step(service, wave, { kind: 'move', id, key: stream.group.key });
    }
  }

  /** The group is compiled, and that is not known of its service yet. */
  #hasNews({ newest }: Service, group: Group<Stream>): boolean {
    return newest === null || newest.groups.get(group.key) !== (group.current() ?? undefined);
  }

  /** What the service's groups are to hold now. False: nothing is compiled, or the mesh does not know it. */
  #learn(service: Service): boolean {
    const groups = new Map<string, GroupSnapshot>();
    const asked = [...service.groups.values()].map(({ group }) => group);
    for (const group of [defaultGroup(service.name), ...asked]) {
      const snapshot = this.#cache.current(group);
      if (snapshot) groups.set(groupKey(group), snapshot);
    }
    if (groups.size === 0) return false;
    service.newest = { groups };
    return true;
  }

  #published(service: Service): void {
    if (!this.#learn(service) || service.newest === null) return;
    const { baseline, newest } = service;
    // Of the same structure: groups that were compiled since belong to what was accepted.
    if (baseline && sameGeneration(baseline, newest)) {
      baseline.groups = new Map([...baseline.groups, ...newest.groups]);
    }
    for (const wave of [...service.waves.values()]) {
      this.#step(service, wave, { kind: 'publish', newest: { groups: service.newest.groups } });
    }
    if (service.waves.size === 0 && !service.proven) service.baseline = service.newest;
    this.#options.onAccepted?.();
  }

  #accept(service: Service, generation: Generation): void {
    service.baseline = generation;
    service.proven = true;
    this.#touchFollowers(service);
    this.#options.onAccepted?.();
  }

  #waveOf(service: Service, envoy: string): Wave {
    const known = service.waves.get(envoy);
    if (known) return known;
    const accepted = service.baseline ?? { groups: service.newest?.groups ?? new Map() };
    const wave = new Wave(
      { groups: accepted.groups },
      {
        settings: this.#options.settings,
        blocked: (candidate, before) => this.#quarantine.find(envoy, candidate, before),
      },
    );
    service.waves.set(envoy, wave);
    if (service.newest)
      this.#step(service, wave, { kind: 'publish', newest: { groups: service.newest.groups } });
    return wave;
  }

  #leave(service: Service, wave: Wave, id: number): void {
    this.#step(service, wave, { kind: 'leave', id });
    if (wave.size > 0) return;
    this.#timers.get(wave)?.cancel();
    this.#timers.delete(wave);
    for (const [envoy, one] of service.waves) if (one === wave) service.waves.delete(envoy);
  }

  #step(service: Service, wave: Wave, event: WaveEvent): void {
    if (this.#closed) return;
    const now = this.#options.clock.now();
    const shown =
      (event.kind === 'accepted' || event.kind === 'join' || event.kind === 'leave') && wave.underWay;
    for (const effect of wave.step(event, now)) {
      switch (effect.kind) {
        case 'give': {
          const stream = this.#streams.get(effect.id);
          if (stream) this.#teller.touch(stream);
          break;
        }
        case 'accepted':
          this.#accept(service, effect.generation);
          if (wave.hold === null) this.#quarantine.movedOn(service.name);
          break;
        case 'held':
          void this.#holds.tell(service.name, effect.hold);
          break;
        case 'quarantine': {
          const { fault, by } = effect;
          const envoy = [...service.waves].find(([, one]) => one === wave)?.[0] ?? '';
          this.#quarantine.add({ fault, by, envoy, service: service.name, since: now });
          this.#reviewOthers(wave);
          this.#options.onAccepted?.();
          break;
        }
      }
    }
    this.#schedule(service, wave);
    if (shown || event.kind !== 'accepted') this.#changed();
  }

  #reviewOthers(judge: Wave): void {
    for (const service of this.#services.values()) {
      for (const wave of service.waves.values()) {
        if (wave !== judge) this.#step(service, wave, { kind: 'review' });
      }
      this.#touchFollowers(service);
    }
  }

  /** Those that judge nothing have what the others accept. */
  #touchFollowers(service: Service): void {
    eachStream(service, (stream) => {
      if (stream.envoy === null) this.#teller.touch(stream);
    });
  }

  #schedule(service: Service, wave: Wave): void {
    const { deadline } = wave;
    const timer = this.#timers.get(wave);
    // Most events change nothing about it: each sidecar of a step tells of its own ACK.
    if (timer?.at === deadline) return;
    timer?.cancel();
    this.#timers.delete(wave);
    if (deadline === null || this.#closed) return;
    const { clock } = this.#options;
    const cancel = clock.after(Math.max(1, deadline - clock.now()), () => {
      this.#timers.delete(wave);
      this.#step(service, wave, { kind: 'tick' });
    });
    this.#timers.set(wave, { at: deadline, cancel });
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
