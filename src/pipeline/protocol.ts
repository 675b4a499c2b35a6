import type { NodeGroup } from '../snapshot/model.ts';
import type { Diagnostic, Position } from '../diagnostics/diagnostic.ts';
import type { EngineUpdate } from './engine.ts';
import type { OriginQuestion } from './origins.ts';
import type { WireAnswer, WireGroup, WireSets } from './wire.ts';

/** What the worker is started with. */
export interface WorkerSettings {
  readonly acceptLargeChanges: boolean;
  /** The bytes of large resources come in memory that other threads can be given too. Default false. */
  readonly shareBytes?: boolean;
}

/** Main thread → worker. Each is answered once, in order. */
export type Request =
  | { readonly kind: 'update'; readonly update: EngineUpdate }
  | { readonly kind: 'restore'; readonly bytes: Uint8Array; readonly now: number }
  | { readonly kind: 'group'; readonly group: NodeGroup }
  | { readonly kind: 'plainRoutes'; readonly group: NodeGroup }
  | { readonly kind: 'refusals' }
  | { readonly kind: 'origins'; readonly question: OriginQuestion }
  | { readonly kind: 'proved'; readonly version: string }
  | { readonly kind: 'lastGood' };

export interface Answers {
  readonly update: WireAnswer;
  readonly restore: WireAnswer;
  readonly group: ({ readonly group: WireGroup } & WireSets) | null;
  readonly plainRoutes: ({ readonly key: string } & WireSets) | null;
  readonly refusals: readonly Diagnostic[];
  readonly origins: readonly Position[];
  readonly proved: null;
  readonly lastGood: Uint8Array | null;
}

/** Worker → main thread. */
export type Reply =
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  /** The request could not be done, and the engine is as it was before: only `restore` does that. */
  | { readonly id: number; readonly error: string };
