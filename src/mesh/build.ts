import type { Catalog } from '../catalog/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { sortDiagnostics } from '../diagnostics/order.ts';
import type { Endpoints } from '../endpoints/model.ts';
import type { AdapterSpec, ServiceSpec, Topology } from '../topology/model.ts';
import type { Rollout } from '../weights/model.ts';
import { checkKeys } from './check-keys.ts';
import { checkNames, checkTarget } from './check-targets.ts';
import { buildKeyTable, isCurrent } from './key-table.ts';
import type { Mesh, MeshTarget } from './model.ts';
import {
  activeOverrides,
  endpointVersions,
  isUnversioned,
  targetVersions,
  type TargetInputs,
} from './versions.ts';

/** What is joined: each input's model, parsed and valid in itself. */
export interface MeshInputs {
  readonly topology: Topology;
  /** In the order of `topology.catalogs`. */
  readonly catalogs: readonly Catalog[];
  readonly rollouts: readonly Rollout[];
  readonly endpoints: Endpoints;
  /** Versions of each target that earlier publishes knew. */
  readonly knownVersions: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface BuiltMesh {
  readonly mesh: Mesh;
  /** Of the references between files, sorted. */
  readonly diagnostics: readonly Diagnostic[];
}

type Spec = ServiceSpec | AdapterSpec;
const NONE: ReadonlySet<string> = new Set();

function byName(a: Spec, b: Spec): number {
  return a.name < b.name ? -1 : 1;
}

function meshTarget(spec: Spec, inputs: TargetInputs): MeshTarget {
  const { name, kind, connectTimeout, requestTimeout, loadBalancing, resolution } = spec;
  return Object.freeze({
    name,
    kind,
    connectTimeout,
    requestTimeout,
    loadBalancing,
    resolution,
    protocol: kind === 'service' ? spec.app.protocol : spec.protocol,
    sidecar: kind === 'service' && spec.sidecar,
    pool: kind === 'adapter' ? spec.pool : null,
    versions: targetVersions(inputs),
    overrides: activeOverrides(inputs),
    sticky: !isUnversioned(inputs) && (inputs.rollout?.sticky ?? false),
  });
}

function versionsKnownNow(inputs: TargetInputs): ReadonlySet<string> {
  const known = new Set([...inputs.known, ...endpointVersions(inputs)]);
  for (const { version } of inputs.rollout?.weights ?? []) known.add(version);
  return known;
}

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

/**
 * Joins the inputs into the mesh and checks what each says of the others. Never throws: with an error among the
 * diagnostics the mesh is still complete, and not to be published. `previous` only saves work.
 */
export function buildMesh(inputs: MeshInputs, previous?: Mesh): BuiltMesh {
  const { topology, catalogs, rollouts, endpoints } = inputs;
  const specs = new Map<string, Spec>();
  for (const spec of [...topology.services.values()].sort(byName)) specs.set(spec.name, spec);
  for (const spec of [...topology.adapters.values()].sort(byName)) specs.set(spec.name, spec);
  const diagnostics = checkNames(specs, rollouts, endpoints);

  const rolloutOf = new Map<string, Rollout>();
  for (const rollout of rollouts) if (!rolloutOf.has(rollout.target)) rolloutOf.set(rollout.target, rollout);
  const calledNames = calledTargets(topology);
  const targets = new Map<string, MeshTarget>();
  const knownVersions = new Map<string, ReadonlySet<string>>();
  for (const spec of specs.values()) {
    const known = inputs.knownVersions.get(spec.name) ?? NONE;
    const joined: TargetInputs = {
      spec,
      known,
      called: calledNames.has(spec.name),
      rollout: rolloutOf.get(spec.name),
      endpoints: endpoints.targets.get(spec.name),
    };
    diagnostics.push(...checkTarget(spec, joined));
    targets.set(spec.name, meshTarget(spec, joined));
    knownVersions.set(spec.name, versionsKnownNow(joined));
  }

  const refs = topology.catalogs;
  const keys =
    previous !== undefined && isCurrent(previous.keys, catalogs, refs)
      ? previous.keys
      : buildKeyTable(catalogs, refs);
  const adapterByType = new Map<string, string>();
  for (const { name, sourceTypes } of topology.adapters.values()) {
    for (const { type } of sourceTypes) adapterByType.set(type.toLowerCase(), name);
  }
  diagnostics.push(
    ...checkKeys({ keys, rollouts, adapterByType, withoutAdapter: topology.monikers.withoutAdapter }),
  );
  const mesh = Object.freeze({ topology, targets, keys, adapterByType, knownVersions });
  return { mesh, diagnostics: sortDiagnostics(diagnostics) };
}
