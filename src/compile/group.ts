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
import type { Place } from './variants.ts';

/** What the groups of one variant are made of. */
export interface GroupContext {
  /** Its targets have the shares of the variant. */
  readonly mesh: Mesh;
  readonly memo: Memo;
  readonly plan: RoutePlan;
  readonly clusters: TargetClusters;
  readonly place: Place;
}

/** What all groups of a service share. */
export interface ServiceBase {
  readonly service: ServiceSpec;
  readonly tables: readonly Resource[];
  readonly wanted: readonly TargetCluster[];
  readonly rds: ResourceSet;
  readonly cds: ResourceSet;
}

/** What all groups of a service's variant share: endpoints and weights. */
export interface VariantBase extends ServiceBase {
  readonly eds: ResourceSet;
  readonly splits: readonly Split[];
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

export function serviceBase({ memo, plan, clusters }: GroupContext, service: ServiceSpec): ServiceBase {
  const tables = routeTables(plan, service);
  const wanted = wantedClusters(tables, clusters);
  return {
    service,
    tables,
    wanted,
    rds: memo.set('rds', tables),
    cds: memo.set('cds', [...wanted.map(({ cluster }) => cluster), ownCluster(memo, service)]),
  };
}

export function variantBase(context: GroupContext, base: ServiceBase): VariantBase {
  const { memo, mesh, place } = context;
  const assignments = base.wanted.flatMap((cluster) => cluster.assignmentAt(place) ?? []);
  return {
    ...base,
    eds: memo.set('eds', [...assignments, ownAssignment(context, base.service.name)]),
    splits: splits(mesh, base.tables),
  };
}

/** All that the sidecars of a group are to hold: its listeners, and what it shares with others. */
export function compileGroup(
  { memo, mesh: { topology } }: GroupContext,
  base: VariantBase,
  group: NodeGroup,
): GroupSnapshot {
  const { service, rds, cds, eds, splits: shares } = base;
  const lds = memo.set('lds', listeners({ topology, service, overrides: group.overrides, memo }));
  const sets = Object.freeze({ lds, rds, cds, eds });
  const versions = Object.entries(sets).map(([type, { version }]) => `${type} ${version}`);
  const version = contentHash([...versions, JSON.stringify(shares)].join('\n'));
  return Object.freeze({ group, version, sets, splits: shares });
}

/** The route configurations alone. */
export function compileRoutes(memo: Memo, plan: RoutePlan, service: ServiceSpec): ResourceSet {
  return memo.set('rds', routeTables(plan, service));
}
