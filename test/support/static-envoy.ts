import { decodeAny } from '../../src/proto/codec.ts';
import type { GroupSnapshot, ResourceSet } from '../../src/snapshot/model.ts';

type Json = Readonly<Record<string, unknown>>;

function messages(set: ResourceSet): readonly Json[] {
  return [...set.byName.values()].map(({ any }) => decodeAny(any));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Replaces what names something that a control plane would deliver by that thing itself, wherever it stands. */
function inline(value: unknown, replace: (object: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => inline(item, replace));
  if (!isObject(value)) return value;
  const object = replace(value);
  return Object.fromEntries(Object.entries(object).map(([name, item]) => [name, inline(item, replace)]));
}

function withoutType({ '@type': _, ...fields }: Json): Json {
  return fields;
}

export interface StaticBootstrapOptions {
  readonly snapshot: GroupSnapshot;
  readonly admin: { readonly host: string; readonly port: number };
  /** Default: the weights of the snapshot's splits. False: no runtime at all. */
  readonly runtime?: boolean;
}

/** A bootstrap that holds the decoded resources of a group, for an Envoy without a control plane. */
export function staticBootstrap({ snapshot, admin, runtime = true }: StaticBootstrapOptions): object {
  const { lds, rds, cds, eds } = snapshot.sets;
  const tables = new Map(messages(rds).map((table) => [table['name'], withoutType(table)]));
  const assignments = new Map(messages(eds).map((a) => [a['cluster_name'], withoutType(a)]));
  const listeners = messages(lds).map((listener) =>
    inline(withoutType(listener), ({ rds: source, ...rest }) =>
      isObject(source)
        ? { ...rest, route_config: tables.get(source['route_config_name']) }
        : { ...rest, ...(source === undefined ? {} : { rds: source }) },
    ),
  );
  const clusters = messages(cds).map((cluster) => {
    const { eds_cluster_config: discovery, ...rest } = withoutType(cluster);
    if (discovery === undefined) return rest;
    return { ...rest, type: 'STATIC', load_assignment: assignments.get(cluster['name']) };
  });
  const weights = snapshot.splits.flatMap(({ runtimeKeyPrefix, weights: shares }) =>
    shares.map(({ cluster, weight }) => [`${runtimeKeyPrefix}.${cluster}`, weight] as const),
  );
  return {
    node: { id: 'static', cluster: snapshot.group.service },
    admin: { address: { socket_address: { address: admin.host, port_value: admin.port } } },
    ...(runtime && {
      layered_runtime: { layers: [{ name: 'weights', static_layer: Object.fromEntries(weights) }] },
    }),
    static_resources: { listeners, clusters },
  };
}
