import { loadAssignment } from '../envoy/assignment.ts';
import { appCluster } from '../envoy/cluster.ts';
import { APP_CLUSTER, clusterName, localAssignment, splitPrefix } from '../envoy/names.ts';
import type { Mesh } from '../mesh/model.ts';
import type { GroupSnapshot, NodeGroup, Resource, ResourceSet, Split } from '../snapshot/model.ts';
import type { ServiceSpec } from '../topology/model.ts';
import { listeners } from './listeners.ts';
import { contentHash, type Memo } from './memo.ts';
import type { RoutePlan } from './route-plan.ts';
import { routeTables } from './route-tables.ts';
import type { TargetCluster, TargetClusters } from './target-clusters.ts';

export interface GroupContext {
  readonly mesh: Mesh;
  readonly memo: Memo;
  readonly plan: RoutePlan;
  readonly clusters: TargetClusters;
}

/** The clusters that routes name: no more, as each one costs every sidecar memory and connections. */
function wantedClusters(tables: readonly Resource[], clusters: TargetClusters): readonly TargetCluster[] {
  const names = new Set(tables.flatMap(({ references }) => references.clusters ?? []));
  names.delete(APP_CLUSTER);
  return [...names].map(clusters);
}

function ownCluster(memo: Memo, { app, connectTimeout }: ServiceSpec): Resource {
  const message = appCluster({ ...app, connectTimeout });
  return memo.resource({ type: 'cds', name: APP_CLUSTER, message, references: {} });
}

/** The service's own instances, all versions together: Envoy weighs its zones by them. */
function ownAssignment({ memo, mesh }: GroupContext, service: string): Resource {
  const name = localAssignment(service);
  const target = mesh.targets.get(service);
  const instances = target?.resolution === 'eds' ? target.versions.flatMap(({ endpoints }) => endpoints) : [];
  return memo.resource({ type: 'eds', name, message: loadAssignment(name, instances), references: {} });
}

function splits({ targets }: Mesh, tables: readonly Resource[]): readonly Split[] {
  const names = new Set(
    tables.flatMap(({ references }) => references.splits?.map(({ target }) => target) ?? []),
  );
  return [...names].sort().map((name) => ({
    target: name,
    runtimeKeyPrefix: splitPrefix(name),
    weights: (targets.get(name)?.versions ?? []).map(({ name: version, share }) => ({
      cluster: clusterName(name, version),
      weight: share,
    })),
  }));
}

/** All that the sidecars of a group are to hold. */
export function compileGroup(context: GroupContext, service: ServiceSpec, group: NodeGroup): GroupSnapshot {
  const { memo, mesh, plan } = context;
  const { topology } = mesh;
  const tables = routeTables(plan, service);
  const wanted = wantedClusters(tables, context.clusters);
  const clusters = wanted.map(({ cluster }) => cluster);
  const assignments = wanted.flatMap(({ assignment }) => assignment ?? []);
  const sets = Object.freeze({
    lds: memo.set('lds', listeners({ topology, service, overrides: group.overrides, memo })),
    rds: memo.set('rds', tables),
    cds: memo.set('cds', [...clusters, ownCluster(memo, service)]),
    eds: memo.set('eds', [...assignments, ownAssignment(context, service.name)]),
  });
  const shares = splits(mesh, tables);
  const versions = Object.entries(sets).map(([type, { version }]) => `${type} ${version}`);
  const version = contentHash([...versions, JSON.stringify(shares)].join('\n'));
  return Object.freeze({ group, version, sets, splits: shares });
}

/** The route configurations alone. */
export function compileRoutes(memo: Memo, plan: RoutePlan, service: ServiceSpec): ResourceSet {
  return memo.set('rds', routeTables(plan, service));
}
