import { allSets } from '../snapshot/all-sets.ts';
import type {
  CompiledType,
  ExtraType,
  GroupSnapshot,
  NodeGroup,
  Resource,
  ResourceSet,
  Split,
} from '../snapshot/model.ts';
import type { EngineAnswer, PlainRoutes, Publication } from './engine.ts';

/**
 * What crosses from the worker to the main thread. Bytes are copied once, on the worker, and moved; whatever the
 * main thread holds already is only named: exactly what the last publication named, as both sides know. What is made
 * on demand between two publications adds nothing to it, or groups that come and go would pile up.
 */
export interface WireSets {
  /** Resources that the main thread does not hold. */
  readonly resources: readonly Resource[];
  /** Sets that it does not hold, as keys of resources, sorted by name. */
  readonly sets: readonly {
    readonly key: string;
    readonly version: string;
    readonly resources: readonly string[];
  }[];
}

export interface WireGroup {
  readonly group: NodeGroup;
  readonly version: string;
  readonly splits: readonly Split[];
  readonly sets: Readonly<Record<CompiledType, string>>;
  readonly extra?: Readonly<Partial<Record<ExtraType, string>>>;
}

export interface WirePublication extends Omit<Publication, 'groups' | 'plainRoutes'>, WireSets {
  readonly groups: readonly WireGroup[];
  readonly plainRoutes: readonly { readonly group: NodeGroup; readonly key: string }[];
}

export interface WireAnswer extends Omit<EngineAnswer, 'publication'> {
  readonly publication: WirePublication | null;
}

/** Below this a copy is cheaper than the bookkeeping of a moved buffer. */
const MOVE_FROM_BYTES = 4096;

function resourceKey({ type, name, version }: Resource): string {
  return `${type} ${version} ${name}`;
}

function setKey(type: CompiledType | ExtraType, set: ResourceSet): string {
  return `${type} ${set.version}`;
}

