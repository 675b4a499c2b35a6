/** Where the sidecar finds a control plane. A name is resolved by DNS, an IP address is taken as it is. */
export interface XdsAddress {
  readonly host: string;
  readonly port: number;
}

/** PEM files, by path on the sidecar's machine. Envoy reads them at its start. */
export interface TlsFiles {
  /** Authorities that the control plane's certificate must come from. */
  readonly ca: string;
  /** The sidecar's own certificate and key, for mutual TLS; both or none. */
  readonly client: { readonly cert: string; readonly key: string } | null;
  /** The name that the control plane's certificate must carry; null = the first address's host. */
  readonly serverName: string | null;
}

/** Listener addresses of this node that differ from mesh.yaml; they go to the control plane in the metadata. */
export interface NodeListeners {
  readonly bindAddress: string | null;
  readonly inbound: number | null;
  readonly egress: number | null;
  readonly edge: number | null;
}

/** What a bootstrap depends on. See `defaultBootstrap` for the defaults. */
export interface BootstrapOptions {
  /** node.cluster: a service of mesh.yaml. */
  readonly service: string;
  /** The protocol of the aggregated stream: incremental or state of the world. */
  readonly mode: 'delta' | 'sotw';
  readonly nodeId: string;
  readonly region: string | null;
  readonly zone: string | null;
  /** For the groups of mesh.yaml. */
  readonly labels: ReadonlyMap<string, string>;
  /** At least one; a lost connection goes to another of them. */
  readonly xdsAddresses: readonly XdsAddress[];
  readonly tls: TlsFiles | null;
  /** Version of the program that wrote the file. */
  readonly build: string;
  readonly listeners: NodeListeners;
  readonly adminPort: number;
  readonly readiness: { readonly address: string; readonly port: number };
  /** Envoy sheds load as its heap nears this many bytes. */
  readonly maxHeapBytes: number;
  /** Connections from applications and peers that one sidecar takes at a time. */
  readonly maxConnections: number;
}

const LOOPBACK = '127.0.0.1';

/**
 * The options of a service's ready bootstrap: control plane at 127.0.0.1:18000 in plaintext, listeners where
 * mesh.yaml puts them, admin page at 127.0.0.1:15000, readiness and statistics at 127.0.0.1:15021.
 */
export function defaultBootstrap(props: {
  readonly service: string;
  readonly mode: 'delta' | 'sotw';
  readonly build: string;
}): BootstrapOptions {
  return {
    ...props,
    nodeId: props.service,
    region: null,
    zone: null,
    labels: new Map(),
    xdsAddresses: [{ host: LOOPBACK, port: 18_000 }],
    tls: null,
    listeners: { bindAddress: null, inbound: null, egress: null, edge: null },
    adminPort: 15_000,
    readiness: { address: LOOPBACK, port: 15_021 },
    maxHeapBytes: 512 * 1024 * 1024,
    maxConnections: 20_000,
  };
}
