import type { Split } from '../../snapshot/model.ts';
import { WEIGHTS_LAYER } from './session-state.ts';
import type { SessionState } from './session-state.ts';
import { heldOf, onlyView, possibleViews } from './type-state.ts';
import type { Item, View } from './view.ts';
import { runtimeKey } from './weights.ts';

/*
 * Weights and endpoints travel by different types, and a cluster with a weight and no endpoint answers 503. So a
 * version that comes has its endpoints accepted before it gets a weight, and one that goes loses its weight before
 * its endpoints. An assignment has the name of its cluster.
 */

/**
 * The snapshot's splits as this client may have them now: those of the snapshot, the same object, unless it may
 * still hold a weighted cluster without endpoints. Then the target keeps its weights until the endpoints are accepted.
 */
export function readySplits(state: SessionState, splits: readonly Split[]): readonly Split[] {
  const held = onlyView(state.types.eds);
  if (held === null) return splitsAmong(state, splits);
  if (ready.get(held) === splits) return splits;
  const found = splitsAmong(state, splits);
  if (found === splits) ready.set(held, splits);
  return found;
}

/** By the assignments that a client holds and no others, the splits that it may have as they are. */
const ready = new WeakMap<View, readonly Split[]>();

function splitsAmong(state: SessionState, splits: readonly Split[]): readonly Split[] {
  const views = possibleViews(state.types.eds);
  const mayBeEmpty = (cluster: string): boolean =>
    views.some((view) => view.items.get(cluster)?.references.empty === true);
  if (
    !splits.some(({ weights }) => weights.some(({ cluster, weight }) => weight > 0 && mayBeEmpty(cluster)))
  ) {
    return splits;
  }
  return splits.map((split) => {
    const waits = split.weights.some(({ cluster, weight }) => weight > 0 && mayBeEmpty(cluster));
    return waits ? withWeights(split, waitingWeights(split, state, mayBeEmpty)) : split;
  });
}

type Weights = readonly { readonly cluster: string; readonly weight: number }[];

function withWeights(split: Split, weights: Weights): Split {
  // Every version without endpoints: no weights are better than others, and they must not sum to 0.
  return weights.some(({ weight }) => weight > 0) ? { ...split, weights } : split;
}

/** What the client has, if that takes nothing to an empty cluster; else the new weights without the empty ones. */
function waitingWeights(
  split: Split,
  state: SessionState,
  mayBeEmpty: (cluster: string) => boolean,
): Weights {
  const before = split.weights.map(({ cluster }) => ({
    cluster,
    weight: state.weights?.get(runtimeKey(split.target, cluster)) ?? 0,
  }));
  const sound = before.every(({ cluster, weight }) => weight === 0 || !mayBeEmpty(cluster));
  if (sound && before.some(({ weight }) => weight > 0)) return before;
  return split.weights.map(({ cluster, weight }) => ({ cluster, weight: mayBeEmpty(cluster) ? 0 : weight }));
}

/**
 * Whether a load assignment may go out as far as weights are concerned. One that loses its last endpoint waits until
 * the weights that take the traffic off its cluster have been sent, but not longer than `runtimeWait`.
 */
export function trafficGone(
  state: SessionState,
  now: number,
  wake: (at: number) => void,
): (item: Item) => boolean {
  const { eds, rtds } = state.types;
  const steered =
    state.client === 'runtime' && !rtds.rejection && rtds.sub?.names.has(WEIGHTS_LAYER) === true;
  return (item) => {
    if (item.references.empty !== true || !steered) return true;
    const held = heldOf(eds, item.name);
    if (!held || held.references.empty === true || eds.force.has(item.name)) return true;
    if (!losesTraffic(state, item.name)) return true;
    const end = (eds.blockedSince ?? now) + state.timings.runtimeWait;
    if (now >= end) return true;
    wake(end);
    return false;
  };
}

/** The client was sent a weight for the cluster, and the newest weights have none for it. */
function losesTraffic(state: SessionState, cluster: string): boolean {
  for (const { target, weights } of state.snapshot?.splits ?? []) {
    const own = weights.find((weight) => weight.cluster === cluster);
    if (own) return own.weight === 0 && (state.weights?.get(runtimeKey(target, cluster)) ?? 0) > 0;
  }
  return false;
}
