import type { NodeOverrides } from '../snapshot/model.ts';

interface NodeArguments {
  readonly 'bind-address': string | null;
  readonly 'inbound-port': number | null;
  readonly 'egress-port': number | null;
  readonly 'edge-port': number | null;
}

/** The options of one node's listeners as its metadata would carry them. */
export function nodeOverrides(options: NodeArguments): NodeOverrides {
  return {
    bindAddress: options['bind-address'],
    inboundPort: options['inbound-port'],
    egressPort: options['egress-port'],
    edgePort: options['edge-port'],
  };
}