function sharedCopy(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

export interface Encoder {
  publication(publication: Publication): {
    readonly wire: WirePublication;
    readonly moved: readonly ArrayBuffer[];
  };
  group(snapshot: GroupSnapshot): {
    readonly wire: { readonly group: WireGroup } & WireSets;
    readonly moved: readonly ArrayBuffer[];
  };
  routes(set: ResourceSet): {
    readonly wire: { readonly key: string } & WireSets;
    readonly moved: readonly ArrayBuffer[];
  };
}

/** `shareBytes`: large resources go in memory that the main thread can share with others, and is not copied again. */
export function createEncoder({ shareBytes } = { shareBytes: false }): Encoder {
  let held = new Set<string>();

  /** Collects one message; `known` is what the main thread holds before, `named` what it holds after. */
  function message(known: ReadonlySet<string>) {
    const named = new Set<string>();
    const resources: Resource[] = [];
    const sets: WireSets['sets'][number][] = [];
    const moved: ArrayBuffer[] = [];
    const resource = (item: Resource): string => {
      const key = resourceKey(item);
      if (!known.has(key) && !named.has(key)) {
        const isLarge = item.any.length >= MOVE_FROM_BYTES;
        if (isLarge && shareBytes) {
          resources.push({ ...item, any: sharedCopy(item.any) });
        } else {
          const any = new Uint8Array(item.any);
          if (isLarge) moved.push(any.buffer);
          resources.push({ ...item, any });
        }
      }
      named.add(key);
      return key;
    };
    const set = (type: CompiledType | ExtraType, value: ResourceSet): string => {
      const key = setKey(type, value);
      if (named.has(key)) return key;
      const members = [...value.byName.values()].map(resource);
      if (!known.has(key)) sets.push({ key, version: value.version, resources: members });
      named.add(key);
      return key;
    };
    const group = ({ group: of, version, splits, sets: s, extra }: GroupSnapshot): WireGroup => ({
      group: of,
      version,
      splits,
      sets: {
        lds: set('lds', s.lds),
        rds: set('rds', s.rds),
        cds: set('cds', s.cds),
        eds: set('eds', s.eds),
      },
      ...(extra && { extra: mapSets(extra, set) }),
    });
    return { named, resources, sets, moved, set, group };
  }

  return {
    publication({ groups, plainRoutes, ...rest }) {
      const { named, resources, sets, moved, set, group } = message(held);
      const wireGroups = groups.map(group);
      const wireRoutes = plainRoutes.map(({ group: of, rds }) => ({ group: of, key: set('rds', rds) }));
      held = named;
      return { wire: { ...rest, groups: wireGroups, plainRoutes: wireRoutes, resources, sets }, moved };
    },
    group(snapshot) {
      const { resources, sets, moved, group } = message(held);
      return { wire: { group: group(snapshot), resources, sets }, moved };
    },
    routes(value) {
      const { resources, sets, moved, set } = message(held);
      return { wire: { key: set('rds', value), resources, sets }, moved };
    },
  };
}

export interface Decoder {
  publication(wire: WirePublication): Publication;
  group(wire: { readonly group: WireGroup } & WireSets): GroupSnapshot;
  routes(wire: { readonly key: string } & WireSets): ResourceSet;
}

/** What the main thread holds, by key. */
interface Holdings {
  readonly resources: ReadonlyMap<string, Resource>;
  readonly sets: ReadonlyMap<string, ResourceSet>;
}

export function createDecoder(): Decoder {
  let held: Holdings = { resources: new Map(), sets: new Map() };

  /** Finds by key what a message brings or the last publication named. */
  const read = (wire: WireSets) => {
    const resources = new Map(wire.resources.map((item) => [resourceKey(item), item]));
    const sets = new Map<string, ResourceSet>();
    const resource = (key: string): Resource => known(resources.get(key) ?? held.resources.get(key), key);
    for (const { key, version, resources: members } of wire.sets) {
      const list = members.map(resource);
      sets.set(key, { version, byName: new Map(list.map((item) => [item.name, item])) });
    }
    const set = (key: string): ResourceSet => known(sets.get(key) ?? held.sets.get(key), key);
    const group = ({ sets: keys, extra, ...rest }: WireGroup): GroupSnapshot => ({
      ...rest,
      sets: { lds: set(keys.lds), rds: set(keys.rds), cds: set(keys.cds), eds: set(keys.eds) },
      ...(extra && { extra: mapSets(extra, (_, key) => set(key)) }),
    });
    return { set, group };
  };

  return {
    publication(wire) {
      const { set, group } = read(wire);
      const groups = wire.groups.map(group);
      const plainRoutes = wire.plainRoutes.map(({ group: of, key }) => ({ group: of, rds: set(key) }));
      held = holdingsOf(groups, plainRoutes);
      const { version, services, withoutSidecar, counts, knownVersions, variants, onRejected } = wire;
      const facts = { version, services, withoutSidecar, counts, knownVersions, variants, onRejected };
      return { ...facts, groups, plainRoutes };
    },
    group: (wire) => read(wire).group(wire.group),
    routes: (wire) => read(wire).set(wire.key),
  };
}

function mapSets<From, To>(
  extra: Readonly<Partial<Record<ExtraType, From>>>,
  map: (type: ExtraType, value: From) => To,
): Readonly<Partial<Record<ExtraType, To>>> {
  const entries = Object.entries(extra) as [ExtraType, From][];
  return Object.fromEntries(entries.map(([type, value]) => [type, map(type, value)]));
}

function known<T>(value: T | undefined, key: string): T {
  if (value === undefined) throw new Error(`the worker names "${key}", which it never sent`);
  return value;
}

function holdingsOf(groups: readonly GroupSnapshot[], plainRoutes: readonly PlainRoutes[]): Holdings {
  const [sets, resources] = [new Map<string, ResourceSet>(), new Map<string, Resource>()];
  const hold = (type: CompiledType | ExtraType, set: ResourceSet): void => {
    const key = setKey(type, set);
    if (sets.has(key)) return;
    sets.set(key, set);
    for (const item of set.byName.values()) resources.set(resourceKey(item), item);
  };
  for (const group of groups) for (const [type, set] of allSets(group)) hold(type, set);
  for (const { rds } of plainRoutes) hold('rds', rds);
  return { sets, resources };
}
