import { decode, preEncoded } from '../../src/proto/codec.ts';
import { PreEncoded } from '../../src/proto/pre-encoded.ts';
import type { envoy } from '../../src/proto/types.generated.d.ts';
import type { CompiledType } from '../../src/snapshot/model.ts';
import type { Message } from './dump.ts';

type Json = Readonly<Record<string, unknown>>;

const ROUTE = 'envoy.config.route.v3.Route';

/**
 * The first of the messages in which there is something to change, with one field changed; `value` tells one bump
 * from the next. It is the field that the peers change: the weights of the first split route, the weight of the first
 * endpoint, a connect timeout, a listener's buffer limit. Null: there is none.
 */
export function bumped(type: CompiledType, messages: readonly Message[], value: number): Message | null {
  for (const one of messages) {
    const message = one.type === type ? CHANGES[type](one.message as Json, value) : null;
    if (message !== null) return { ...one, message, original: null };
  }
  return null;
}

const CHANGES: Readonly<Record<CompiledType, (message: Json, value: number) => Json | null>> = {
  cds: (cluster, value) => ({ ...cluster, connect_timeout: `${(1_000 + (value % 1_000) + 1) / 1_000}s` }),
  lds: (listener, value) => ({ ...listener, per_connection_buffer_limit_bytes: 1_048_576 + value }),
  eds: (assignment, value) =>
    withFirst(assignment, 'endpoints', (locality) =>
      withFirst(locality, 'lb_endpoints', (endpoint) => ({
        ...endpoint,
        load_balancing_weight: (value % 100) + 2,
      })),
    ),
  rds: (routes, value) =>
    withFirst(routes, 'virtual_hosts', (host) =>
      withFirst(host, 'routes', (route) => withWeights(route, value)),
    ),
};

function withWeights(encoded: unknown, value: number): Json | null {
  if (!(encoded instanceof PreEncoded)) return null;
  const route = decode(ROUTE, encoded.bytes);
  const split = route.route?.weighted_clusters;
  const [first, second, ...rest] = split?.clusters ?? [];
  if (!first || !second) return null;
  const clusters: readonly envoy.config.route.v3.WeightedCluster.ClusterWeight[] = [
    { ...first, weight: (value % 100) + 1 },
    { ...second, weight: 100 - (value % 100) },
    ...rest,
  ];
  return preEncoded(ROUTE, {
    ...route,
    route: { ...route.route, weighted_clusters: { ...split, clusters } },
  }) as Json;
}

/** A copy in which the first member of the list that can be changed is. */
function withFirst(parent: Json, list: string, change: (member: Json) => Json | null): Json | null {
  const members = (parent[list] ?? []) as readonly Json[];
  for (const [index, member] of members.entries()) {
    const changed = change(member);
    if (changed !== null) return { ...parent, [list]: members.with(index, changed) };
  }
  return null;
}
