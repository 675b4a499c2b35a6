import type { NodeGroup, NodeOverrides } from './model.ts';

const NO_OVERRIDES: NodeOverrides = Object.freeze({
  bindAddress: null,
  inboundPort: null,
  egressPort: null,
  edgePort: null,
});

/** The group of a service's sidecars that keep the addresses of mesh.yaml. */
export function defaultGroup(service: string): NodeGroup {
  return { service, overrides: NO_OVERRIDES };
}

export function isDefaultGroup({ overrides, client, variant }: NodeGroup): boolean {
  if (client !== undefined || variant !== undefined) return false;
  const { bindAddress, inboundPort, egressPort, edgePort } = overrides;
  return bindAddress === null && inboundPort === null && egressPort === null && edgePort === null;
}

/** A group is asked for its key again and again while streams begin and end. */
const keys = new WeakMap<NodeGroup, string>();

/** Groups with equal keys are the same group. */
export function groupKey(group: NodeGroup): string {
  let key = keys.get(group);
  if (key === undefined) keys.set(group, (key = keyOf(group)));
  return key;
}

function keyOf({ service, overrides, client, variant }: NodeGroup): string {
  const { bindAddress, inboundPort, egressPort, edgePort } = overrides;
  return JSON.stringify([service, bindAddress, inboundPort, egressPort, edgePort, client, variant]);
}
