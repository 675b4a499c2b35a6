import type { CompiledType, ExtraType, GroupSnapshot, Resource, ResourceSet } from '../snapshot/model.ts';
import type { Goods } from './protocol.ts';
import type { Share } from './shared-bytes.ts';

type Lent = GroupSnapshot | ResourceSet | Resource;

interface Entry {
  readonly id: number;
  /** How many streams, snapshots or sets name it. */
  uses: number;
  /** What it names itself. */
  readonly parts: readonly Lent[];
}

/**
 * Keeps count of what one thread holds. Whatever it holds already is only named to it; what none of its streams is to
 * have any more it is told to forget, so that it holds what its streams hold and nothing else. Parts are the same if
 * they are the same object: the pipeline keeps what an edit leaves unchanged.
 */
export interface Lender {
  /** One stream more is to have this. */
  lend(what: GroupSnapshot | ResourceSet): void;
  /** Of what is lent. */
  idOf(what: GroupSnapshot | ResourceSet): number;
  /** One stream less. */
  takeBack(what: GroupSnapshot | ResourceSet): void;
  /** What is to be sent for the calls since the last time. */
  goods(): Goods;
}

interface Pending {
  resources: Goods['resources'][number][];
  sets: Goods['sets'][number][];
  snapshots: Goods['snapshots'][number][];
  forget: number[];
}

const nothing = (): Pending => ({ resources: [], sets: [], snapshots: [], forget: [] });

export function createLender(share: Share): Lender {
  const entries = new Map<Lent, Entry>();
  let pending = nothing();
  let lastId = 0;

  const add = (what: Lent, parts: readonly Lent[], send: (id: number) => void): number => {
    const known = entries.get(what);
    if (known) {
      known.uses += 1;
      return known.id;
    }
    const id = (lastId += 1);
    entries.set(what, { id, uses: 1, parts });
    send(id);
    return id;
  };
  const lendResource = (resource: Resource): number =>
    add(resource, [], (id) => pending.resources.push([id, share(resource)]));
  const lendSet = (set: ResourceSet): number => {
    const members = entries.has(set) ? [] : [...set.byName.values()];
    return add(set, members, (id) =>
      pending.sets.push({ id, version: set.version, resources: members.map(lendResource) }),
    );
  };
  const lendSnapshot = (snapshot: GroupSnapshot): number => {
    const { group, version, splits, sets, extra } = snapshot;
    return add(snapshot, partsOf(snapshot), (id) =>
      pending.snapshots.push({
        id,
        group,
        version,
        splits,
        sets: lendAll<CompiledType>(sets, lendSet) as Record<CompiledType, number>,
        extra: extra ? lendAll<ExtraType>(extra, lendSet) : null,
      }),
    );
  };
  const takeBack = (what: Lent): void => {
    const entry = entries.get(what);
    if (!entry) return;
    entry.uses -= 1;
    if (entry.uses > 0) return;
    entries.delete(what);
    pending.forget.push(entry.id);
    for (const part of entry.parts) takeBack(part);
  };

  return {
    lend(what) {
      if ('byName' in what) lendSet(what);
      else lendSnapshot(what);
    },
    idOf(what) {
      const entry = entries.get(what);
      if (!entry) throw new Error('this is not lent');
      return entry.id;
    },
    takeBack,
    goods() {
      const taken = pending;
      pending = nothing();
      return taken;
    },
  };
}

function partsOf({ sets, extra }: GroupSnapshot): readonly ResourceSet[] {
  return [...Object.values(sets), ...Object.values(extra ?? {})];
}

function lendAll<Type extends string>(
  sets: Readonly<Partial<Record<Type, ResourceSet>>>,
  lend: (set: ResourceSet) => number,
): Partial<Record<Type, number>> {
  const pairs = (Object.entries(sets) as [Type, ResourceSet][]).map(([type, set]) => [type, lend(set)]);
  return Object.fromEntries(pairs) as Partial<Record<Type, number>>;
}
