import { hash } from 'node:crypto';
import { compiledSet } from './session-state.ts';
import type { SessionState } from './session-state.ts';
import { heldOf, possibleItems } from './type-state.ts';
import { isAbsent } from './view.ts';
import type { Item } from './view.ts';
import { encodeWithIdleRoutes } from '../wire/resources.ts';

/*
 * The weights of gRPC applications stand in their routes, and a library begins to choose by new routes before it has
 * the clusters that they name. So a cluster that comes is first named by a route that no call comes as far as; when it
 * and its endpoints are accepted, it gets its weight. One that goes loses its weight before its last endpoint.
 */

interface Moment {
  readonly now: number;
  readonly wake: (at: number) => void;
}

type Test = (item: Item) => boolean;

/** The clusters that routes send calls to. */
function busyClusters({ references: { clusters = [], idle = [] } }: Item): readonly string[] {
  return clusters.filter((name) => !idle.includes(name));
}

/** The client has the cluster, and endpoints for it if there are any. */
function isReady(state: SessionState, cluster: string): boolean {
  const { cds, eds } = state.types;
  const known = cds.acked?.items.get(cluster);
  const held = eds.acked?.items.get(cluster);
  if (!known || isAbsent(known) || !held) return false;
  const isEmpty = compiledSet(state, 'eds')?.byName.get(cluster)?.references.empty === true;
  return isEmpty || held.references.empty !== true;
}

/** May routes go out? Not those that send calls to a cluster which is on its way yet; `clusterWait` at most. */
export function clustersKnown(state: SessionState, { now, wake }: Moment): Test {
  const { rds } = state.types;
  return (item) => {
    const held = heldOf(rds, item.name);
    if (!held) return true;
    const before = busyClusters(held);
    const missing = busyClusters(item).filter((name) => !before.includes(name) && !isReady(state, name));
    if (missing.length === 0) return true;
    const end = (rds.blockedSince ?? now) + state.timings.clusterWait;
    if (now >= end) return true;
    wake(end);
    return false;
  };
}

/** What the client has, with the clusters of what it is to have next: the same item if it knows them all. */
export function withComingClusters(next: Item, held: Item): Item {
  const { clusters = [], idle = [] } = held.references;
  const coming = (next.references.clusters ?? []).filter((name) => !clusters.includes(name));
  if (coming.length === 0 || held.any.length === 0) return held;
  const any = encodeWithIdleRoutes(held.any, coming);
  return {
    ...held,
    any,
    version: hash('sha256', any, 'hex').slice(0, 16),
    references: { ...held.references, clusters: [...clusters, ...coming], idle: [...idle, ...coming] },
  };
}

/**
 * May a load assignment go out? One that loses its last endpoint waits until the client has accepted routes that send
 * nothing there, `runtimeWait` at most, and then for the calls that have chosen it already.
 */
export function callsGone(state: SessionState, { now, wake }: Moment): Test {
  const { eds, rds } = state.types;
  const wanted = [...(compiledSet(state, 'rds')?.byName.values() ?? [])];
  const sendsTo = (cluster: string) => (routes: Item) => busyClusters(routes).includes(cluster);
  const until = (end: number): boolean => {
    if (now >= end) return true;
    wake(end);
    return false;
  };
  return (item) => {
    const { name } = item;
    const held = heldOf(eds, name);
    if (item.references.empty !== true || !held || held.references.empty === true) return true;
    if (eds.force.has(name) || wanted.some(sendsTo(name))) return true;
    if ([...possibleItems(rds)].some(sendsTo(name))) {
      eds.retiring.delete(name);
      return until((eds.blockedSince ?? now) + state.timings.runtimeWait);
    }
    const since = eds.retiring.get(name) ?? now;
    eds.retiring.set(name, since);
    return until(since + state.timings.removalGrace);
  };
}
