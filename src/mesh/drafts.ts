import type { Catalog } from '../catalog/model.ts';
import type { Draft } from '../diagnostics/doubts.ts';
import type { Endpoints } from '../endpoints/model.ts';
import type { Topology } from '../topology/model.ts';
import type { Rollout } from '../weights/model.ts';

/** All files as far as they could be read. */
export interface MeshDrafts {
  readonly topology: Draft<Topology>;
  /** In the order of `topology.catalogs`; null for one of which nothing could be read. */
  readonly catalogs: readonly (Draft<Catalog> | null)[];
  /** Sorted by file; null for one of which nothing could be read. */
  readonly rollouts: readonly (Draft<Rollout> | null)[];
  readonly endpoints: Draft<Endpoints>;
}
