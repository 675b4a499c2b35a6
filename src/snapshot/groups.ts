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

export function isDefaultGroup({ overrides }: NodeGroup): boolean {
  return Object.values(overrides).every((value) => value === null);
}
