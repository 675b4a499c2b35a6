import { groupKey } from '../snapshot/groups.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet } from '../snapshot/model.ts';
import type { PlainRoutes } from './engine.ts';
import type { EngineHost } from './engine-host.ts';

export interface Need {
  readonly kind: 'group' | 'plainRoutes';
  readonly group: NodeGroup;
}

export interface OnDemandOptions {
  readonly host: Pick<EngineHost, 'group' | 'plainRoutes'>;
  readonly publish: (groups: readonly GroupSnapshot[]) => void;
  readonly publishPlainRoutes: (group: NodeGroup, rds: ResourceSet) => void;
  /** Nothing came of it: the service is gone, or what was made did not pass the last look. */
  readonly onNothing: (group: NodeGroup) => void;
  readonly onError: (error: unknown, group: NodeGroup) => void;
}

/** Compiles what streams want and nobody has compiled. */
export interface OnDemand {
  need(need: Need): void;
  /** Of the groups that are held, those whose plain routes were needed: they will be again, of what comes next. */
  plain(held: readonly NodeGroup[]): readonly NodeGroup[];
  /**
   * All that is held is published anew: what was compiled before is of no use any more. The plain routes that come
   * with it are given when they are needed.
   */
  superseded(plainRoutes: readonly PlainRoutes[]): void;
}

/**
 * A thousand nodes with ports of their own that come at once are a thousand groups, and each publish names again what
 * is still missing: everything is asked for once, and what is done is published together.
 */
export function createOnDemand(options: OnDemandOptions): OnDemand {
  const { host, publish, publishPlainRoutes, onNothing, onError } = options;
  const asked = new Set<string>();
  /** Groups whose plain routes were needed, by key. */
  const plain = new Set<string>();
  /** The plain routes of what is published, by the key of their group. */
  let given = new Map<string, ResourceSet>();
  let ready = new Map<string, GroupSnapshot>();

  const flush = (): void => {
    const groups = [...ready.values()];
    for (const key of ready.keys()) asked.delete(key);
    ready = new Map();
    if (groups.length > 0) publish(groups);
  };
  const compileGroup = async (key: string, group: NodeGroup): Promise<void> => {
    const snapshot = await host.group(group);
    if (snapshot === null) {
      asked.delete(key);
      onNothing(group);
      return;
    }
    if (ready.size === 0) setImmediate(flush);
    ready.set(key, snapshot);
  };
  const compileRoutes = async (key: string, group: NodeGroup): Promise<void> => {
    const rds = await host.plainRoutes(group);
    asked.delete(key);
    if (rds === null) onNothing(group);
    else publishPlainRoutes(group, rds);
  };

  return {
    need({ kind, group }) {
      if (kind === 'plainRoutes') {
        plain.add(groupKey(group));
        const rds = given.get(groupKey(group));
        if (rds !== undefined) {
          // Not from within the publication: they go with what the streams are given then.
          queueMicrotask(() => {
            if (given.get(groupKey(group)) === rds) publishPlainRoutes(group, rds);
          });
          return;
        }
      }
      const key = `${kind} ${groupKey(group)}`;
      if (asked.has(key)) return;
      asked.add(key);
      const done = kind === 'group' ? compileGroup(key, group) : compileRoutes(key, group);
      done.catch((error: unknown) => {
        asked.delete(key);
        onError(error, group);
      });
    },
    plain(held) {
      const keys = new Set(held.map(groupKey));
      for (const key of plain) if (!keys.has(key)) plain.delete(key);
      return held.filter((group) => plain.has(groupKey(group)));
    },
    superseded(plainRoutes) {
      for (const key of ready.keys()) asked.delete(key);
      ready.clear();
      given = new Map(plainRoutes.map(({ group, rds }) => [groupKey(group), rds]));
    },
  };
}
