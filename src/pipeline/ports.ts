import type { GroupSnapshot, NodeGroup, ResourceSet } from '../snapshot/model.ts';
import type { VariantRules } from '../snapshot/variants.ts';
import type { OnRejected } from '../topology/model.ts';
import type { PublishedGroup } from '../telemetry/tracing.ts';

/**
 * What becomes of all that was published: it has gone on; some of it still waits to be validated; some of it is held,
 * and former versions go on in its place; or it has gone on but for what was rejected.
 */
export type Standing = 'clear' | 'waiting' | 'held' | 'isolated';

/** Where the pipeline publishes; the snapshot cache is one. */
export interface PublishTarget {
  /** A target without it gives on everything at once. */
  readonly standing?: () => Standing;
  /** Calls when the standing may have changed. */
  readonly onStanding?: (listener: () => void) => void;
  /** Resolves when nothing waits any more. */
  readonly settled?: () => Promise<void>;
  publish(publication: {
    readonly services: readonly string[];
    readonly withoutSidecar: readonly string[];
    readonly variants: VariantRules;
    readonly onRejected: OnRejected;
    readonly groups: readonly GroupSnapshot[];
  }): void;
  publishPlainRoutes(group: NodeGroup, rds: ResourceSet): void;
  groups(): readonly NodeGroup[];
  onNeed(
    listener: (need: { readonly kind: 'group' | 'plainRoutes'; readonly group: NodeGroup }) => void,
  ): void;
}

export interface PipelineLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface PipelineMetrics {
  compiled(seconds: { readonly parse: number; readonly compile: number }): void;
  published(snapshot: { readonly version: string; readonly at: number; readonly counts: object }): void;
  inputs(states: Readonly<Record<string, number>>, severities: Readonly<Record<string, number>>): void;
  converged(service: string, seconds: number): void;
  lastGoodFailed(): void;
}

/** The trace of one edit. */
export interface PipelineTrace {
  run<T>(act: () => T): T;
  compiled(times: {
    readonly from: number;
    readonly parseSeconds: number;
    readonly compileSeconds: number;
  }): void;
  published(version: string, groups: readonly PublishedGroup[]): void;
  converged(groupVersion: string, at: number): void;
  end(outcome: 'published' | 'unchanged' | 'refused' | 'superseded'): void;
}

export interface PipelineTracing {
  edit(files: readonly string[], since: number): PipelineTrace;
}
