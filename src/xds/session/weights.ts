import type { References, Split } from '../../snapshot/model.ts';

/** Runtime keys and their numbers, sorted by key. */
export type RuntimeWeights = ReadonlyMap<string, number>;

/** For each target, the lists of clusters among which a client may be splitting at this moment. */
export type Shapes = ReadonlyMap<string, readonly (readonly string[])[]>;

export const runtimeKey = (target: string, cluster: string): string => `split.${target}.${cluster}`;

/** Weight of a cluster whose runtime key the client does not have: what its routes say (1 for each version). */
const ROUTE_WEIGHT = 1;

/** Collects the shapes of all route configurations that a client may hold. */
export function shapesOf(held: Iterable<{ readonly references: References }>): Shapes {
  const shapes = new Map<string, (readonly string[])[]>();
  const seen = new Set<string>();
  for (const { references } of held) {
    for (const { target, clusters } of references.splits ?? []) {
      const key = `${target}\0${clusters.join('\0')}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const known = shapes.get(target);
      if (known) known.push(clusters);
      else shapes.set(target, [clusters]);
    }
  }
  return shapes;
}

/**
 * The weights that a client may be given now, so that whichever of its shapes a request meets, the weights of
 * that shape's clusters do not sum to 0 (Envoy answers 404 then).
 *
 * A target whose shapes are all the new one gets its final weights. Otherwise clusters that every held shape
 * knows get their new weights and the others 0: a new version takes no traffic before the client has accepted
 * the routes that name it. Where some shape would sum to 0 by that, each cluster keeps the greater of its
 * previous and its new weight until the new routes are accepted.
 */
export function planWeights(
  splits: readonly Split[],
  shapes: Shapes,
  previous: RuntimeWeights | null,
): RuntimeWeights {
  const plan = new Map<string, number>();
  const targets = new Set<string>();
  for (const split of splits) {
    targets.add(split.target);
    const fresh = new Map(split.weights.map(({ cluster, weight }) => [cluster, weight]));
    planTarget({ target: split.target, fresh, held: shapes.get(split.target) ?? [], previous }, plan);
  }
  for (const [target, held] of shapes) {
    if (!targets.has(target)) planTarget({ target, fresh: new Map(), held, previous }, plan);
  }
  return new Map([...plan].sort(([a], [b]) => (a < b ? -1 : 1)));
}

interface TargetPlan {
  readonly target: string;
  readonly fresh: ReadonlyMap<string, number>;
  readonly held: readonly (readonly string[])[];
  readonly previous: RuntimeWeights | null;
}

function planTarget({ target, fresh, held, previous }: TargetPlan, plan: Map<string, number>): void {
  const set = (weights: ReadonlyMap<string, number>): void => {
    for (const [cluster, weight] of weights) plan.set(runtimeKey(target, cluster), weight);
  };
  if (held.every((shape) => sameClusters(shape, fresh))) {
    set(fresh);
    return;
  }
  const all = new Set([...fresh.keys(), ...held.flat()]);
  const common = new Map<string, number>();
  for (const cluster of all) {
    const everywhere = fresh.has(cluster) && held.every((shape) => shape.includes(cluster));
    common.set(cluster, everywhere ? (fresh.get(cluster) ?? 0) : 0);
  }
  const shapes = fresh.size > 0 ? [...held, [...fresh.keys()]] : held;
  if (shapes.every((shape) => shape.some((cluster) => (common.get(cluster) ?? 0) > 0))) {
    set(common);
    return;
  }
  const kept = new Map<string, number>();
  for (const cluster of all) {
    const heldNow = held.some((shape) => shape.includes(cluster));
    const before = previous?.get(runtimeKey(target, cluster)) ?? (heldNow ? ROUTE_WEIGHT : 0);
    kept.set(cluster, Math.max(before, fresh.get(cluster) ?? 0));
  }
  set(kept);
}

/** Every held shape is that of its target's split: the final weights may be given. */
export function isFinal(splits: readonly Split[], shapes: Shapes): boolean {
  const fresh = new Map(
    splits.map((split) => [
      split.target,
      new Map(split.weights.map(({ cluster, weight }) => [cluster, weight])),
    ]),
  );
  for (const [target, held] of shapes) {
    const weights = fresh.get(target);
    if (!weights || !held.every((shape) => sameClusters(shape, weights))) return false;
  }
  return true;
}

function sameClusters(shape: readonly string[], fresh: ReadonlyMap<string, number>): boolean {
  return shape.length === fresh.size && shape.every((cluster) => fresh.has(cluster));
}
