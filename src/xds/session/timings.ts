/** The waits of the delivery order, in milliseconds. */
export interface Timings {
  /** A CDS that has had no answer for so long no longer holds up a newer one. Default 1,000. */
  readonly clusterOvertake: number;
  /**
   * How long routes and listeners wait for the clusters that they name. Default 20,000: more than Envoy's own
   * `initial_fetch_timeout` of 15 s, after which a cluster counts as warm in any case.
   */
  readonly clusterWait: number;
  /** How long a cluster or listener outlives the last routes that named it. Default 2,000. */
  readonly removalGrace: number;
  /** How long a reconnecting client's weights wait for it to accept its routes. Default 3,000. */
  readonly runtimeWait: number;
  /** First pause before a local error is tried again; doubles up to `retryMax`. Defaults 1,000 and 30,000. */
  readonly retryMin: number;
  readonly retryMax: number;
  /**
   * How long a client keeps a resource without hearing of it; heartbeats go out three times as often. Default 0: for
   * ever, since resources that expire would turn an outage of the control plane into one of the mesh.
   */
  readonly resourceTtl: number;
}

export const DEFAULT_TIMINGS: Timings = Object.freeze({
  clusterOvertake: 1_000,
  clusterWait: 20_000,
  removalGrace: 2_000,
  runtimeWait: 3_000,
  retryMin: 1_000,
  retryMax: 30_000,
  resourceTtl: 0,
});
