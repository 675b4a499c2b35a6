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

/** Finds where the contents at fault were written. */
export type FindOrigins = (question: {
  readonly service: string;
  readonly fault: Fault;
}) => Promise<readonly Origin[]>;

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
  readonly reason: 'quarantined' | 'unanswered';
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

export interface DeliveryStatus {
  readonly waves: readonly WaveView[];
  readonly held: readonly HeldView[];
}
