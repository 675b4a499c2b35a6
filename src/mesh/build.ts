import type { Catalog } from '../catalog/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { certain } from '../diagnostics/doubts.ts';
import type { Endpoints } from '../endpoints/model.ts';
import type { Topology } from '../topology/model.ts';
import type { Rollout } from '../weights/model.ts';
import { buildKeyTable, isCurrent } from './key-table.ts';
import { reviewJoin } from './review.ts';
import type { Mesh, MeshTarget } from './model.ts';
import { adaptersByType, joinTargets, type JoinedTarget } from './join-targets.ts';
import { activeOverrides, endpointVersions, isUnversioned, targetVersions } from './versions.ts';

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

function meshTarget(inputs: JoinedTarget, { groups }: Topology): MeshTarget {
  const { spec } = inputs;
  const { name, kind, connectTimeout, requestTimeout, loadBalancing, resolution, zonePreference } = spec;
  return Object.freeze({
    name,
    kind,
    connectTimeout,
    requestTimeout,
    loadBalancing,
    resolution,
    zonePreference,
    failover:
      resolution === 'eds' &&
      [zonePreference, ...groups.map((group) => group.zonePreference)].includes('failover'),
    protocol: kind === 'service' ? spec.app.protocol : spec.protocol,
    sidecar: kind === 'service' && spec.sidecar,
    pool: kind === 'adapter' ? spec.pool : null,
    versions: targetVersions(inputs),
    overrides: activeOverrides(inputs),
    sticky: !isUnversioned(inputs) && (inputs.rollout?.sticky ?? false),
  });
}

function versionsKnownNow(inputs: JoinedTarget): ReadonlySet<string> {
  const known = new Set([...inputs.known, ...endpointVersions(inputs)]);
  for (const { version } of inputs.rollout?.weights ?? []) known.add(version);
  return known;
}

/**
 * Joins the inputs into the mesh and checks what each says of the others. Never throws: with an error among the
 * diagnostics the mesh is still complete, and not to be published. `previous` only saves work.
 */
export function buildMesh(inputs: MeshInputs, previous?: Mesh): BuiltMesh {
  const { topology, catalogs, rollouts, endpoints } = inputs;
  const joined = joinTargets(inputs);
  const targets = new Map(joined.map((target) => [target.spec.name, meshTarget(target, topology)]));
  const knownVersions = new Map(joined.map((target) => [target.spec.name, versionsKnownNow(target)]));
  const refs = topology.catalogs;
  const keys =
    previous !== undefined && isCurrent(previous.keys, catalogs, refs)
      ? previous.keys
      : buildKeyTable(catalogs, refs);
  const adapterByType = adaptersByType(topology);
  const drafts = {
    topology: certain(topology),
    catalogs: catalogs.map(certain),
    rollouts: rollouts.map(certain),
    endpoints: certain(endpoints),
  };
  const diagnostics = reviewJoin(drafts, { joined, keys });
  return { mesh: Object.freeze({ topology, targets, keys, adapterByType, knownVersions }), diagnostics };
}
