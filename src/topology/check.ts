import type { Position } from '../diagnostics/diagnostic.ts';
import type { Sink } from '../yaml/sink.ts';
import { ADAPTERS, isUnknownService, noService } from './check-context.ts';
import { checkGroups } from './check-groups.ts';
import { checkPorts } from './check-ports.ts';
import { checkUnbound } from './check-unbound.ts';
import type { EdgeSpec, Topology } from './model.ts';

/**
 * Names that mean something else where a target's name can stand: `adapters` (edge routes, and the authority
 * `adapters.<namespace>`), `others` (unbound rules), `app` and `local` (clusters of every sidecar).
 */
const RESERVED: ReadonlySet<string> = new Set([ADAPTERS, 'others', 'app', 'local']);

/** The checks that need more than one place of mesh.yaml. None of them rests on a value that has an error itself. */
export function checkTopology(topology: Topology, sink: Sink): void {
  checkNames(topology, sink);
  checkSourceTypes(topology, sink);
  checkCalls(topology, sink);
  if (topology.edge !== null) checkEdge(topology, topology.edge, sink);
  checkUnbound(topology, sink);
  checkGroups(topology, sink);
  checkPorts(topology, sink);
  checkIdleSettings(topology, sink);
}

function checkNames({ services, adapters }: Topology, sink: Sink): void {
  const report = (kind: 'services' | 'adapters', name: string, at: Position): void => {
    if (!RESERVED.has(name)) return;
    const path = `${kind}.${name}`;
    sink.report('MCP1111', {
      at,
      path,
      message: `"${name}" is reserved and can not name a service or adapter`,
    });
  };
  for (const { name, at } of services.values()) report('services', name, at);
  for (const { name, at } of adapters.values()) {
    report('adapters', name, at);
    const service = services.get(name);
    if (service === undefined) continue;
    sink.report('MCP1107', {
      at,
      path: `adapters.${name}`,
      message: `"${name}" names an adapter and a service`,
      related: [{ ...service.at, message: 'the service' }],
    });
  }
}

function checkSourceTypes({ adapters }: Topology, sink: Sink): void {
  const owners = new Map<string, { adapter: string; at: Position }>();
  for (const adapter of adapters.values()) {
    for (const { type, at } of adapter.sourceTypes) {
      const owner = owners.get(type);
      if (owner === undefined) {
        owners.set(type, { adapter: adapter.name, at });
        continue;
      }
      sink.report('MCP1108', {
        at,
        path: `adapters.${adapter.name}.sourceTypes`,
        message: `the source type "${type}" is claimed by "${adapter.name}" and by "${owner.adapter}"`,
        related: [{ ...owner.at, message: `claimed by "${owner.adapter}" here` }],
      });
    }
  }
}

function checkCalls(topology: Topology, sink: Sink): void {
  const { services, adapters } = topology;
  for (const caller of services.values()) {
    const path = `services.${caller.name}.calls`;
    for (const { service, at } of caller.calls) {
      if (service === caller.name) {
        sink.report('MCP1102', { at, path, message: `"${service}" calls itself` });
      } else if (isUnknownService(topology, service, sink)) {
        const what = adapters.has(service)
          ? `"${service}" is an adapter; adapters are not called by name.`
          : noService(topology, service);
        sink.report('MCP1101', { at, path, message: what });
      }
    }
  }
}

function checkEdge(topology: Topology, edge: EdgeSpec, sink: Sink): void {
  const { service, serviceAt } = edge;
  const { doubts } = sink;
  if (doubts.at('edge.service')) {
    // Reported where it was read.
  } else if (isUnknownService(topology, service, sink)) {
    const message = noService(topology, service);
    sink.report('MCP1103', { at: serviceAt, path: 'edge.service', message });
  } else if (topology.services.get(service)?.sidecar === false && !doubts.at(`services.${service}.sidecar`)) {
    const message = `"${service}" has no sidecar to open the edge listener`;
    sink.report('MCP1104', { at: serviceAt, path: 'edge.service', message });
  }
  const prefixes = new Map<string, Position>();
  for (const { prefix, to, at, toAt } of edge.routes) {
    if (to !== ADAPTERS && isUnknownService(topology, to, sink)) {
      const message = topology.adapters.has(to)
        ? `"${to}" is an adapter; write "adapters", and the moniker picks the adapter`
        : noService(topology, to, [ADAPTERS]);
      sink.report('MCP1105', { at: toAt, path: 'edge.routes', message });
    }
    const first = prefixes.get(prefix);
    if (first === undefined) prefixes.set(prefix, at);
    else {
      sink.report('MCP1106', {
        at,
        path: 'edge.routes',
        message: `the prefix ${prefix} has two routes`,
        related: [{ ...first, message: 'the other route' }],
      });
    }
  }
}

/** Settings of a sidecar on a service that has none. What it calls by gRPC it may call as a proxyless client. */
function checkIdleSettings({ services }: Topology, sink: Sink): void {
  const overHttp1 = (callee: string): boolean => services.get(callee)?.app.protocol === 'http';
  for (const { calls, ...service } of services.values()) {
    if (service.sidecar || sink.doubts.at(`services.${service.name}.sidecar`)) continue;
    const idle = [
      ...(calls.length > 0 && calls.every((call) => overHttp1(call.service)) ? ['calls'] : []),
      ...(service.callsAdapters ? ['callsAdapters'] : []),
    ];
    if (idle.length === 0) continue;
    const message = `"${service.name}" has no sidecar, so ${idle.join(' and ')} of it has no effect`;
    sink.report('MCP1116', { at: service.at, path: `services.${service.name}`, message });
  }
}
