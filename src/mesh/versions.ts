import type { Endpoint, TargetEndpoints } from '../endpoints/model.ts';
import type { PinSpec, TargetSpec } from '../topology/model.ts';
import type { Rollout } from '../weights/model.ts';
import type { MeshEndpoint, TargetOverride, TargetVersion } from './model.ts';
import { effectiveShares } from './shares.ts';

/** What the inputs say of one target, side by side. */
export interface TargetInputs {
  readonly spec: TargetSpec;
  readonly endpoints: TargetEndpoints | undefined;
  readonly rollout: Rollout | undefined;
  /** Versions that earlier publishes knew. */
  readonly known: ReadonlySet<string>;
  /** Of the groups of mesh.yaml. */
  readonly pins: readonly PinSpec[];
  /** Whether some sidecar may send it requests. */
  readonly called: boolean;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** True where the target has endpoints and they carry no version. */
export function isUnversioned({ endpoints }: TargetInputs): boolean {
  return endpoints?.endpoints.some(({ version }) => version === null) ?? false;
}

/** Versions that endpoints carry, sorted. */
export function endpointVersions({ endpoints }: TargetInputs): readonly string[] {
  const versions = new Set<string>();
  for (const { version } of endpoints?.endpoints ?? []) if (version !== null) versions.add(version);
  return [...versions].sort(compareText);
}

/**
 * The versions of a target in the order of its split: the weight file's, then the stable one, then the others sorted.
 * `[null]` where endpoints carry no version, or where nothing names one.
 */
export function versionNames(inputs: TargetInputs): readonly (string | null)[] {
  if (isUnversioned(inputs)) return [null];
  const names = new Set<string>();
  for (const { version } of inputs.rollout?.weights ?? []) names.add(version);
  if (inputs.spec.stable !== null) names.add(inputs.spec.stable);
  for (const version of endpointVersions(inputs)) names.add(version);
  return names.size === 0 ? [null] : [...names];
}

function byPlace(a: MeshEndpoint, b: MeshEndpoint): number {
  return compareText(a.zone ?? '', b.zone ?? '') || compareText(a.address, b.address) || a.port - b.port;
}

function meshEndpoint({ address, port, zone, weight }: Endpoint): MeshEndpoint {
  return { address, port, zone, weight };
}

/** The weight that the operator gave each version: the weight file's, else everything to the stable or only one. */
function configuredWeight(
  inputs: TargetInputs,
  names: readonly (string | null)[],
): (name: string | null) => number {
  const { rollout, spec } = inputs;
  if (rollout !== undefined && names[0] !== null) {
    const weights = new Map(rollout.weights.map(({ version, weight }) => [version, weight]));
    return (name) => (name === null ? 0 : (weights.get(name) ?? 0));
  }
  const whole = names.length === 1 ? names[0] : (spec.stable ?? names[0]);
  return (name) => (name === whole ? 1 : 0);
}

/** The versions with their endpoints and the shares that are in effect. */
export function targetVersions(inputs: TargetInputs): readonly TargetVersion[] {
  const names = versionNames(inputs);
  const weightOf = configuredWeight(inputs, names);
  const endpoints = names.map((name) =>
    (inputs.endpoints?.endpoints ?? [])
      .filter(({ version }) => version === name)
      .map(meshEndpoint)
      .sort(byPlace),
  );
  const shares = effectiveShares(
    names.map((name, i) => ({ weight: weightOf(name), empty: endpoints[i]?.length === 0 })),
  );
  return names.map((name, i) => ({ name, endpoints: endpoints[i] ?? [], share: shares[i] ?? 0 }));
}

/** The overrides whose version has endpoints; the others would only turn requests away. */
export function activeOverrides(inputs: TargetInputs): readonly TargetOverride[] {
  const live = new Set(endpointVersions(inputs));
  return (inputs.rollout?.overrides ?? [])
    .map(({ match, use }, index) => ({ index, match, version: use }))
    .filter(({ version }) => live.has(version));
}
