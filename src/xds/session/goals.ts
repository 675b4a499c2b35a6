import type { ResourceSet, ResourceType } from '../../snapshot/model.ts';
import { callsGone, clustersKnown, withComingClusters } from './application-order.ts';
import {
  caughtUp,
  compiledSet,
  emptyAssignments,
  isAsSent,
  wantedBy,
  WEIGHTS_LAYER,
} from './session-state.ts';
import type { Goal, SessionState } from './session-state.ts';
import { differenceOf } from './difference.ts';
import type { Difference } from './difference.ts';
import { heldOf, possibleItems } from './type-state.ts';
import type { TypeState } from './type-state.ts';
import { isAbsent, isForeign, viewOf } from './view.ts';
import type { Item, View } from './view.ts';
import { wants } from './subscription.ts';
import type { Subscription } from './subscription.ts';
import { trafficGone } from './readiness.ts';
import type { RuntimeLane } from './runtime-lane.ts';
import { runtimeKey } from './weights.ts';

/** When something that time alone brings about is due; the session asks for a tick then. */
export type Wake = (at: number) => void;

export interface GoalContext {
  readonly state: SessionState;
  readonly lane: RuntimeLane;
  readonly now: number;
  readonly wake: Wake;
}

/** Null: nothing can be said about this type yet. */
export function goalOf(context: GoalContext, type: ResourceType): Goal | null {
  const { state } = context;
  const own = state.types[type];
  const { sub } = own;
  if (!sub) return null;
  if (type === 'rtds') return context.lane.goal(state, sub);
  const set = compiledSet(state, type);
  if (!set) {
    // An unknown service gets nothing; but a cluster that waits for its assignment would wait for 15 s.
    const answerable = type === 'eds' && state.service === 'unknown' && own.fresh;
    return answerable ? { view: emptyAssignments(sub), pending: NONE } : null;
  }
  const wanted = wantedBy(own, set, sub);
  if (isAsSent(own, wanted)) {
    own.blockedSince = null;
    own.retiring.clear();
    return { view: wanted, pending: NONE };
  }
  const ofApplication = state.client === 'proxyless';
  switch (type) {
    case 'cds':
      return compose(context, {
        own,
        sub,
        set,
        wanted,
        admissible: always,
        keeps: keepsCluster(context, set),
      });
    case 'eds':
      return compose(context, {
        own,
        sub,
        set,
        wanted,
        admissible: ofApplication ? callsGone(state, context) : trafficGone(state, context.now, context.wake),
        keeps: keepsAssignment(state),
      });
    case 'lds':
      return compose(context, {
        own,
        sub,
        set,
        wanted,
        admissible: clustersWarm(context),
        keeps: keepsListener(context),
      });
    case 'rds': {
      const warm = clustersWarm(context);
      return compose(context, {
        own,
        sub,
        set,
        wanted,
        admissible: ofApplication
          ? clustersKnown(state, context)
          : (item) => keysSent(state, item) && warm(item),
        keeps: keepsRoutes(state),
        ...(ofApplication && { bridge: withComingClusters }),
      });
    }
    default:
      // What waits for a secret or a filter's configuration is warming: they are never held back.
      return compose(context, { own, sub, set, wanted, admissible: always, keeps: never });
  }
}

interface Composition {
  readonly own: TypeState;
  readonly sub: Subscription;
  readonly set: ResourceSet;
  readonly wanted: View;
  /** May this new form go out now? */
  readonly admissible: (item: Item) => boolean;
  /** Must the client keep this resource, which the set no longer has, for now? */
  readonly keeps: (item: Item) => boolean;
  /** What goes out in place of a form that may not, to make way for it; absent: the client keeps what it has. */
  readonly bridge?: (next: Item, held: Item) => Item;
}

const always = (): boolean => true;
const never = (): boolean => false;
const NONE: ReadonlySet<string> = new Set();

/**
 * The wanted view, but for what is held back: a new form that may not go yet or was rejected (the client keeps
 * the old one), and a removal that would break something.
 */
