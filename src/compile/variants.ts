import type { Mesh, MeshTarget, TargetVersion } from '../mesh/model.ts';
import { variantParts, type VariantRule, type VariantRules } from '../snapshot/variants.ts';
import type { GroupSpec, ZonePreference } from '../topology/model.ts';

/** Where a node stands, as far as its endpoints depend on it. */
export interface Place {
  readonly zone: string | null;
  /** Null: as each target has it. */
  readonly preference: ZonePreference | null;
}

/** What a variant stands for in a mesh. */
export interface Variant {
  readonly rule: GroupSpec | null;
  readonly place: Place;
}

/** A rule that the mesh does not have any more gives nothing: its nodes are on their way to another variant. */
export function variantIn({ topology }: Mesh, name: string | undefined): Variant {
  const parts = variantParts(name);
  const rule = topology.groups.find((group) => group.name === parts.rule) ?? null;
  return { rule, place: { zone: parts.zone, preference: rule?.zonePreference ?? null } };
}

function hasEndpoints(target: MeshTarget | undefined, version: string): boolean {
  return target?.versions.some(({ name, endpoints }) => name === version && endpoints.length > 0) ?? false;
}

/** The pins of a rule that are in effect: the others would only turn requests away. */
function activePins({ targets }: Mesh, rule: GroupSpec): VariantRule['pins'] {
  return rule.versions
    .filter(({ target, version }) => hasEndpoints(targets.get(target), version))
    .map(({ target, version }) => ({ target, version }));
}

const WHOLE = 10_000;

function pinned(versions: readonly TargetVersion[], version: string): readonly TargetVersion[] {
  return versions.map((one) => ({ ...one, share: one.name === version ? WHOLE : 0 }));
}

/** The targets as the nodes of a rule share their traffic: the mesh's own, but for the shares of pinned ones. */
export function targetsFor(mesh: Mesh, rule: GroupSpec | null): Mesh['targets'] {
  const pins = rule === null ? [] : activePins(mesh, rule);
  if (pins.length === 0) return mesh.targets;
  const targets = new Map(mesh.targets);
  for (const { target: name, version } of pins) {
    const target = targets.get(name);
    if (target) targets.set(name, { ...target, versions: pinned(target.versions, version) });
  }
  return targets;
}

/** Zones that make a difference: some version has endpoints in one of them and elsewhere. Sorted. */
function zonesThatMatter({ targets }: Mesh, preference: ZonePreference | null): readonly string[] {
  const found = new Set<string>();
  for (const { versions, resolution, zonePreference } of targets.values()) {
    if (resolution !== 'eds' || (preference ?? zonePreference) !== 'failover') continue;
    for (const { endpoints } of versions) {
      const zones = new Set(endpoints.map(({ zone }) => zone));
      if (zones.size > 1) for (const zone of zones) if (zone !== null) found.add(zone);
    }
  }
  return [...found].sort();
}

/** How the nodes of this mesh are told apart, for where they join. */
export function variantRules(mesh: Mesh): VariantRules {
  const rules = mesh.topology.groups.map((rule): VariantRule => ({
    name: rule.name,
    services: rule.services?.map(({ name }) => name) ?? null,
    conditions: rule.conditions,
    zones: zonesThatMatter(mesh, rule.zonePreference),
    pins: activePins(mesh, rule),
  }));
  return Object.freeze({ rules, zones: zonesThatMatter(mesh, null) });
}
