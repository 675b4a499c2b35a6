/** What tells one node of a service from another, as its first request says it. */
export interface NodeFacts {
  readonly locality: { readonly region: string; readonly zone: string; readonly subZone: string };
  /** The scalar leaves of the node's metadata as text: path with dots → value. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** The places in a node where a condition may look; the rest of the path, for metadata, follows a dot. */
export type FactPath = 'locality.region' | 'locality.zone' | 'locality.subZone' | `metadata.${string}`;

/** A rule of mesh.yaml by which some nodes get something else than the others of their service. Plain data. */
export interface VariantRule {
  readonly name: string;
  /** Null: any service. */
  readonly services: readonly string[] | null;
  /** Each has to hold: the fact is one of the values. */
  readonly conditions: readonly { readonly path: FactPath; readonly values: readonly string[] }[];
  /** Zones in which the nodes of this rule get endpoints of their own. Sorted. */
  readonly zones: readonly string[];
  /** Versions that take all of these nodes' traffic to a target, where they have endpoints. */
  readonly pins: readonly { readonly target: string; readonly version: string }[];
}

/** How nodes are told apart. Published with the snapshots; plain data. */
export interface VariantRules {
  /** The first that matches counts. */
  readonly rules: readonly VariantRule[];
  /** Zones in which nodes that no rule takes get endpoints of their own. Sorted. */
  readonly zones: readonly string[];
}

export const NO_VARIANTS: VariantRules = Object.freeze({ rules: [], zones: [] });

/** A variant taken apart: the rule that gave it and the zone of its nodes, where they matter. */
export interface VariantParts {
  readonly rule: string | null;
  readonly zone: string | null;
}

const ZONE = 'zone=';

/** `canary`, `zone=us-east-1a` or `canary zone=us-east-1a`; undefined: nothing sets such nodes apart. */
export function variantName({ rule, zone }: VariantParts): string | undefined {
  const parts = [...(rule === null ? [] : [rule]), ...(zone === null ? [] : [ZONE + zone])];
  return parts.length === 0 ? undefined : parts.join(' ');
}

/** The reverse of `variantName`. Names of rules and zones have neither blanks nor equals signs. */
export function variantParts(variant: string | undefined): VariantParts {
  const words = variant?.split(' ') ?? [];
  const zone = words.find((word) => word.startsWith(ZONE));
  return {
    rule: words.find((word) => !word.startsWith(ZONE)) ?? null,
    zone: zone?.slice(ZONE.length) ?? null,
  };
}

/** Which variant a service's node gets; undefined: what all others get. */
export function variantOf(
  { rules, zones }: VariantRules,
  service: string,
  facts: NodeFacts,
): string | undefined {
  if (rules.length === 0 && zones.length === 0) return undefined;
  const rule = rules.find((candidate) => takes(candidate, service, facts));
  const { zone } = facts.locality;
  const own = (rule?.zones ?? zones).includes(zone) ? zone : null;
  return variantName({ rule: rule?.name ?? null, zone: own });
}

function takes({ services, conditions }: VariantRule, service: string, facts: NodeFacts): boolean {
  if (services !== null && !services.includes(service)) return false;
  return conditions.every(({ path, values }) => {
    const fact = factAt(facts, path);
    return fact !== undefined && values.includes(fact);
  });
}

const METADATA = 'metadata.';

function factAt({ locality, metadata }: NodeFacts, path: FactPath): string | undefined {
  switch (path) {
    case 'locality.region':
      return locality.region;
    case 'locality.zone':
      return locality.zone;
    case 'locality.subZone':
      return locality.subZone;
    default:
      return metadata.get(path.slice(METADATA.length));
  }
}
