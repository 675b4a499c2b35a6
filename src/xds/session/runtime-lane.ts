import { hash } from 'node:crypto';
import type { Split } from '../../snapshot/model.ts';
import { createBoundedCache } from './bounded-cache.ts';
import { readySplits } from './readiness.ts';
import { WEIGHTS_LAYER } from './session-state.ts';
import type { Goal, Held, SessionState } from './session-state.ts';
import type { Subscription } from './subscription.ts';
import { onlyView, possibleItems } from './type-state.ts';
import { isForeign, viewOf } from './view.ts';
import type { Item, View } from './view.ts';
import { isFinal, planWeights, shapesOf } from './weights.ts';
import type { RuntimeWeights } from './weights.ts';
import { encodeRuntime } from '../wire/resources.ts';

/** Makes the runtime layers of each stream; streams with equal weights share the bytes. */
export interface RuntimeLane {
  goal(state: SessionState, sub: Subscription): Goal;
  /** The weights of a layer that this lane made; null for one that it does not know. */
  weightsIn(view: View): RuntimeWeights | null;
  /** The layer with the weights that the newest snapshot wants in the end. */
  finalView(state: Held, sub: Subscription): View;
}

/** Layers and views beyond these are made anew; a mesh has few at a time. */
const MOST_CACHED = { bytes: 8 * 1_048_576, entries: 512 };

const NONE: ReadonlySet<string> = new Set();

export function createRuntimeLane(): RuntimeLane {
  const layers = createBoundedCache<Item>(MOST_CACHED);
  const views = createBoundedCache<View>(MOST_CACHED);
  const weightsByItem = new WeakMap<Item, RuntimeWeights>();

  const layer = (name: string, weights: RuntimeWeights): Item => {
    let text = name;
    for (const [key, weight] of weights) text += `\n${key}=${weight}`;
    let item = layers.get(text);
    if (!item) {
      const any = encodeRuntime(name, weights);
      item = { name, version: hash('sha256', any, 'hex').slice(0, 16), any, references: {} };
      weightsByItem.set(item, weights);
      layers.set(text, item, any.length + text.length);
    }
    return item;
  };
  const shared = (items: readonly Item[]): View => {
    // What only one client has the bytes of is no layer to be given to another.
    const key = items
      .map((item) => `${item.name}\0${item.version}${isForeign(item) ? '\0' : ''}`)
      .sort()
      .join('\n');
    let view = views.get(key);
    if (!view) {
      view = viewOf(items);
      const bytes = items.reduce((sum, { any }) => sum + any.length, key.length);
      views.set(key, view, bytes);
    }
    return view;
  };
  // By the identity of weights and subscription: streams with the same ones do not even compare them.
  const known = new WeakMap<RuntimeWeights, WeakMap<Subscription, Goal>>();
  const goalWith = (sub: Subscription, weights: RuntimeWeights): Goal => {
    let bySubscription = known.get(weights);
    if (!bySubscription) known.set(weights, (bySubscription = new WeakMap<Subscription, Goal>()));
    let goal = bySubscription.get(sub);
    if (!goal) bySubscription.set(sub, (goal = { view: makeView(sub, weights), pending: NONE }));
    return goal;
  };
  const makeView = (sub: Subscription, weights: RuntimeWeights | null): View => {
    const items: Item[] = [];
    for (const name of sub.names) {
      if (name !== WEIGHTS_LAYER) items.push(layer(name, new Map()));
      else if (weights) items.push(layer(name, weights));
    }
    return shared(items);
  };

  return {
    goal(state, sub) {
      const weights = currentWeights(state);
      if (weights !== null) return goalWith(sub, weights);
      const view = makeView(sub, null);
      if (!sub.names.has(WEIGHTS_LAYER)) return { view, pending: NONE };
      const held = state.types.rtds.sent.items.get(WEIGHTS_LAYER);
      if (!held) return { view, pending: new Set([WEIGHTS_LAYER]) };
      return { view: shared([...view.items.values(), held]), pending: NONE };
    },
    weightsIn(view) {
      const item = view.items.get(WEIGHTS_LAYER);
      return (item && weightsByItem.get(item)) ?? null;
    },
    finalView(state, sub) {
      return goalWith(sub, finalWeights(state)).view;
    },
  };
}

const NO_WEIGHTS: RuntimeWeights = new Map();
const finals = new WeakMap<readonly Split[], RuntimeWeights>();
/** Routes whose splits are those of the snapshot beside them. */
const settled = new WeakMap<View, readonly Split[]>();

function finalWeights(state: Held): RuntimeWeights {
  if (state.client === 'plain' || !state.snapshot) return NO_WEIGHTS;
  const { splits } = state.snapshot;
  let weights = finals.get(splits);
  if (!weights) finals.set(splits, (weights = planWeights(splits, new Map(), null)));
  return weights;
}

/** Null: the client keeps what it has for now. */
function currentWeights(state: SessionState): RuntimeWeights | null {
  // Unknown service: a layer is awaited at start-up, so that a client without one gets it, empty.
  if (state.service === 'unknown' && !state.snapshot) return state.types.rtds.fresh ? NO_WEIGHTS : null;
  if (state.client === 'plain') return NO_WEIGHTS;
  if (!state.snapshot || state.runtimeHold !== null) return null;
  const splits = readySplits(state, state.snapshot.splits);
  const whole = splits === state.snapshot.splits;
  const single = whole ? onlyView(state.types.rds) : null;
  if (single && settled.get(single) === splits) return finalWeights(state);
  const routes = [...possibleItems(state.types.rds)];
  const foreign = routes.some(isForeign);
  if (single && !foreign && isFinal(splits, shapesOf(routes))) {
    settled.set(single, splits);
    return finalWeights(state);
  }
  const plan = planWeights(splits, shapesOf(routes), state.weights);
  return foreign ? withoutZeros(plan) : plan;
}

/**
 * For a client whose routes only it knows, until it has accepted newer ones: whatever clusters they name, their
 * weights must not sum to 0, and 1 in 10,000 is the least that there is.
 */
function withoutZeros(weights: RuntimeWeights): RuntimeWeights {
  return new Map([...weights].map(([key, weight]) => [key, Math.max(1, weight)]));
}
