import type { GroupHandle, Holder, Publication, SnapshotCache } from '../snapshot/cache.ts';
import { defaultGroup, groupKey } from '../snapshot/groups.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet } from '../snapshot/model.ts';
import { createFactPool, NO_FACTS } from '../snapshot/node-facts.ts';
import type { NodeFacts } from '../snapshot/variants.ts';
import type { Accepted } from './accepted-format.ts';
import type { Delivery, DeliveryOptions } from './delivery-model.ts';
import { holdGroup } from './hold.ts';
import { Holds } from './holds.ts';
import type { GroupHold } from './hold.ts';
import { enterGroup, leaveGroup, newService, newStream, relative } from './members.ts';
import type { Service, Stream } from './members.ts';
import type { DeliveryStatus, HeldView } from './ports.ts';
import { Quarantine } from './quarantine.ts';
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
  readonly #streams = new Map<
    number,
    { readonly service: Service; readonly stream: Stream; readonly hold: GroupHold }
  >();
  readonly #quarantine = new Quarantine();
  /** By group key. */
  readonly #restored = new Map<string, GroupSnapshot>();
  readonly #holds: Holds;
  readonly #listeners = new Set<() => void>();
  readonly #timers = new Map<Wave, { readonly at: number; cancel(): void }>();
  readonly #targets: Targets;
  readonly #teller: Teller;
  readonly #variants = createVariants();
  readonly #facts = createFactPool();
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
    this.#targets = createTargets(options.cache);
    this.#teller = new Teller({
      turn: () => {
        const targetOf = this.#targets.forTurn();
        return (stream) => {
          const service = this.#streams.get(stream.id)?.service;
          return service && targetOf(service, stream);
        };
      },
      lags: ({ id }) => this.lags(id),
    });
  }

  publish(publication: Publication): void {
    this.#cache.publish(publication);
    // Before the waves: what they give out then is that of the groups in which the nodes are now.
    if (publication.variants && this.#variants.publish(publication.variants)) this.#regroup();
    const changed = new Set(publication.groups.map(({ group }) => group.service));
    for (const name of changed) this.#published(this.#service(name));
    for (const service of this.#services.values()) {
      for (const stream of service.streams.values()) this.#teller.touch(stream);
    }
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
    const id = holder.streamId;
    const facts = this.#facts.take(holder.facts ?? NO_FACTS);
    const stream = newStream({ group: this.#groupOf(service, group, facts), facts, holder }, tell);
    const { envoy } = stream;
    const hold = holdGroup(this.#cache, stream, (one) => {
      this.#teller.tellPlain(one);
    });
    service.streams.set(id, stream);
    this.#streams.set(id, { service, stream, hold });
    enterGroup(service, stream);
    if (this.#hasNews(service, stream)) this.#learn(service);
    const wave = envoy === null ? null : this.#waveOf(service, envoy);
    if (wave)
      this.#step(service, wave, { kind: 'join', member: { id, nodeId: holder.nodeId, key: stream.key } });
    return {
      others: () => this.#othersOf(stream),
      current: () => (stream.told = this.#targets.of(service, stream)),
      awaits: () => wave?.awaits(id) ?? false,
      accepted: (version) => {
        if (wave && stream.told?.version === version) this.#step(service, wave, { kind: 'accepted', id });
      },
      refused: (refusal) => {
        if (wave) this.#step(service, wave, { kind: 'refused', id, refusal });
      },
      needPlainRoutes: (listener) => {
        stream.tellPlain = listener;
        hold.wantPlain();
      },
      release: () => {
        hold.release();
        this.#teller.forget(stream);
        this.#facts.give(facts);
        leaveGroup(service, stream);
        service.streams.delete(id);
        this.#streams.delete(id);
        if (wave) this.#leave(service, wave, id);
        // Clients make up names of services that there never were.
        const unheardOf = this.#cache.current(defaultGroup(service.name)) === null;
        if (unheardOf && service.streams.size === 0) this.#services.delete(service.name);
      },
    };
  }

  /** What its client may come with from before: the last that was accepted before a restart, and what is published. */
  #othersOf({ group, key }: Stream): readonly GroupSnapshot[] {
    return [this.#restored.get(key), this.#cache.current(group)].flatMap((snapshot) => snapshot ?? []);
  }

  lags(streamId: number): boolean {
    const found = this.#streams.get(streamId);
    if (!found) return false;
    return this.#targets.lags(found.service, found.stream);
  }

  variant(streamId: number): string | null {
    return this.#streams.get(streamId)?.stream.group.variant ?? null;
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
    return this.#services.get(service)?.streams.size ?? 0;
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

  /** Nodes that the rules put into another group go there with what they hold. */
  #regroup(): void {
    for (const { service, stream, hold } of this.#streams.values()) {
      const group = this.#groupOf(service, stream.group, stream.facts);
      if (groupKey(group) === stream.key) continue;
      leaveGroup(service, stream);
      stream.group = group;
      stream.key = groupKey(group);
      enterGroup(service, stream);
      hold.move();
      const wave = stream.envoy === null ? undefined : service.waves.get(stream.envoy);
      if (wave) this.#step(service, wave, { kind: 'move', id: stream.id, key: stream.key });
    }
  }

  /** The stream's group is compiled, and that is not known of its service yet. */
  #hasNews({ newest }: Service, { key, group }: Stream): boolean {
    return newest === null || newest.groups.get(key) !== (this.#cache.current(group) ?? undefined);
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
    for (const stream of service.streams.values()) if (stream.envoy === null) this.#teller.touch(stream);
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
          const stream = service.streams.get(effect.id);
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
      for (const stream of service.streams.values()) if (stream.envoy === null) this.#teller.touch(stream);
    }
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
