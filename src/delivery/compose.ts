import { hash } from 'node:crypto';
import type { GroupSnapshot, Resource, ResourceSet } from '../snapshot/model.ts';
import { setOf } from './sets.ts';
import { liveSplit } from './splits.ts';
import { sameStructure } from './structure.ts';

export type Composer = (older: GroupSnapshot, newest: GroupSnapshot) => GroupSnapshot;

/** Composes each pair once, so that all streams of a group share it. */
export function createComposer(): Composer {
  const made = new WeakMap<GroupSnapshot, WeakMap<GroupSnapshot, GroupSnapshot>>();
  return (older, newest) => {
    let pairs = made.get(older);
    if (!pairs) made.set(older, (pairs = new WeakMap()));
    let composed = pairs.get(newest);
    if (!composed) pairs.set(newest, (composed = compose(older, newest)));
    return composed;
  };
}

/**
 * What a node holds that stays with an older structure while the newest publish goes on: the older listeners,
 * routes and clusters, with the newest endpoints, secrets and weights for those clusters.
 */
function compose(older: GroupSnapshot, newest: GroupSnapshot): GroupSnapshot {
  if (sameStructure(older, newest)) return newest;
  const eds = overlay(older.sets.eds, newest.sets.eds);
  const [before, now] = [older.extra?.sds, newest.extra?.sds];
  // Those that come from a file have no secrets.
  const sds = before && now ? overlay(before, now) : (now ?? before);
  const rds = older.group.client === 'proxyless' ? liveRoutes(older, newest) : older.sets.rds;
  const sets = Object.freeze({ ...older.sets, rds, eds });
  const has = (cluster: string): boolean => older.sets.cds.byName.has(cluster);
  const splits = older.splits.map((split) => liveSplit(split, newest.splits, has));
  const same = rds === older.sets.rds && eds === older.sets.eds && sds === older.extra?.sds;
  if (same && JSON.stringify(splits) === JSON.stringify(older.splits)) return older;
  const facts = [older.version, rds.version, eds.version, sds?.version ?? '', JSON.stringify(splits)];
  const version = hash('sha256', facts.join('\n'), 'hex').slice(0, 16);
  const extra = sds && { extra: Object.freeze({ ...older.extra, sds }) };
  return Object.freeze({ ...older, version, sets, ...extra, splits });
}

/** The routes of gRPC applications hold the weights, so they are live as far as the older clusters go. */
function liveRoutes(older: GroupSnapshot, newest: GroupSnapshot): ResourceSet {
  const { cds, rds } = older.sets;
  return overlay(rds, newest.sets.rds, ({ references: { clusters = [] } }) =>
    clusters.every((name) => cds.byName.has(name)),
  );
}

/** The older names, each in its newest form if that fits; what the newest has no more is kept as it was. */
function overlay(
  older: ResourceSet,
  newest: ResourceSet,
  fits: (resource: Resource) => boolean = () => true,
): ResourceSet {
  const byName = new Map<string, Resource>();
  let changed = false;
  for (const [name, resource] of older.byName) {
    const found = newest.byName.get(name);
    const now = found && fits(found) ? found : resource;
    changed ||= now.version !== resource.version;
    byName.set(name, now);
  }
  if (!changed) return older;
  return setOf(byName.values());
}
