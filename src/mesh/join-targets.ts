import type { Endpoints } from '../endpoints/model.ts';
import type { AdapterSpec, ServiceSpec, Topology } from '../topology/model.ts';
import type { Rollout } from '../weights/model.ts';
import type { TargetInputs } from './versions.ts';

export type Spec = ServiceSpec | AdapterSpec;

export interface JoinedTarget extends TargetInputs {
  readonly spec: Spec;
}

const NONE: ReadonlySet<string> = new Set();

/** Targets that some sidecar may send requests to; every adapter is one, as any key may come to need it. */
function calledTargets({ services, adapters, edge, monikers }: Topology): ReadonlySet<string> {
  const called = new Set(adapters.keys());
  for (const { calls } of services.values()) for (const { service } of calls) called.add(service);
  // What goes to the edge's own service stays in its sidecar.
  for (const { to } of edge?.routes ?? []) if (to !== edge?.service) called.add(to);
  for (const action of [monikers.unboundOthers, ...monikers.unbound.values()]) {
    if (action.kind === 'service') called.add(action.service);
  }
  return called;
}

function byName(a: Spec, b: Spec): number {
  return a.name < b.name ? -1 : 1;
}

export interface JoinInputs {
  readonly topology: Topology;
  readonly rollouts: readonly Rollout[];
  readonly endpoints: Endpoints;
  readonly knownVersions: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Each target with what the files say of it: services, then adapters, each sorted by name. */
export function joinTargets({
  topology,
  rollouts,
  endpoints,
  knownVersions,
}: JoinInputs): readonly JoinedTarget[] {
  // A name is unique over both, which the parser checks; in a draft the adapter counts.
  const specs = new Map<string, Spec>();
  for (const spec of [...topology.services.values()].sort(byName)) specs.set(spec.name, spec);
  for (const spec of [...topology.adapters.values()].sort(byName)) specs.set(spec.name, spec);
  const rolloutOf = new Map<string, Rollout>();
  for (const rollout of rollouts) if (!rolloutOf.has(rollout.target)) rolloutOf.set(rollout.target, rollout);
  const called = calledTargets(topology);
  const pins = topology.groups.flatMap(({ versions }) => versions);
  return [...specs.values()].map((spec) => ({
    spec,
    pins: pins.filter(({ target }) => target === spec.name),
    known: knownVersions.get(spec.name) ?? NONE,
    called: called.has(spec.name),
    rollout: rolloutOf.get(spec.name),
    endpoints: endpoints.targets.get(spec.name),
  }));
}

/** Adapter by lower-cased source type. */
export function adaptersByType({ adapters }: Topology): ReadonlyMap<string, string> {
  const byType = new Map<string, string>();
  for (const { name, sourceTypes } of adapters.values()) {
    for (const { type } of sourceTypes) byType.set(type.toLowerCase(), name);
  }
  return byType;
}
