import type { Position } from '../diagnostics/diagnostic.ts';

/** Which requests an override takes. Exactly one kind each. */
export type OverrideMatch =
  /** Header `x-client-id` equals one of these. */
  | { readonly kind: 'clients'; readonly clients: readonly string[] }
  /** The domain of the request's nearest catalog key, or the header `x-moniker-domain`, is one of these. */
  | { readonly kind: 'domains'; readonly domains: readonly string[] }
  /** A header of this (lower-cased) name has exactly this value. */
  | { readonly kind: 'header'; readonly name: string; readonly exact: string };

export interface RolloutOverride {
  readonly match: OverrideMatch;
  /** The version that takes the matching requests. */
  readonly use: string;
  readonly at: Position;
  readonly useAt: Position;
}

export interface RolloutWeight {
  readonly version: string;
  /** A whole number, 0 or more; only the proportions matter. */
  readonly weight: number;
  readonly at: Position;
}

/** One weight file, `rollouts/<name>.yaml`. Frozen. */
export interface Rollout {
  readonly file: string;
  /** A service or an adapter. */
  readonly target: string;
  readonly targetAt: Position;
  /** In the file's order. */
  readonly weights: readonly RolloutWeight[];
  readonly weightsAt: Position;
  readonly overrides: readonly RolloutOverride[];
  /** A client (x-client-id) stays on one side of the split. */
  readonly sticky: boolean;
  readonly stickyAt: Position;
}
