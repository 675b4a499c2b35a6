import type { Header } from './headers.ts';

/** Which line of the inputs decided. */
export interface Rule {
  /**
   * `override`, `weights`: of a weight file. `group`: a group of mesh.yaml pins its nodes to a version. `stable`: the target has versions, and no weight file names it.
   * `unbound`: no catalog key binds the moniker. `withoutAdapter`: no adapter serves the key's source type.
   * `service`: the whole target, whose endpoints carry no version.
   */
  readonly kind: 'override' | 'group' | 'weights' | 'stable' | 'unbound' | 'withoutAdapter' | 'service';
  /** The name of the group, for `group` only. */
  readonly name?: string;
  readonly file: string;
  readonly line: number;
}

export interface ClusterShare {
  readonly name: string;
  /** From 0 to 1; all of an explanation's sum up to 1. */
  readonly share: number;
}

/** What becomes of a request, and why. Either `response` is set or `clusters` has members. */
export interface Explanation {
  /** As it was asked for. */
  readonly path: string;
  /** The catalog key that the route goes by; null where it goes by none. */
  readonly key: string | null;
  /** Of that key, or else of the catalog key nearest to the request's moniker; `active` where it names none. */
  readonly catalogStatus: string | null;
  /** The nearest explicit domain at or above the request's moniker. */
  readonly domain: string | null;
  /** Of the key, as the catalog writes it. */
  readonly sourceType: string | null;
  readonly adapter: string | null;
  /** Null where no rule of the inputs covers the request: an unknown host, a path that Envoy refuses. */
  readonly rule: Rule | null;
  /** Set where Envoy answers by itself. */
  readonly response: { readonly status: number; readonly body: string } | null;
  readonly clusters: readonly ClusterShare[];
}

export interface ExplainRequest {
  /** `/fetch/risk.cvar/x`, or `http://resolver.moniker.local/health`. */
  readonly target: string;
  readonly headers: readonly Header[];
}
