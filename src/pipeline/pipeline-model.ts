import type { Diagnostic, Position } from '../diagnostics/diagnostic.ts';
import type { GroupSnapshot } from '../snapshot/model.ts';
import type { EngineHost } from './engine-host.ts';
import type { NodeFacts, VariantRules } from '../snapshot/variants.ts';
import type { Debounce } from './lanes.ts';
import type { LastGoodStore } from './last-good-store.ts';
import type { PipelineLog, PipelineMetrics, PipelineTracing, PublishTarget } from './ports.ts';
import type { OriginQuestion } from './origins.ts';
import type { PipelineStatus } from './status.ts';
import type { Batch, InputWatcher } from './watch.ts';

export interface PipelineOptions {
  readonly host: EngineHost;
  /** Makes the watcher of the catalog directory, which reports to the given functions. */
  watcher(report: {
    onBatch(batch: Batch): void;
    onError(error: unknown): void;
    onSight(fault: string | null): void;
  }): InputWatcher;
  readonly target: PublishTarget;
  /** Null: no last-good file is kept. */
  readonly store: LastGoodStore | null;
  readonly log: PipelineLog;
  readonly metrics: PipelineMetrics;
  readonly tracing: PipelineTracing;
  readonly debounce?: Debounce;
}

export type StartOutcome =
  { readonly published: true } | { readonly published: false; readonly diagnostics: readonly Diagnostic[] };

/** The only writer: watches, compiles, keeps the last good, publishes. */
export interface Pipeline {
  /** Reads the directory and publishes the first snapshot, or a last-good one; call once. */
  start(): Promise<StartOutcome>;
  /**
   * After the start, where all that the directory gave was rejected on its way: what the last-good file has serves
   * below it. Resolves to what is wrong with that file.
   */
  fallBack(): Promise<readonly Diagnostic[]>;
  /** Follows the directory from now on. */
  watch(): Promise<void>;
  status(): PipelineStatus;
  /** Services with a sidecar, of the published model. Sorted. */
  services(): readonly string[];
  /** How nodes of one service are told apart. */
  variants(): VariantRules;
  /** What sidecars of a service that say this of themselves get; null: what all others do. */
  variant(service: string, facts: NodeFacts): Promise<GroupSnapshot | null>;
  /** Lets held reloads through: those of `files`, or all. Resolves to the files that were held and now serve. */
  accept(files?: readonly string[]): Promise<readonly string[]>;
  /** Where the operator wrote what resources were made of. */
  origins(question: OriginQuestion): Promise<readonly Position[]>;
  /** A group's last sidecar has accepted a snapshot. */
  converged(group: { readonly version: string; readonly service: string; readonly at: number }): void;
  /** Calls after each change of the status; returns the way to stop. */
  readonly onChange: (listener: () => void) => () => void;
  close(): Promise<void>;
}
