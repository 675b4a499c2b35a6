import type { CompileCounts } from '../compile/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { EngineStatus, InputStatus } from './engine.ts';

/** What the pipeline does now, for whoever looks. Times are epoch milliseconds. */
export interface PipelineStatus {
  /** Null before the first publish. */
  readonly version: string | null;
  readonly publishedAt: number | null;
  /** A file is refused or held, the join has errors, or a last-good file serves in place of the directory. */
  readonly degraded: boolean;
  readonly inputs: readonly InputStatus[];
  readonly diagnostics: readonly Diagnostic[];
  /** Null before the first publish. */
  readonly counts: CompileCounts | null;
  /** Of the newest parse and compile together. */
  readonly compileSeconds: number | null;
}

export const NO_STATUS: PipelineStatus = Object.freeze({
  version: null,
  publishedAt: null,
  degraded: false,
  inputs: [],
  diagnostics: [],
  counts: null,
  compileSeconds: null,
});

export function isDegraded({ inputs, joinRefused, restored }: EngineStatus): boolean {
  return joinRefused || restored || inputs.some(({ state }) => state !== 'current');
}

/** How many there are of each; zeros are written out, so that a gauge goes down again. */
export function tally({ inputs, diagnostics }: Pick<EngineStatus, 'inputs' | 'diagnostics'>): {
  readonly states: Readonly<Record<string, number>>;
  readonly severities: Readonly<Record<string, number>>;
} {
  const states = { current: 0, refused: 0, held: 0 };
  const severities = { error: 0, warning: 0 };
  for (const { state } of inputs) states[state] += 1;
  for (const { severity } of diagnostics) severities[severity] += 1;
  return { states, severities };
}
