import type { MeshTarget, OverrideMatch, Protocol } from '../mesh/model.ts';
import { clusterName, splitPrefix } from './names.ts';

/**
 * All that routes need to know of a target, and nothing else: two equal values give equal routes. Shares are not
 * part of it unless they have to stand in the routes, so that a change of weights leaves route tables alone.
 */
export interface RouteTarget {
  readonly name: string;
  readonly protocol: Protocol;
  /** In ms; 0 = none. */
  readonly requestTimeout: number;
  /** At least one; with more, traffic is split by weight. */
  readonly clusters: readonly { readonly name: string; readonly weight: number }[];
  /** Where Envoy reads the weights at each request; null where those above are in effect. */
  readonly runtimeKeyPrefix: string | null;
  readonly sticky: boolean;
  /** The request header that the endpoint is chosen by; null = none. */
  readonly hashHeader: string | null;
  readonly overrides: readonly {
    readonly index: number;
    readonly match: OverrideMatch;
    readonly cluster: string;
  }[];
}

/** `plain`: for clients without a runtime layer, the shares themselves stand in the routes. */
export function routeTarget(target: MeshTarget, plain: boolean): RouteTarget {
  const { name, protocol, requestTimeout, versions, loadBalancing } = target;
  const split = versions.length > 1;
  return {
    name,
    protocol,
    requestTimeout,
    clusters: versions.map(({ name: version, share }) => ({
      name: clusterName(name, version),
      weight: split && plain ? share : 1,
    })),
    runtimeKeyPrefix: split && !plain ? splitPrefix(name) : null,
    sticky: split && target.sticky,
    hashHeader: 'header' in loadBalancing ? loadBalancing.header : null,
    overrides: target.overrides.map(({ index, match, version }) => ({
      index,
      match,
      cluster: clusterName(name, version),
    })),
  };
}

/**
 * Which override takes a request by the domain of its nearest catalog key: its place in `overrides`, by domain.
 * Empty for most targets.
 */
export function domainSlots(target: RouteTarget): ReadonlyMap<string, number> {
  const slots = new Map<string, number>();
  target.overrides.forEach(({ match }, slot) => {
    if (match.kind !== 'domains') return;
    for (const domain of match.domains) if (!slots.has(domain)) slots.set(domain, slot);
  });
  return slots;
}

/** No override takes the request by its key's domain. */
export const NO_SLOT = -1;

/** Every cluster that a route to the target may name, in order. */
export function targetClusters({ clusters, overrides }: RouteTarget): readonly string[] {
  return [...new Set([...clusters.map(({ name }) => name), ...overrides.map(({ cluster }) => cluster)])];
}
