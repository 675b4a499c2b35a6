import type { Position } from '../diagnostics/diagnostic.ts';
import type { Sink } from '../yaml/sink.ts';
import { isSettingInDoubt } from './check-context.ts';
import type { ServiceSpec, SocketAddress, Topology } from './model.ts';

interface Listener extends SocketAddress {
  readonly what: string;
  /** Where a clash is reported: at the later of the two listeners. */
  readonly at: Position;
}

const LOOPBACK = '127.0.0.1';

/** One sidecar's listeners and its application share a network namespace: no two of them may want one port. */
export function checkPorts(topology: Topology, sink: Sink): void {
  for (const service of topology.services.values()) {
    const path = `services.${service.name}`;
    if (!service.sidecar || sink.doubts.at(`${path}.sidecar`)) continue;
    const { inbound } = service.listeners;
    const sure = !sink.doubts.at(`${path}.app.port`) && !isSettingInDoubt(path, 'listeners.inbound', sink);
    if (sure && inbound.port === service.app.port) {
      const message = `the inbound listener of "${service.name}" and its application both want port ${inbound.port}`;
      sink.report('MCP1109', { at: service.at, path, message });
    }
    const listeners = listenersOf(topology, service, sink);
    listeners.forEach((listener, i) => {
      const other = listeners.slice(0, i).find((earlier) => clash(earlier, listener));
      if (other === undefined) return;
      if (other.what === APPLICATION && listener.what === INBOUND) return;
      const message = `in the sidecar of "${service.name}", ${other.what} and ${listener.what} both want port ${listener.port}`;
      sink.report('MCP1110', { at: listener.at, path, message });
    });
  }
}

const APPLICATION = 'the application';
const INBOUND = 'the inbound listener';

/** Those whose addresses have no error. */
function listenersOf({ services, edge }: Topology, service: ServiceSpec, sink: Sink): readonly Listener[] {
  const { app, listeners, at, calls, name } = service;
  const { doubts } = sink;
  const inDoubt = (setting: string): boolean => isSettingInDoubt(`services.${name}`, setting, sink);
  const local = calls.flatMap((call): Listener[] => {
    const port = services.get(call.service)?.localPort ?? null;
    return port === null || doubts.at(`services.${call.service}.localPort`)
      ? []
      : [{ address: LOOPBACK, port, what: `the local listener for "${call.service}"`, at }];
  });
  return [
    ...(doubts.within(`services.${name}.app`) ? [] : [{ ...app, what: APPLICATION, at }]),
    ...(inDoubt('listeners.inbound') ? [] : [{ ...listeners.inbound, what: INBOUND, at }]),
    ...(inDoubt('listeners.egress') ? [] : [{ ...listeners.egress, what: 'the egress listener', at }]),
    ...(edge?.service === name && !doubts.at('edge.service') && !doubts.at('edge.listener')
      ? [{ ...edge.listener, what: 'the edge listener', at: edge.at }]
      : []),
    ...local,
  ];
}

function clash(a: SocketAddress, b: SocketAddress): boolean {
  return a.port === b.port && (a.address === b.address || isWildcard(a.address) || isWildcard(b.address));
}

function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}
