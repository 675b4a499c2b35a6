import { bootstrapFor } from '../../src/bootstrap/bootstrap.ts';
import { defaultBootstrap } from '../../src/bootstrap/options.ts';
import { PORTS } from './plan.ts';

/** How the sidecar speaks to the control plane. */
export type XdsVariant = 'delta' | 'sotw';

export interface BootstrapSpec {
  readonly service: string;
  /** Every listener of this sidecar binds here. */
  readonly address: string;
  /** Control planes in the order in which they are tried. */
  readonly xds: readonly { readonly host: string; readonly port: number }[];
  readonly variant?: XdsVariant;
  /** Default: the service's name and the address. */
  readonly node?: string;
  readonly zone?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What `moniker-cp bootstrap` writes for a sidecar that shares its machine with others. */
export function sidecarBootstrap(spec: BootstrapSpec): object {
  return bootstrapFor({
    ...defaultBootstrap({ service: spec.service, mode: spec.variant ?? 'delta', build: 'local' }),
    nodeId: spec.node ?? `${spec.service}-${spec.address}`,
    zone: spec.zone ?? null,
    labels: new Map(Object.entries(spec.labels ?? {})),
    xdsAddresses: spec.xds,
    listeners: { bindAddress: spec.address, inbound: PORTS.inbound, egress: PORTS.egress, edge: PORTS.edge },
    adminPort: PORTS.admin,
    readiness: { address: spec.address, port: PORTS.readiness },
  });
}
