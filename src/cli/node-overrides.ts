import { isIP } from 'node:net';
import type { NodeOverrides } from '../snapshot/model.ts';
import { UsageError } from './usage-error.ts';

interface NodeArguments {
  readonly 'bind-address': string | null;
  readonly 'inbound-port': number | null;
  readonly 'egress-port': number | null;
  readonly 'edge-port': number | null;
}

/** The options of one node's listeners as its metadata would carry them. */
export function nodeOverrides(options: NodeArguments): NodeOverrides {
  return {
    bindAddress: bindAddressOf(options),
    inboundPort: options['inbound-port'],
    egressPort: options['egress-port'],
    edgePort: options['edge-port'],
  };
}

/** Listeners take IP addresses only: a name would make every sidecar of this bootstrap reject its listeners. */
export function bindAddressOf(options: Pick<NodeArguments, 'bind-address'>): string | null {
  const address = options['bind-address'];
  if (address === null || isIP(address) !== 0) return address;
  throw new UsageError(`--bind-address is an IP address such as 127.0.0.2, not "${address}"`);
}
