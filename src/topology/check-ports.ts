import type { Position } from '../diagnostics/diagnostic.ts';
import type { CheckContext } from './check-context.ts';
import type { ServiceSpec, SocketAddress, Topology } from './model.ts';

interface Listener extends SocketAddress {
  readonly what: string;
  /** Where a clash is reported: at the later of the two listeners. */
  readonly at: Position;
}

const LOOPBACK = '127.0.0.1';

/** One sidecar's listeners and its application share a network namespace: no two of them may want one port. */
export function checkPorts(topology: Topology, { sink }: CheckContext): void {
  for (const service of topology.services.values()) {
    if (!service.sidecar || service.app.port === 0) continue;
    const path = `services.${service.name}`;
    const { inbound } = service.listeners;
    if (inbound.port === service.app.port) {
      const message = `the inbound listener of "${service.name}" and its application both want port ${inbound.port}`;
      sink.report('MCP1109', { at: service.at, path, message });
    }
    const listeners = listenersOf(topology, service);
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

function listenersOf({ services, edge }: Topology, service: ServiceSpec): readonly Listener[] {
  const { app, listeners, at, calls } = service;
  const local = calls.flatMap((call): Listener[] => {
    const port = services.get(call.service)?.localPort ?? null;
    return port === null
      ? []
      : [{ address: LOOPBACK, port, what: `the local listener for "${call.service}"`, at }];
  });
  return [
    { ...app, what: APPLICATION, at },
    { ...listeners.inbound, what: INBOUND, at },
    { ...listeners.egress, what: 'the egress listener', at },
    ...(edge?.service === service.name ? [{ ...edge.listener, what: 'the edge listener', at: edge.at }] : []),
    ...local,
  ];
}

function clash(a: SocketAddress, b: SocketAddress): boolean {
  return a.port === b.port && (a.address === b.address || isWildcard(a.address) || isWildcard(b.address));
}

function isWildcard(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}
