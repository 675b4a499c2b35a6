import type { MeshEndpoint } from '../mesh/model.ts';
import type { envoy } from '../proto/types.generated.d.ts';

type ClusterLoadAssignment = envoy.config.endpoint.v3.ClusterLoadAssignment;
type LocalityLbEndpoints = envoy.config.endpoint.v3.LocalityLbEndpoints;

function lbEndpoint({ address, port, weight }: MeshEndpoint): envoy.config.endpoint.v3.LbEndpoint {
  return {
    endpoint: { address: { socket_address: { address, port_value: port } } },
    ...(weight !== null && { load_balancing_weight: weight }),
  };
}

/**
 * Endpoints by zone. Each locality is set, unique and has a weight of 1 or more, as gRPC's clients demand of the same
 * bytes; its weight is that of its endpoints together.
 */
export function localities(
  endpoints: readonly MeshEndpoint[],
  preferred: string | null = null,
): readonly LocalityLbEndpoints[] {
  const isSpare = sparesOf(endpoints, preferred);
  const zones = new Map<string, MeshEndpoint[]>();
  for (const endpoint of endpoints) {
    const zone = endpoint.zone ?? '';
    const list = zones.get(zone);
    if (list === undefined) zones.set(zone, [endpoint]);
    else list.push(endpoint);
  }
  return [...zones].map(([zone, list]) => ({
    locality: zone === '' ? {} : { zone },
    lb_endpoints: list.map(lbEndpoint),
    ...(isSpare(zone) && { priority: 1 }),
    load_balancing_weight: list.reduce((sum, { weight }) => sum + (weight ?? 1), 0),
  }));
}

/**
 * Which zones stand by while the preferred one serves: none if that has no endpoint, as gRPC's clients refuse
 * priorities with a gap.
 */
function sparesOf(endpoints: readonly MeshEndpoint[], preferred: string | null): (zone: string) => boolean {
  if (preferred === null || endpoints.every(({ zone }) => zone !== preferred)) return () => false;
  return (zone) => zone !== preferred;
}

/**
 * The endpoints of a cluster, in the order given. An assignment without any is an answer, too: Envoy waits for one.
 * With a preferred zone the others take requests only as far as its endpoints fail.
 */
export function loadAssignment(
  name: string,
  endpoints: readonly MeshEndpoint[],
  preferred: string | null = null,
): ClusterLoadAssignment {
  return { cluster_name: name, endpoints: localities(endpoints, preferred) };
}
