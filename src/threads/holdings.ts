import type { GroupSnapshot, Resource, ResourceSet } from '../snapshot/model.ts';
import type { Goods } from './protocol.ts';

/** What a serving thread holds of what the main thread has lent it: the counterpart of the lender. */
export interface Holdings {
  /** Puts together what has come. What is to be forgotten is still there until `forget`. */
  take(goods: Goods): void;
  snapshot(id: number): GroupSnapshot;
  routes(id: number): ResourceSet;
  forget(goods: Goods): void;
  /** How many parts there are. */
  readonly size: number;
}

export function createHoldings(): Holdings {
  const resources = new Map<number, Resource>();
  const sets = new Map<number, ResourceSet>();
  const snapshots = new Map<number, GroupSnapshot>();

  const get = <T>(held: ReadonlyMap<number, T>, id: number): T => {
    const value = held.get(id);
    if (value === undefined) throw new Error(`the main thread names part ${id}, which it has not lent`);
    return value;
  };
  const build = <Type extends string>(
    ids: Readonly<Partial<Record<Type, number>>>,
  ): Partial<Record<Type, ResourceSet>> => {
    const pairs = (Object.entries(ids) as [Type, number][]).map(([type, id]) => [type, get(sets, id)]);
    return Object.fromEntries(pairs) as Partial<Record<Type, ResourceSet>>;
  };

  return {
    take(goods) {
      for (const [id, resource] of goods.resources) resources.set(id, resource);
      for (const { id, version, resources: members } of goods.sets) {
        const list = members.map((member) => get(resources, member));
        sets.set(id, { version, byName: new Map(list.map((item) => [item.name, item])) });
      }
      for (const { id, group, version, splits, sets: compiled, extra } of goods.snapshots) {
        snapshots.set(id, {
          group,
          version,
          splits,
          sets: build(compiled) as GroupSnapshot['sets'],
          ...(extra && { extra: build(extra) }),
        });
      }
    },
    snapshot: (id) => get(snapshots, id),
    routes: (id) => get(sets, id),
    forget(goods) {
      for (const id of goods.forget) {
        if (!resources.delete(id) && !sets.delete(id)) snapshots.delete(id);
      }
    },
    get size() {
      return resources.size + sets.size + snapshots.size;
    },
  };
}
