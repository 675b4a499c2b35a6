/** The types that a compile makes, by the field's short names. */
export type CompiledType = 'lds' | 'rds' | 'cds' | 'eds';
/** Types that are served as published, and that the mesh itself has no use for so far. */
export type ExtraType = 'sds' | 'ecds' | 'srds' | 'vhds';
/** All types that are served; `rtds` is made from `splits` for each stream (see xds). */
export type ResourceType = CompiledType | ExtraType | 'rtds';

export const TYPE_URLS: Readonly<Record<ResourceType, string>> = Object.freeze({
  lds: 'type.googleapis.com/envoy.config.listener.v3.Listener',
  rds: 'type.googleapis.com/envoy.config.route.v3.RouteConfiguration',
  cds: 'type.googleapis.com/envoy.config.cluster.v3.Cluster',
  eds: 'type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment',
  rtds: 'type.googleapis.com/envoy.service.runtime.v3.Runtime',
  sds: 'type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret',
  ecds: 'type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig',
  srds: 'type.googleapis.com/envoy.config.route.v3.ScopedRouteConfiguration',
  vhds: 'type.googleapis.com/envoy.config.route.v3.VirtualHost',
});

/** What a resource needs, so that the order of delivery can be kept without decoding it. */
export interface References {
  /** Clusters that a listener or route names. */
  readonly clusters?: readonly string[];
  /** Those of the clusters that routes name without sending anything there. */
  readonly idle?: readonly string[];
  /** Route configurations that a listener names. */
  readonly routes?: readonly string[];
  /** Secrets that a listener or cluster names. */
  readonly secrets?: readonly string[];
  /** Filter configurations (ECDS) that a listener names. */
  readonly filters?: readonly string[];
  /** The load assignment that an EDS cluster wants (its EDS service name). */
  readonly assignment?: string;
  /** Of a load assignment: it has no endpoint, so that its cluster can take no traffic. */
  readonly empty?: true;
  /** Splits that a route configuration uses: the target, and its clusters in order. */
  readonly splits?: readonly { readonly target: string; readonly clusters: readonly string[] }[];
}

/** One encoded resource; immutable, shared by all groups and streams that hold it. */
export interface Resource {
  readonly type: CompiledType | ExtraType;
  readonly name: string;
  /** Other names that the resource answers to: of a virtual host, `<route configuration>/<domain>`. */
  readonly aliases?: readonly string[];
  /** Hash of the bytes. */
  readonly version: string;
  /** The encoded `google.protobuf.Any` (type_url and value). */
  readonly any: Uint8Array;
  readonly references: References;
}

export interface ResourceSet {
  /** Hash over the sorted (name, version) pairs. */
  readonly version: string;
  /** Sorted by name. */
  readonly byName: ReadonlyMap<string, Resource>;
}

/** How the traffic of a target is shared over its versions now; delivered by RTDS. */
export interface Split {
  readonly target: string;
  /** `split.<target>`; the runtime key of a cluster is `<prefix>.<cluster name>`. */
  readonly runtimeKeyPrefix: string;
  /** Sums to 10,000; zeros are written out. In the order of the routes' weighted clusters. */
  readonly weights: readonly { readonly cluster: string; readonly weight: number }[];
}

/** A node's own listener addresses, from its metadata; null where mesh.yaml rules. */
export interface NodeOverrides {
  readonly bindAddress: string | null;
  readonly inboundPort: number | null;
  readonly egressPort: number | null;
  readonly edgePort: number | null;
}

/** Sidecars that get the same resources. */
export interface NodeGroup {
  /** `node.cluster`. */
  readonly service: string;
  readonly overrides: NodeOverrides;
  /** A gRPC application without a sidecar, which reads a smaller set of Envoy's configuration. Absent: an Envoy. */
  readonly client?: 'proxyless';
  /** What a rule of mesh.yaml gives to some of the service's nodes. Absent: what all others get. */
  readonly variant?: string;
}

/** All that a group of sidecars is to hold; immutable. */
export interface GroupSnapshot {
  readonly group: NodeGroup;
  /** Hash over the types' versions and the splits. */
  readonly version: string;
  readonly sets: Readonly<Record<CompiledType, ResourceSet>>;
  /** What is not here is an empty set. */
  readonly extra?: Readonly<Partial<Record<ExtraType, ResourceSet>>>;
  readonly splits: readonly Split[];
}
