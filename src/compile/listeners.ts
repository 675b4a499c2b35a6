import {
  edgeListener,
  egressListener,
  inboundListener,
  localCalleeListener,
  type ListenerProps,
} from '../envoy/listener.ts';
import { EDGE, EGRESS, INBOUND, localListener, routeConfigName } from '../envoy/names.ts';
import type { NodeOverrides, Resource } from '../snapshot/model.ts';
import type { ServiceSpec, SocketAddress, Topology } from '../topology/model.ts';
import type { Memo } from './memo.ts';
import { localCallees } from './route-tables.ts';

const LOOPBACK = '127.0.0.1';

export interface ListenersProps {
  readonly topology: Topology;
  readonly service: ServiceSpec;
  readonly overrides: NodeOverrides;
  readonly memo: Memo;
}

/** The listeners of a node: addresses from mesh.yaml, and where the node's metadata says so, its own. */
export function listeners({ topology, service, overrides, memo }: ListenersProps): readonly Resource[] {
  const { reusePort, edge } = topology;
  const { bindAddress, inboundPort, egressPort, edgePort } = overrides;
  const props = (name: string, address: SocketAddress, port: number | null): ListenerProps => ({
    address: { address: bindAddress ?? address.address, port: port ?? address.port },
    routeConfig: routeConfigName(service.name, name),
    reusePort,
  });
  const resource = (name: string, message: object): Resource =>
    memo.resource({
      type: 'lds',
      name,
      message,
      references: { routes: [routeConfigName(service.name, name)] },
    });

  const { inbound, egress } = service.listeners;
  const made = [
    resource(INBOUND, inboundListener(props(INBOUND, inbound, inboundPort))),
    resource(EGRESS, egressListener(props(EGRESS, egress, egressPort))),
  ];
  for (const [callee, port] of localCallees({ topology }, service)) {
    const name = localListener(callee);
    made.push(resource(name, localCalleeListener(callee, props(name, { address: LOOPBACK, port }, null))));
  }
  if (edge?.service === service.name) {
    const { xffNumTrustedHops } = edge;
    const own = { xffNumTrustedHops, serverName: topology.mesh };
    made.push(resource(EDGE, edgeListener({ ...props(EDGE, edge.listener, edgePort), ...own })));
  }
  return made;
}
