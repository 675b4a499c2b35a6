import { didYouMean } from '../diagnostics/suggest.ts';
import { ADAPTERS, type CheckContext } from './check-context.ts';
import type { ServiceSpec, Topology, UnboundAction } from './model.ts';
import { OTHERS } from './monikers.ts';

/** The rules for monikers that no catalog key binds. */
export function checkUnbound(topology: Topology, context: CheckContext): void {
  const { unbound, unboundOthers } = topology.monikers;
  for (const [caller, action] of unbound) {
    if (!context.serviceNames.has(caller)) {
      const message = `there is no service "${caller}".${didYouMean(caller, [...context.serviceNames, OTHERS])}`;
      context.sink.report('MCP1112', { at: action.at, path: pathOf(caller), message });
    }
    checkTarget(topology, { caller, action }, context);
    const service = topology.services.get(caller);
    if (service !== undefined && !routesByMoniker(topology, service)) {
      const message = `"${caller}" routes nothing by moniker, so this rule has no effect`;
      context.sink.report('MCP1116', { at: action.at, path: pathOf(caller), message });
    }
    if (action.kind === 'service' && action.service === caller) {
      const message = `unbound monikers of "${caller}" would go back to "${caller}" itself`;
      context.sink.report('MCP1114', { at: action.at, path: pathOf(caller), message });
    }
  }
  checkTarget(topology, { caller: OTHERS, action: unboundOthers }, context);
  if (unboundOthers.kind !== 'service' || unbound.has(unboundOthers.service)) return;
  const loop = topology.services.get(unboundOthers.service);
  if (loop === undefined || !routesByMoniker(topology, loop)) return;
  const message = `unbound monikers of "${loop.name}" itself would go back to it by the rule for others`;
  context.sink.report('MCP1114', { at: unboundOthers.at, path: pathOf(OTHERS), message });
}

function pathOf(caller: string): string {
  return `monikers.unbound.${caller}`;
}

function checkTarget(
  { adapters }: Topology,
  { caller, action }: { caller: string; action: UnboundAction },
  { sink, serviceNames }: CheckContext,
): void {
  if (action.kind !== 'service' || serviceNames.has(action.service)) return;
  const message = adapters.has(action.service)
    ? `"${action.service}" is an adapter; unbound monikers go to a service or get a status`
    : `there is no service "${action.service}".${didYouMean(action.service, serviceNames)}`;
  sink.report('MCP1113', { at: action.at, path: pathOf(caller), message });
}

function routesByMoniker({ edge }: Topology, service: ServiceSpec): boolean {
  if (!service.sidecar) return false;
  return (
    service.callsAdapters || (edge?.service === service.name && edge.routes.some(({ to }) => to === ADAPTERS))
  );
}
