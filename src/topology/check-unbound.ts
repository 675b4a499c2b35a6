import type { Sink } from '../yaml/sink.ts';
import { isUnknownService, noService, routesByMoniker } from './check-context.ts';
import type { Topology, UnboundAction } from './model.ts';
import { OTHERS } from './monikers.ts';

/** The rules for monikers that no catalog key binds. */
export function checkUnbound(topology: Topology, sink: Sink): void {
  const { unbound, unboundOthers } = topology.monikers;
  for (const [caller, action] of unbound) {
    if (isUnknownService(topology, caller, sink) && !sink.doubts.at(pathOf(caller))) {
      const message = noService(topology, caller, [OTHERS]);
      sink.report('MCP1112', { at: action.at, path: pathOf(caller), message });
    }
    checkTarget(topology, { caller, action }, sink);
    const service = topology.services.get(caller);
    if (service !== undefined && routesByMoniker(topology, service, sink) === false) {
      const message = `"${caller}" routes nothing by moniker, so this rule has no effect`;
      sink.report('MCP1116', { at: action.at, path: pathOf(caller), message });
    }
    if (action.kind === 'service' && action.service === caller) {
      const message = `unbound monikers of "${caller}" would go back to "${caller}" itself`;
      sink.report('MCP1114', { at: action.at, path: pathOf(caller), message });
    }
  }
  checkTarget(topology, { caller: OTHERS, action: unboundOthers }, sink);
  if (unboundOthers.kind !== 'service' || unbound.has(unboundOthers.service)) return;
  // A rule of its own that could not be read would end the loop.
  if (sink.doubts.at(pathOf(unboundOthers.service))) return;
  if (sink.doubts.mayName('monikers.unbound', unboundOthers.service)) return;
  const loop = topology.services.get(unboundOthers.service);
  if (loop === undefined || routesByMoniker(topology, loop, sink) !== true) return;
  const message = `unbound monikers of "${loop.name}" itself would go back to it by the rule for others`;
  sink.report('MCP1114', { at: unboundOthers.at, path: pathOf(OTHERS), message });
}

function pathOf(caller: string): string {
  return `monikers.unbound.${caller}`;
}

function checkTarget(
  topology: Topology,
  { caller, action }: { caller: string; action: UnboundAction },
  sink: Sink,
): void {
  if (action.kind !== 'service' || !isUnknownService(topology, action.service, sink)) return;
  const message = topology.adapters.has(action.service)
    ? `"${action.service}" is an adapter; unbound monikers go to a service or get a status`
    : noService(topology, action.service);
  sink.report('MCP1113', { at: action.at, path: pathOf(caller), message });
}
