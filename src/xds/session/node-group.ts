import { defaultGroup } from '../../snapshot/groups.ts';
import type { NodeGroup, NodeOverrides, ResourceType } from '../../snapshot/model.ts';
import { metadataFacts } from '../../snapshot/node-facts.ts';
import type { NodeFacts } from '../../snapshot/variants.ts';
import { isProxyless } from './proxyless.ts';
import type { WireNode } from '../wire/node.ts';
import type { DiscoveryRequest } from '../wire/request.ts';

/** The contract of the bootstrap that a sidecar runs: `moniker` in its node metadata. */
export interface NodeContract {
  readonly group: NodeGroup;
  /** Null where the bootstrap is not one of ours. */
  readonly contract: number | null;
}

/** What is made of a first request and its node, once for all whose beginnings are the same. */
export function onceABeginning<T, Rest extends readonly unknown[]>(
  make: (node: WireNode, ...rest: Rest) => T,
): (node: WireNode, ...rest: Rest) => T {
  const made = new WeakMap<object, { readonly value: T }>();
  return (node, ...rest) => {
    const { beginning } = node;
    if (!beginning) return make(node, ...rest);
    let known = made.get(beginning);
    if (!known) made.set(beginning, (known = { value: make(node, ...rest) }));
    return known.value;
  };
}

/** The service is `node.cluster`; addresses that deviate from mesh.yaml are in `metadata.moniker`. */
export const nodeContract: (node: WireNode) => NodeContract = onceABeginning((node) => {
  const moniker = record(node.metadata['moniker']);
  const ports = record(moniker['ports']);
  const bindAddress = moniker['bindAddress'];
  const overrides: NodeOverrides = {
    bindAddress: typeof bindAddress === 'string' && bindAddress !== '' ? bindAddress : null,
    inboundPort: port(ports['inbound']),
    egressPort: port(ports['egress']),
    edgePort: port(ports['edge']),
  };
  const { contract } = moniker;
  return {
    group: { service: node.cluster, overrides },
    contract: typeof contract === 'number' ? contract : null,
  };
});

export interface FirstRequest {
  readonly request: DiscoveryRequest;
  readonly node: WireNode;
  /** See `SessionState`. */
  readonly only: ResourceType | null;
}

/** What the groups and zones of mesh.yaml may go by. */
export const nodeFacts: (node: WireNode) => NodeFacts = onceABeginning(({ locality, metadata }) => ({
  locality,
  metadata: metadataFacts(metadata),
}));

/** As `nodeContract`, of a stream's first request, which tells an application from a sidecar. */
export function streamContract({ request, node, only }: FirstRequest): NodeContract {
  if (only !== null || !isProxyless(request)) return nodeContract(node);
  // It opens no listeners, so no addresses set it apart.
  return { group: { ...defaultGroup(node.cluster), client: 'proxyless' }, contract: null };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function port(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 65_536 ? value : null;
}
