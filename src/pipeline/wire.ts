import type {
  CompiledType,
  GroupSnapshot,
  NodeGroup,
  Resource,
  ResourceSet,
  Split,
} from '../snapshot/model.ts';
import type { EngineAnswer, Publication } from './engine.ts';

/**
 * What crosses from the worker to the main thread. Bytes are copied once, on the worker, and moved; whatever the
 * main thread holds already is only named. Both sides derive what it holds from the same messages in the same order:
 * after a publication exactly what that publication names, after a group also what the group names.
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
}

export interface WirePublication extends Omit<Publication, 'groups'>, WireSets {
  readonly groups: readonly WireGroup[];
}

export interface WireAnswer extends Omit<EngineAnswer, 'publication'> {
  readonly publication: WirePublication | null;
}

/** Below this a copy is cheaper than the bookkeeping of a moved buffer. */
const MOVE_FROM_BYTES = 4096;
const TYPES: readonly CompiledType[] = ['lds', 'rds', 'cds', 'eds'];

function resourceKey({ type, name, version }: Resource): string {
  return `${type} ${version} ${name}`;
}

function setKey(type: CompiledType, set: ResourceSet): string {
  return `${type} ${set.version}`;
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

export function createEncoder(): Encoder {
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
        const any = new Uint8Array(item.any);
        if (any.length >= MOVE_FROM_BYTES) moved.push(any.buffer);
        resources.push({ ...item, any });
      }
      named.add(key);
      return key;
    };
    const set = (type: CompiledType, value: ResourceSet): string => {
      const key = setKey(type, value);
      if (named.has(key)) return key;
      const members = [...value.byName.values()].map(resource);
      if (!known.has(key)) sets.push({ key, version: value.version, resources: members });
      named.add(key);
      return key;
    };
    const group = ({ group: of, version, splits, sets: s }: GroupSnapshot): WireGroup => ({
      group: of,
      version,
      splits,
      sets: {
        lds: set('lds', s.lds),
        rds: set('rds', s.rds),
        cds: set('cds', s.cds),
        eds: set('eds', s.eds),
      },
    });
    return { named, resources, sets, moved, set, group };
  }

  return {
    publication({ groups, ...rest }) {
      const { named, resources, sets, moved, group } = message(held);
      const wireGroups = groups.map(group);
      held = named;
      return { wire: { ...rest, groups: wireGroups, resources, sets }, moved };
    },
    group(snapshot) {
      const { named, resources, sets, moved, group } = message(held);
      const wire = { group: group(snapshot), resources, sets };
      held = new Set([...held, ...named]);
      return { wire, moved };
    },
    routes(value) {
      const { named, resources, sets, moved, set } = message(held);
      const wire = { key: set('rds', value), resources, sets };
      held = new Set([...held, ...named]);
      return { wire, moved };
    },
  };
}

export interface Decoder {
  publication(wire: WirePublication): Publication;
  group(wire: { readonly group: WireGroup } & WireSets): GroupSnapshot;
  routes(wire: { readonly key: string } & WireSets): ResourceSet;
}

export function createDecoder(): Decoder {
  let resources = new Map<string, Resource>();
  let sets = new Map<string, ResourceSet>();

  const get = <T>(map: ReadonlyMap<string, T>, key: string): T => {
    const value = map.get(key);
    if (value === undefined) throw new Error(`the worker names "${key}", which it never sent`);
    return value;
  };
  const take = (wire: WireSets): void => {
    for (const item of wire.resources) resources.set(resourceKey(item), item);
    for (const { key, version, resources: members } of wire.sets) {
      const list = members.map((member) => get(resources, member));
      sets.set(key, { version, byName: new Map(list.map((item) => [item.name, item])) });
    }
  };
  const build = ({ sets: keys, ...rest }: WireGroup): GroupSnapshot => ({
    ...rest,
    sets: {
      lds: get(sets, keys.lds),
      rds: get(sets, keys.rds),
      cds: get(sets, keys.cds),
      eds: get(sets, keys.eds),
    },
  });
  /** Lets go of what the newest publication no longer names. */
  const keepOnly = (groups: readonly GroupSnapshot[]): void => {
    const [keptSets, keptResources] = [new Map<string, ResourceSet>(), new Map<string, Resource>()];
    for (const group of groups) {
      for (const type of TYPES) {
        const set = group.sets[type];
        keptSets.set(setKey(type, set), set);
        for (const item of set.byName.values()) keptResources.set(resourceKey(item), item);
      }
    }
    [sets, resources] = [keptSets, keptResources];
  };

  return {
    publication(wire) {
      take(wire);
      const groups = wire.groups.map(build);
      keepOnly(groups);
      const { version, services, withoutSidecar, counts, knownVersions } = wire;
      return { version, services, withoutSidecar, counts, knownVersions, groups };
    },
    group(wire) {
      take(wire);
      return build(wire.group);
    },
    routes(wire) {
      take(wire);
      return get(sets, wire.key);
    },
  };
}
