import { EDGE, EGRESS } from '../envoy/names.ts';
import type { Topology } from '../topology/model.ts';

/** Which listener of the sidecar a request comes to, and with what in its request line. */
export interface Arrival {
  readonly listener: string;
  readonly authority: string;
  /** Path and query, as they came. */
  readonly path: string;
}

const URL_FORM = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)([^]*)$/i;

/**
 * A path alone means the edge for the service that has it, and the adapters' host for others; a URL means the egress,
 * as an application calls it.
 */
export function arrivalOf(target: string, service: string, topology: Topology): Arrival {
  const [, authority, rest = ''] = URL_FORM.exec(target) ?? [];
  if (authority !== undefined) {
    return { listener: EGRESS, authority, path: rest.startsWith('/') ? rest : `/${rest}` };
  }
  const adapters = `adapters.${topology.namespace}`;
  return topology.edge?.service === service
    ? { listener: EDGE, authority: 'edge', path: target }
    : { listener: EGRESS, authority: adapters, path: target };
}
