import { loadAssignment } from '../envoy/assignment.ts';
import { appCluster, targetCluster } from '../envoy/cluster.ts';
import { APP_CLUSTER, clusterName, localAssignment, splitPrefix } from '../envoy/names.ts';
import type { Mesh, MeshTarget, TargetVersion } from '../mesh/model.ts';
import type { GroupSnapshot, NodeGroup, Resource, ResourceSet, Split } from '../snapshot/model.ts';
import type { ServiceSpec } from '../topology/model.ts';
import { listeners } from './listeners.ts';
import { contentHash, type Memo } from './memo.ts';
import type { RoutePlan } from './route-plan.ts';
import { routeTables } from './route-tables.ts';

interface ClusterSource {
  readonly target: MeshTarget;
  readonly version: TargetVersion;
}

/** What each cluster of the mesh is made from, by name. */
export type ClusterSources = ReadonlyMap<string, ClusterSource>;

export function clusterSources({ targets }: Mesh): ClusterSources {
  const sources = new Map<string, ClusterSource>();
  for (const target of targets.values()) {
    for (const version of target.versions)
      sources.set(clusterName(target.name, version.name), { target, version });
  }
  return sources;
}

export interface GroupContext {
  readonly mesh: Mesh;
  readonly memo: Memo;
  readonly plan: RoutePlan;
  readonly sources: ClusterSources;
}

/** The clusters that routes name: no more, as each one costs every sidecar memory and connections. */
function wantedClusters(
  tables: readonly Resource[],
  sources: ClusterSources,
): readonly (readonly [string, ClusterSource])[] {
  const names = new Set(tables.flatMap(({ references }) => references.clusters ?? []));
  names.delete(APP_CLUSTER);
  return [...names].sort().map((name) => {
    const source = sources.get(name);
    // Envoy does not check the clusters in matcher actions: a wrong one would be a 503 for one key only.
    if (source === undefined) throw new Error(`a route names the cluster ${name}, which does not exist`);
    return [name, source] as const;
  });
}

function clusters(
  memo: Memo,
  service: ServiceSpec,
  wanted: ReturnType<typeof wantedClusters>,
): readonly Resource[] {
  const made = wanted.map(([name, { target, version }]) =>
    memo.resource({
      type: 'cds',
      name,
      message: targetCluster(target, version),
      references: target.resolution === 'eds' ? { assignment: name } : {},
    }),
  );
  const app = appCluster({ ...service.app, connectTimeout: service.connectTimeout });
  return [...made, memo.resource({ type: 'cds', name: APP_CLUSTER, message: app, references: {} })];
}

function assignments(
  { memo, mesh }: GroupContext,
  service: string,
  wanted: ReturnType<typeof wantedClusters>,
): readonly Resource[] {
  const assignment = (name: string, endpoints: TargetVersion['endpoints']): Resource =>
    memo.resource({ type: 'eds', name, message: loadAssignment(name, endpoints), references: {} });
  const made = wanted
    .filter(([, { target }]) => target.resolution === 'eds')
    .map(([name, { version }]) => assignment(name, version.endpoints));
  const own = mesh.targets.get(service);
  const instances = own?.resolution === 'eds' ? own.versions.flatMap(({ endpoints }) => endpoints) : [];
  return [...made, assignment(localAssignment(service), instances)];
}

function splits({ mesh }: GroupContext, tables: readonly Resource[]): readonly Split[] {
  const names = new Set(
    tables.flatMap(({ references }) => references.splits?.map(({ target }) => target) ?? []),
  );
  return [...names].sort().map((name) => ({
    target: name,
    runtimeKeyPrefix: splitPrefix(name),
    weights: (mesh.targets.get(name)?.versions ?? []).map(({ name: version, share }) => ({
      cluster: clusterName(name, version),
      weight: share,
    })),
  }));
}

/** All that the sidecars of a group are to hold. */
export function compileGroup(context: GroupContext, service: ServiceSpec, group: NodeGroup): GroupSnapshot {
  const { memo, mesh, plan, sources } = context;
  const { topology } = mesh;
  const tables = routeTables(plan, service);
  const wanted = wantedClusters(tables, sources);
  const sets = Object.freeze({
    lds: memo.set('lds', listeners({ topology, service, overrides: group.overrides, memo })),
    rds: memo.set('rds', tables),
    cds: memo.set('cds', clusters(memo, service, wanted)),
    eds: memo.set('eds', assignments(context, service.name, wanted)),
  });
  const shares = splits(context, tables);
  const parts = [
    ...Object.entries(sets).map(([type, { version }]) => `${type} ${version}`),
    JSON.stringify(shares),
  ];
  return Object.freeze({ group, version: contentHash(parts.join('\n')), sets, splits: shares });
}

/** The route configurations alone. */
export function compileRoutes(
  { memo, plan }: Pick<GroupContext, 'memo' | 'plan'>,
  service: ServiceSpec,
): ResourceSet {
  return memo.set('rds', routeTables(plan, service));
}
