import type { envoy } from '../proto/types.generated.d.ts';
import type { GroupSnapshot } from '../snapshot/model.ts';
import { NotExplained } from './match.ts';
import type { ClusterShare } from './model.ts';

/** The clusters of a route with their shares now: by the runtime's weights where the route reads them there. */
export function clusterShares(
  route: envoy.config.route.v3.Route,
  splits: GroupSnapshot['splits'],
): readonly ClusterShare[] {
  const { cluster, weighted_clusters: weighted } = route.route ?? {};
  if (cluster !== undefined) return [{ name: cluster, share: 1 }];
  if (weighted?.clusters === undefined)
    throw new NotExplained(`the route ${route.name ?? ''} without a cluster`);
  const prefix = weighted.runtime_key_prefix;
  const split =
    prefix === undefined ? undefined : splits.find(({ runtimeKeyPrefix }) => runtimeKeyPrefix === prefix);
  const runtime = new Map(split?.weights.map(({ cluster: name, weight }) => [name, weight]));
  const weights = weighted.clusters.map(({ name = '', weight = 0 }) => ({
    name,
    weight: runtime.get(name) ?? weight,
  }));
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  return weights.map(({ name, weight }) => ({ name, share: total === 0 ? 0 : weight / total }));
}
