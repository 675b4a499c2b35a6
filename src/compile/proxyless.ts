import { apiCluster, apiListener, apiRoutes, idleClusters } from '../envoy/api-listener.ts';
import { apiRouteConfig, clusterName } from '../envoy/names.ts';
import { routeTarget, targetClusters as clustersOf } from '../envoy/route-target.ts';
import type { Mesh, MeshTarget } from '../mesh/model.ts';
import type { CompiledType, GroupSnapshot, NodeGroup, Resource } from '../snapshot/model.ts';
import type { ServiceSpec } from '../topology/model.ts';
import { contentHash, type Memo } from './memo.ts';
import { calleesOf } from './route-tables.ts';
import type { TargetClusters } from './target-clusters.ts';
import type { Place } from './variants.ts';

export interface ProxylessContext {
  readonly mesh: Mesh;
  readonly memo: Memo;
  /** Where load assignments come from: their bytes are those that Envoys get. */
  readonly clusters: TargetClusters;
  readonly place: Place;
}

/** gRPC takes one host name a cluster, and calls the first address behind it only: such callees are left out. */
function isReachable({ resolution }: MeshTarget): boolean {
  return resolution === 'eds';
}

/** The application dials `xds:///<callee>.<namespace>` or `xds:///<callee>`; a port behind it is of no account. */
function listeners({ mesh, memo }: ProxylessContext, { name }: MeshTarget): readonly Resource[] {
  const routeConfig = apiRouteConfig(name);
  return [`${name}.${mesh.topology.namespace}`, name].map((dialled) =>
    memo.resource({
      type: 'lds',
      name: dialled,
      message: apiListener(dialled, routeConfig),
      references: { routes: [routeConfig] },
    }),
  );
}

/** Shares stand in the routes, since gRPC has no runtime; all of them sum to 10,000. */
function routes({ memo }: ProxylessContext, target: MeshTarget): Resource {
  const name = apiRouteConfig(target.name);
  const routed = routeTarget(target, true);
  return memo.resource({
    type: 'rds',
    name,
    message: apiRoutes(name, routed),
    references: { clusters: [...clustersOf(routed)].sort(), idle: idleClusters(routed) },
  });
}

function clusters({ memo }: ProxylessContext, { name, versions, loadBalancing }: MeshTarget): Resource[] {
  return versions.map((version) => {
    const cluster = clusterName(name, version.name);
    return memo.resource({
      type: 'cds',
      name: cluster,
      message: apiCluster(cluster, loadBalancing),
      references: { assignment: cluster },
    });
  });
}

function assignments(context: ProxylessContext, { name, versions }: MeshTarget): Resource[] {
  const { clusters: all, place } = context;
  return versions.flatMap((version) => all(clusterName(name, version.name)).assignmentAt(place) ?? []);
}

/** All that the gRPC applications of a service which have no sidecar are to hold: a listener for each callee. */
export function compileProxyless(
  context: ProxylessContext,
  service: ServiceSpec,
  group: NodeGroup,
): GroupSnapshot {
  const { mesh, memo } = context;
  const targets = calleesOf(service).flatMap((callee) => {
    const target = mesh.targets.get(callee);
    return target !== undefined && isReachable(target) ? [target] : [];
  });
  const set = (type: CompiledType, make: (target: MeshTarget) => readonly Resource[]) =>
    memo.set(type, targets.flatMap(make));
  const sets = Object.freeze({
    lds: set('lds', (target) => listeners(context, target)),
    rds: set('rds', (target) => [routes(context, target)]),
    cds: set('cds', (target) => clusters(context, target)),
    eds: set('eds', (target) => assignments(context, target)),
  });
  const version = contentHash(
    Object.entries(sets)
      .map(([type, { version: content }]) => `${type} ${content}`)
      .join('\n'),
  );
  return Object.freeze({ group, version, sets, splits: [] });
}