function compose(context: GoalContext, composition: Composition): Goal {
  const { own, sub, set, wanted, admissible, keeps, bridge } = composition;
  // What the client was sent and did not reject tells all: only what differs from it needs a look.
  const plain = own.rejection === null && (own.lastNonce !== null || own.doubt.length === 0);
  const difference = plain ? differenceOf(own.sent, wanted) : null;
  if (difference !== null && goesWhole(difference, composition)) {
    own.blockedSince = null;
    own.retiring.clear();
    return { view: wanted, pending: NONE };
  }
  const changes = new Map<string, Item | null>();
  const pending = new Set<string>();
  let blocked = false;
  for (const item of difference?.changed ?? wanted.items.values()) {
    const held = heldOf(own, item.name);
    if (held?.version === item.version) continue;
    if (!set.byName.has(item.name)) {
      if (held && (isRejected(own, item.name, '') || keeps(held))) changes.set(item.name, held);
      continue;
    }
    const rejected = isRejected(own, item.name, item.version);
    if (!rejected && admissible(item)) continue;
    blocked ||= !rejected;
    if (!rejected && !held) pending.add(item.name);
    const bridged = held && !rejected ? bridge?.(item, held) : undefined;
    const good = bridged && !isRejected(own, item.name, bridged.version) ? bridged : held;
    changes.set(item.name, good ?? null);
  }
  for (const item of difference?.gone ?? outdated(own, wanted)) {
    if (!wants(sub, item) || changes.has(item.name)) continue;
    if (isRejected(own, item.name, '') || keeps(item)) changes.set(item.name, item);
  }
  own.blockedSince = blocked ? (own.blockedSince ?? context.now) : null;
  if (changes.size === 0) {
    own.retiring.clear();
    return { view: wanted, pending };
  }
  for (const name of own.retiring.keys()) if (!changes.has(name)) own.retiring.delete(name);
  const items: Item[] = [...wanted.items.values()].filter((item) => !changes.has(item.name));
  for (const item of changes.values()) if (item) items.push(item);
  return { view: viewOf(items), pending };
}

/** Nothing of it is held back, as with most changes: they are to cost no lists, times the fleet. */
function goesWhole({ changed, gone }: Difference, { set, admissible }: Composition): boolean {
  return gone.length === 0 && changed.every((item) => set.byName.has(item.name) && admissible(item));
}

/**
 * What the client may hold and the wanted view does not name any more. A removal that was sent stays decided,
 * accepted or not; on a new stream, what the client is remembered to hold counts.
 */
function outdated(own: TypeState, wanted: View): Item[] {
  const found = new Map<string, Item>();
  for (const view of own.lastNonce === null ? [...own.doubt, own.sent] : [own.sent]) {
    if (view === wanted) continue;
    for (const item of view.items.values()) {
      if (!isAbsent(item) && !wanted.items.has(item.name)) found.set(item.name, item);
    }
  }
  return [...found.values()];
}

function isRejected(own: TypeState, name: string, version: string): boolean {
  return own.rejection?.batch.get(name) === version;
}

/** Removal of a cluster or listener that nothing needs any more, the grace (milliseconds) over. */
function graceOver(
  context: GoalContext,
  { retiring }: TypeState,
  of: { name: string; grace: number },
): boolean {
  const since = retiring.get(of.name) ?? context.now;
  retiring.set(of.name, since);
  const end = since + of.grace;
  if (context.now >= end) return true;
  context.wake(end);
  return false;
}

/**
 * A cluster goes once no route or listener that the client may hold names it, plus the grace. A client that comes back
 * and has yet to say which routes it holds is waited for, up to a limit.
 */
function keepsCluster(context: GoalContext, set: ResourceSet): Composition['keeps'] {
  const { state } = context;
  const { clusterWait, removalGrace } = state.timings;
  let grace: number | undefined;
  let named: ReadonlySet<string> | 'unknown' | undefined;
  return (item) => {
    if (set.byName.has(item.name)) return false;
    named ??= namedClusters(state);
    if (named === 'unknown' || named.has(item.name)) {
      state.types.cds.retiring.delete(item.name);
      return true;
    }
    grace ??= owesRoutes(state) ? clusterWait : removalGrace;
    return !graceOver(context, state.types.cds, { name: item.name, grace });
  };
}

/** The client has clusters from before this stream, and has not asked for the listeners or routes that go with them. */
function owesRoutes({ only, types: { cds, lds, rds } }: SessionState): boolean {
  if (only !== null || cds.fresh || (lds.sub !== null && rds.sub !== null)) return false;
  if (lds.sub === null) return true;
  for (const { references } of possibleItems(lds)) if (references.routes?.length) return true;
  return false;
}

/** Clusters that routes and listeners of the client may name; `unknown` while it holds some from elsewhere. */
function namedClusters(state: SessionState): ReadonlySet<string> | 'unknown' {
  if (isUnclear(state.types.lds) || isUnclear(state.types.rds)) return 'unknown';
  const named = new Set<string>();
  const live = liveRoutes(state);
  for (const item of possibleItems(state.types.lds)) {
    if (isForeign(item)) return 'unknown';
    for (const cluster of item.references.clusters ?? []) named.add(cluster);
  }
  for (const item of possibleItems(state.types.rds)) {
    if (!live(item.name)) continue;
    if (isForeign(item)) return 'unknown';
    for (const cluster of item.references.clusters ?? []) named.add(cluster);
  }
  return named;
}

