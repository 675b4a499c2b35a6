import type { Catalog } from '../catalog/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Endpoints } from '../endpoints/model.ts';
import type { GroupSnapshot, NodeGroup } from '../snapshot/model.ts';
import type { VariantRules } from '../snapshot/variants.ts';
import type { Topology } from '../topology/model.ts';
import type { Rollout } from '../weights/model.ts';

/** Everything that a compile reads: parsed, validated, frozen. Equal identity means unchanged. */
export interface CompileInputs {
  readonly topology: Topology;
  /** In the order of `topology.catalogs`. */
  readonly catalogs: readonly Catalog[];
  /** Sorted by file. */
  readonly rollouts: readonly Rollout[];
  readonly endpoints: Endpoints;
  /**
   * Versions of each target that earlier publishes knew. An override that names one whose endpoints have gone
   * is a warning (facts are never blocked by intent); one that nothing ever knew is an error.
   */
  readonly knownVersions: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface CompileCounts {
  readonly keys: number;
  readonly boundKeys: number;
  readonly services: number;
  readonly adapters: number;
  readonly rollouts: number;
  readonly endpoints: number;
}

/** A compiled mesh. Groups are compiled on demand and cached; `group` is pure. */
export interface Compiled {
  /** Of the join: references between files. Parsers report their own. Sorted by file, line, column, code. */
  readonly diagnostics: readonly Diagnostic[];
  /** False if a diagnostic is an error: then nothing of this may be published. */
  readonly publishable: boolean;
  readonly counts: CompileCounts;
  /** Names of the services that have a sidecar, sorted. */
  readonly services: readonly string[];
  /** Names of the others, sorted: only their proxyless groups exist. */
  readonly withoutSidecar: readonly string[];
  readonly knownVersions: ReadonlyMap<string, ReadonlySet<string>>;
  /** How nodes of one service are told apart. */
  readonly variants: VariantRules;
  /** Null for a service that the mesh does not know; but for a proxyless group, also for one that has no sidecar. */
  group(group: NodeGroup): GroupSnapshot | null;
  /** The group's RDS with the real weights in it, for clients without a runtime layer. Null as above. */
  plainRoutes(group: NodeGroup): GroupSnapshot['sets']['rds'] | null;
}

/**
 * The pure function of the whole project: inputs → resources and diagnostics.
 * `previous` only saves work: parts whose inputs are identical are taken over.
 */
export type Compile = (inputs: CompileInputs, previous?: Compiled) => Compiled;
