import { APP_CLUSTER, EDGE, EGRESS, INBOUND, localListener, routeConfigName } from '../envoy/names.ts';
import { inboundRoutes, outboundRoutes, type HostProps } from '../envoy/route-config.ts';
import { targetClusters } from '../envoy/route-target.ts';
import type { References, Resource } from '../snapshot/model.ts';
import type { ServiceSpec } from '../topology/model.ts';
import type { RoutePlan } from './route-plan.ts';
import { edgeRouting, monikerRouting, serviceRouting, type Routed } from './routings.ts';

interface RoutedHost {
  readonly name: string;
  readonly domains: readonly string[];
  readonly debugHeader: boolean;
  readonly routed: Routed;
}

function references(hosts: readonly RoutedHost[]): References {
  const clusters = new Set<string>();
  const splits = new Map<string, readonly string[]>();
  for (const { routed } of hosts) {
    if (routed.app) clusters.add(APP_CLUSTER);
    for (const target of routed.targets) {
      for (const cluster of targetClusters(target)) clusters.add(cluster);
      if (target.runtimeKeyPrefix === null) continue;
      splits.set(
        target.name,
        target.clusters.map(({ name }) => name),
      );
    }
  }
  const sorted = [...splits].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    clusters: [...clusters].sort(),
    splits: sorted.map(([target, names]) => ({ target, clusters: names })),
  };
}

function outboundTable(plan: RoutePlan, name: string, hosts: readonly RoutedHost[]): Resource {
  const props = hosts.map(({ routed, ...host }): HostProps => ({ ...host, routing: routed.routing }));
  return plan.memo.resource({
    type: 'rds',
    name,
    message: outboundRoutes(name, props),
    references: references(hosts),
  });
}

function inboundTable(plan: RoutePlan, service: string): Resource {
  const name = routeConfigName(service, INBOUND);
  return plan.memo.resource({
    type: 'rds',
    name,
    message: inboundRoutes(name),
    references: { clusters: [APP_CLUSTER] },
  });
}

/** The services that `service` calls, sorted. */
export function calleesOf({ calls }: ServiceSpec): readonly string[] {
  return [...new Set(calls.map(({ service }) => service))].sort();
}

function egressTable(plan: RoutePlan, service: ServiceSpec): Resource {
  const { namespace, monikers } = plan.topology;
  const domains = (host: string): readonly string[] => [`${host}.${namespace}`, host];
  const hosts = calleesOf(service).map((callee): RoutedHost => ({
    name: callee,
    domains: domains(callee),
    debugHeader: false,
    routed: serviceRouting(plan, callee, false),
  }));
  if (service.callsAdapters) {
    hosts.push({
      name: 'adapters',
      domains: domains('adapters'),
      debugHeader: monikers.debugHeader,
      routed: monikerRouting(plan, service.name),
    });
  }
  return outboundTable(plan, routeConfigName(service.name, EGRESS), hosts);
}

/** The callees that have a listener of their own in the caller's sidecar, with its port. */
export function localCallees(
  plan: Pick<RoutePlan, 'topology'>,
  service: ServiceSpec,
): readonly (readonly [string, number])[] {
  return calleesOf(service).flatMap((callee) => {
    const port = plan.topology.services.get(callee)?.localPort ?? null;
    return port === null ? [] : [[callee, port] as const];
  });
}

/** The route configurations of a service's listeners. */
export function routeTables(plan: RoutePlan, service: ServiceSpec): readonly Resource[] {
  const { edge, monikers } = plan.topology;
  const tables = [inboundTable(plan, service.name), egressTable(plan, service)];
  for (const [callee] of localCallees(plan, service)) {
    const host = {
      name: callee,
      domains: ['*'],
      debugHeader: false,
      routed: serviceRouting(plan, callee, false),
    };
    tables.push(outboundTable(plan, routeConfigName(service.name, localListener(callee)), [host]));
  }
  if (edge?.service === service.name) {
    const host = {
      name: EDGE,
      domains: ['*'],
      debugHeader: monikers.debugHeader,
      routed: edgeRouting(plan, edge),
    };
    tables.push(outboundTable(plan, routeConfigName(service.name, EDGE), [host]));
  }
  return tables;
}
