import { hash } from 'node:crypto';
import type { GroupSnapshot, Resource, ResourceSet, Split } from '../snapshot/model.ts';
import { sameStructure } from './structure.ts';

const TOTAL = 10_000;

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
  const splits = older.splits.map((split) => liveSplit(split, newest.splits));
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
  const text = [...byName].map(([name, { version }]) => `${name} ${version}`).join('\n');
  return Object.freeze({ version: hash('sha256', text, 'hex').slice(0, 16), byName });
}

/**
 * The newest weights over the older clusters: one that is gone gets 0, the others share what is left in their
 * proportion. Where nothing would be left, the older weights stay.
 */
function liveSplit(older: Split, newest: readonly Split[]): Split {
  const now = newest.find(({ target }) => target === older.target);
  if (now === undefined) return older;
  const fresh = new Map(now.weights.map(({ cluster, weight }) => [cluster, weight]));
  const wanted = older.weights.map(({ cluster }) => fresh.get(cluster) ?? 0);
  const sum = wanted.reduce((total, weight) => total + weight, 0);
  if (sum === 0) return older;
  const scaled = sum === TOTAL ? wanted : scale(wanted, sum);
  const weights = older.weights.map(({ cluster }, index) => ({ cluster, weight: scaled[index] ?? 0 }));
  return Object.freeze({ ...older, weights });
}

/** Largest remainder: whole numbers in the same proportion that sum to `TOTAL`, at least 1 where it was not 0. */
function scale(weights: readonly number[], sum: number): readonly number[] {
  const exact = weights.map((weight) => (weight * TOTAL) / sum);
  const whole = exact.map((weight) => (weight > 0 ? Math.max(1, Math.floor(weight)) : 0));
  const rest = TOTAL - whole.reduce((total, weight) => total + weight, 0);
  const order = exact
    .map((weight, index) => ({ index, weight, remainder: weight - Math.floor(weight) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => (rest > 0 ? b.remainder - a.remainder : b.weight - a.weight) || a.index - b.index);
  for (let left = Math.abs(rest), turn = 0; left > 0; left -= 1, turn += 1) {
    const index = order[turn % order.length]?.index ?? 0;
    whole[index] = (whole[index] ?? 0) + Math.sign(rest);
  }
  return whole;
}
