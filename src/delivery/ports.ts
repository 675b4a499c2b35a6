import type { Fault } from './fault.ts';

export interface DeliveryLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Epoch milliseconds that never go back, and timers. */
export interface DeliveryClock {
  now(): number;
  /** Runs the task after so many milliseconds; returns the way to call it off. */
  after(milliseconds: number, task: () => void): () => void;
}

/** A place in the operator's files. */
export interface Origin {
  readonly file: string;
  readonly line: number;
}

/** What is behind a rejection. */
export interface Explanation {
  /** Where the contents at fault were written. */
  readonly origins: readonly Origin[];
  /** The resources at fault, where that could be narrowed; else all that the rejection may be about. */
  readonly resources?: readonly string[];
}

export type Explain = (question: {
  readonly service: string;
  readonly fault: Fault;
  /** Nodes that rejected it. */
  readonly by: readonly string[];
}) => Promise<Explanation>;

/** A newer structure on its way to the sidecars of a service. */
export interface WaveView {
  readonly service: string;
  /** Minor version of Envoy, `1.40`; `unknown` where the sidecar does not say. */
  readonly envoy: string;
  /** `canary`, or the share of the step in percent. */
  readonly step: 'canary' | number;
  readonly since: number;
  /** Sidecars that were given it, and those of them that have accepted it, of all. */
  readonly given: number;
  readonly accepted: number;
  readonly of: number;
  /** The canary's node. */
  readonly canary: string | null;
}

/** A newer structure that is kept from the sidecars of a service: they stay with the last that was accepted. */
export interface HeldView {
  readonly service: string;
  readonly envoy: string;
  /** `invalid`: an Envoy that was asked before rejected it, so no sidecar was given it. */
  readonly reason: 'quarantined' | 'unanswered' | 'invalid';
  readonly since: number;
  /** Nodes that rejected it, or did not answer. */
  readonly by: readonly string[];
  /** Type and names of what was rejected; null and none where nobody answered. */
  readonly type: string | null;
  readonly resources: readonly string[];
  /** The sidecar's own words. */
  readonly error: string | null;
  readonly origins: readonly Origin[];
  /** When it is tried again by itself; null: on a fix, or on release. */
  readonly retryAt: number | null;
  /** Sidecars that are kept from it. */
  readonly sidecars: number;
}

/** A resource that is kept from the sidecars of a service while all else is published. */
export interface IsolatedView {
  readonly service: string;
  readonly since: number;
  /** `rds` or `cds`, and the resource's name. */
  readonly type: string;
  readonly resource: string;
  /** Of a route configuration: the catalog keys at fault; empty where it is no key's route, or all of it. */
  readonly entries: readonly string[];
  /** What stands in for it; `mixed`: a last good form for some of the entries, 503 for the others. */
  readonly serves: 'last good' | '503' | 'mixed';
  /** Nodes that rejected it, or the program that was asked before. */
  readonly by: readonly string[];
  /** Envoy's own words. */
  readonly error: string;
  readonly origins: readonly Origin[];
}

export interface DeliveryStatus {
  readonly waves: readonly WaveView[];
  readonly held: readonly HeldView[];
}
