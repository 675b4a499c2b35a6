import { routeTarget, type RouteTarget } from '../envoy/route-target.ts';
import { joinKeyMaps } from '../envoy/key-map.ts';
import type { Mesh } from '../mesh/model.ts';
import type { xds } from '../proto/types.generated.d.ts';
import type { AdapterSpec, Topology } from '../topology/model.ts';
import { buildAdapterMap, buildDomainMap, type AdapterMap, type DomainMapProps } from './key-maps.ts';
import type { Memo } from './memo.ts';

type MatchMap = xds.type.matcher.v3.Matcher.MatcherTree.MatchMap;

/** What all route tables of a compile share: the targets as routes see them, and the encoded catalog. */
export interface RoutePlan {
  readonly topology: Topology;
  readonly memo: Memo;
  /** @throws Error for a name that is neither a service nor an adapter: the parser lets none through. */
  target(name: string): RouteTarget;
  adapterMap(): AdapterMap;
  domainMap(props: Omit<DomainMapProps, 'keys'>): MatchMap | null;
  joined(first: MatchMap | null, second: MatchMap | null): MatchMap | null;
}

export interface RoutePlanProps {
  readonly mesh: Mesh;
  readonly memo: Memo;
  /** Holds what depends on the catalogs, and is of their generation. */
  readonly keyMemo: Memo;
  /** See `routeTarget`. */
  readonly plain: boolean;
}

/** Maps over keys are made once for the same targets: a memo's key tells these, and the memo is that of the keys. */
export function createRoutePlan({ mesh, memo, keyMemo, plain }: RoutePlanProps): RoutePlan {
  const { topology, keys, adapterByType } = mesh;
  const targets = new Map([...mesh.targets].map(([name, target]) => [name, routeTarget(target, plain)]));
  const target = (name: string): RouteTarget => {
    const found = targets.get(name);
    if (found === undefined) throw new Error(`no target is named ${name}`);
    return found;
  };
  const { withoutAdapter } = topology.monikers;
  const adapters = new Map(
    [...topology.adapters.values()].map(({ name }: AdapterSpec) => [name, target(name)]),
  );
  const adapterKey = `adapters ${JSON.stringify([withoutAdapter, [...adapterByType], [...adapters.values()]])}`;
  return {
    topology,
    memo,
    target,
    adapterMap: () =>
      keyMemo.take(adapterKey, () => buildAdapterMap({ keys, adapterByType, adapters, withoutAdapter })),
    domainMap: (props) =>
      keyMemo.take(`domains ${JSON.stringify(props)}`, () => ({ map: buildDomainMap({ keys, ...props }) }))
        .map,
    joined: (first, second) => {
      if (first === null || second === null) return first ?? second;
      const key = `join ${memo.digest(first)} ${memo.digest(second)}`;
      return keyMemo.take(key, () => ({ map: joinKeyMaps(first, second) })).map;
    },
  };
}
