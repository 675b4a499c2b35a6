import type { CatalogFiles } from '../local-mesh/catalog-dir.ts';
import {
  SMALL_CATALOG,
  catalogOf,
  json,
  type EndpointPlan,
  type MeshPlan,
  type Plan,
} from '../local-mesh/plan.ts';

/** What the operator wants at one moment; the catalog directory is written from it. */
export interface World {
  readonly endpoints: Readonly<Record<string, readonly EndpointPlan[]>>;
  readonly adapters: MeshPlan['adapters'];
  /** Services that the gateway calls. */
  readonly calls: readonly string[];
  readonly rollout: Rollout;
  /** Keys in the catalog beside those that are under load. */
  readonly moreKeys: number;
  /** Machines so far: each has an address of its own for as long as the numbers last. */
  readonly machines: number;
}

export interface Rollout {
  readonly weights: Readonly<Record<string, number>>;
  readonly sticky: boolean;
  /** The version that the client `c2` is sent to. */
  readonly override: string | null;
}

/** The target whose versions come and go. */
export const VERSIONED = 'snowflake';
export const ROLLOUT = `rollouts/${VERSIONED}.yaml`;

export function firstWorld(plan: Plan): World {
  const { gateway } = plan.mesh.services as { gateway?: { calls?: readonly string[] } };
  return {
    endpoints: plan.endpoints,
    adapters: plan.mesh.adapters,
    calls: gateway?.calls ?? [],
    rollout: { weights: { v1: 1, v2: 1 }, sticky: false, override: null },
    moreKeys: 0,
    machines: 0,
  };
}

/** Versions that have endpoints. */
export function versionsOf(world: World): readonly string[] {
  const versions = (world.endpoints[VERSIONED] ?? []).flatMap(({ version }) =>
    version === undefined ? [] : [version],
  );
  return [...new Set(versions)];
}

const TYPES = ['oracle', 'mssql', 'rest', 'excel'];

export function filesOf(plan: Plan, world: World): CatalogFiles {
  const { services } = plan.mesh;
  const bulk = Object.fromEntries(
    Array.from({ length: world.moreKeys }, (_, index) => [
      `bulk.k${index}`,
      { domain: 'bulk', source_binding: { type: TYPES[index % TYPES.length] } },
    ]),
  );
  const { weights, sticky, override } = world.rollout;
  return {
    'mesh.yaml': json({
      ...plan.mesh,
      adapters: world.adapters,
      services: { ...services, gateway: { ...services['gateway'], calls: world.calls } },
    }),
    'endpoints.yaml': json(world.endpoints),
    'catalog.yaml': catalogOf({ ...SMALL_CATALOG, ...bulk }),
    [ROLLOUT]: json({
      target: VERSIONED,
      weights,
      ...(sticky && { sticky }),
      ...(override !== null && { overrides: [{ clients: ['c2'], use: override }] }),
    }),
  };
}

export interface Machine {
  readonly target: string;
  readonly endpoint: EndpointPlan;
}

/** Machines of `one` that `other` has not. */
export function machinesLeft(one: World, other: World): readonly Machine[] {
  const held = new Set(all(other).map(({ endpoint }) => `${endpoint.address}:${endpoint.port}`));
  return all(one).filter(({ endpoint }) => !held.has(`${endpoint.address}:${endpoint.port}`));
}

function all(world: World): Machine[] {
  return Object.entries(world.endpoints).flatMap(([target, endpoints]) =>
    endpoints.map((endpoint) => ({ target, endpoint })),
  );
}