/** SotW: the client said that it holds something, nobody knows what, and it has not accepted anything newer. */
function isUnclear({ sub, fresh, remembered, acked }: TypeState): boolean {
  return sub !== null && !fresh && remembered === null && acked === null;
}

/** Tells whether a route configuration is in use: named by a listener that the client may hold, or wanted. */
function liveRoutes(state: SessionState): (name: string) => boolean {
  const { lds } = state.types;
  if (!lds.sub) return always;
  const routes = new Set<string>();
  for (const item of possibleItems(lds)) {
    if (isForeign(item)) return always;
    for (const route of item.references.routes ?? []) routes.add(route);
  }
  const set = compiledSet(state, 'rds');
  return (name) => routes.has(name) || set?.byName.has(name) === true;
}

/** An assignment that no cluster of the set wants belongs to one on its way out, which keeps its endpoints. */
function keepsAssignment(state: SessionState): Composition['keeps'] {
  let wanted: Set<string> | undefined;
  return (item) => {
    wanted ??= new Set(
      [...(compiledSet(state, 'cds')?.byName.values() ?? [])].flatMap(
        ({ references }) => references.assignment ?? [],
      ),
    );
    if (wanted.has(item.name)) return false;
    // Its cluster warms up again and this server does not have the endpoints: none at all ends the wait.
    return !(isForeign(item) && state.types.eds.force.has(item.name));
  };
}

/** Listeners go last: after the client has accepted everything else that is new, plus the grace. */
function keepsListener(context: GoalContext): Composition['keeps'] {
  const { state } = context;
  const { lds } = state.types;
  const settled = caughtUp(state, 'cds') && caughtUp(state, 'rds') && caughtUp(state, 'lds');
  return (item) => {
    if (!settled && !lds.retiring.has(item.name)) return true;
    return !graceOver(context, lds, { name: item.name, grace: state.timings.removalGrace });
  };
}

/** Routes stay as long as a listener of the client may use them. */
function keepsRoutes(state: SessionState): Composition['keeps'] {
  const { lds } = state.types;
  return (item) => {
    if (!lds.sub) return false;
    for (const listener of possibleItems(lds)) {
      if (isForeign(listener) || listener.references.routes?.includes(item.name)) return true;
    }
    return false;
  };
}

/**
 * Envoy accepts a CDS response only once its clusters are warm; routes and listeners that name a new one wait
 * for that, up to a limit. Routes with weights come after the clusters of their publish: those that still name a
 * cluster of the one before are for clients that hold it. A client that asks for clusters by name does so because of
 * its routes: no wait.
 */
function clustersWarm({ state, now, wake }: GoalContext): Composition['admissible'] {
  const { cds } = state.types;
  if (!cds.sub?.wildcard) return always;
  const wait = state.timings.clusterWait;
  const settled = cds.inflight.length === 0 ? cds.acked : null;
  return (item) => {
    if (settled !== null && warmIn.get(item) === settled) return true;
    let warm = true;
    for (const name of item.references.clusters ?? []) {
      // A removal under way counts as done: the cluster may be gone, and must come and warm up again.
      if (holds(cds.acked, name) && cds.inflight.every(({ view }) => holds(view, name))) continue;
      const sent = cds.inflight.find(({ view }) => holds(view, name));
      if (sent && now >= sent.sentAt + wait) continue;
      if (sent) wake(sent.sentAt + wait);
      warm = false;
    }
    if (warm && settled !== null) warmIn.set(item, settled);
    return warm;
  };
}

/** The accepted clusters among which all were that an item names: the same for most streams of a change. */
const warmIn = new WeakMap<Item, View>();

function holds(view: View | null, name: string): boolean {
  const item = view?.items.get(name);
  return item !== undefined && !isAbsent(item);
}

/** Routes with a new split wait until the client was sent a weight for each of its clusters, not all of them 0. */
function keysSent(state: SessionState, item: Item): boolean {
  if (state.client !== 'runtime' || state.runtimeHold !== null || state.types.rtds.rejection) return true;
  if (!state.types.rtds.sub?.names.has(WEIGHTS_LAYER)) return true;
  return (item.references.splits ?? []).every(({ target, clusters }) => {
    const weights = clusters.map((cluster) => state.weights?.get(runtimeKey(target, cluster)));
    return weights.every((weight) => weight !== undefined) && weights.some((weight) => weight > 0);
  });
}
