import type { Sink } from '../yaml/sink.ts';

export interface CheckContext {
  readonly sink: Sink;
  /** As written, entries with faults of their own included: a reference to one of these is no second fault. */
  readonly serviceNames: ReadonlySet<string>;
}

/** Where an edge route and an egress authority mean routing by moniker. */
export const ADAPTERS = 'adapters';
