import { loadAssignment } from '../envoy/assignment.ts';
import { targetCluster } from '../envoy/cluster.ts';
import { clusterName } from '../envoy/names.ts';
import type { Mesh, MeshTarget, TargetVersion } from '../mesh/model.ts';
import type { Resource } from '../snapshot/model.ts';
import type { Memo } from './memo.ts';
import type { Place } from './variants.ts';

/** One version of a target as a cluster. */
export interface TargetCluster {
  readonly cluster: Resource;
  /** Null where the endpoints are host names, which stand in the cluster itself. */
  readonly assignment: Resource | null;
  /** As nodes in that place have it: the same object as `assignment` wherever the place makes no difference. */
  assignmentAt(place: Place): Resource | null;
}

/** @throws Error for a name that no target has. */
export type TargetClusters = (name: string) => TargetCluster;

function build(memo: Memo, target: MeshTarget, version: TargetVersion): TargetCluster {
  const name = clusterName(target.name, version.name);
  const { endpoints } = version;
  const byEds = target.resolution === 'eds';
  const cluster = memo.resource({
    type: 'cds',
    name,
    message: targetCluster(target, version),
    references: byEds ? { assignment: name } : {},
  });
  if (!byEds) return { cluster, assignment: null, assignmentAt: () => null };
  const references = endpoints.length === 0 ? ({ empty: true } as const) : {};
  const preferring = (zone: string | null): Resource =>
    memo.resource({ type: 'eds', name, message: loadAssignment(name, endpoints, zone), references });
  const assignment = preferring(null);
  const zones = new Set(endpoints.map(({ zone }) => zone));
  const made = new Map<string, Resource>();
  return {
    cluster,
    assignment,
    assignmentAt({ zone, preference }) {
      if (zone === null || (preference ?? target.zonePreference) !== 'failover') return assignment;
      // All of them in one zone, its own or another: there is nothing to prefer.
      if (!zones.has(zone) || zones.size === 1) return assignment;
      const known = made.get(zone) ?? preferring(zone);
      made.set(zone, known);
      return known;
    },
  };
}

/** The clusters of a mesh, each made when a group first wants it. */
export function targetClusters({ targets }: Mesh, memo: Memo): TargetClusters {
  const sources = new Map<string, () => TargetCluster>();
  for (const target of targets.values()) {
    for (const version of target.versions) {
      sources.set(clusterName(target.name, version.name), () => build(memo, target, version));
    }
  }
  const made = new Map<string, TargetCluster>();
  return (name) => {
    // Envoy does not check the clusters of matcher actions: a wrong one would be a 503 for one key only.
    const cluster = made.get(name) ?? sources.get(name)?.();
    if (cluster === undefined) throw new Error(`a route names the cluster ${name}, which does not exist`);
    made.set(name, cluster);
    return cluster;
  };
}
