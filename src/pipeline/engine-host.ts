import type { GroupSnapshot, NodeGroup, ResourceSet } from '../snapshot/model.ts';
import type { Diagnostic, Position } from '../diagnostics/diagnostic.ts';
import type { OriginQuestion } from './origins.ts';
import type { Engine, EngineAnswer, EngineUpdate } from './engine.ts';

/** An engine on whichever thread. Calls are answered in their order. */
export interface EngineHost {
  update(update: EngineUpdate): Promise<EngineAnswer>;
  restore(bytes: Uint8Array, now: number): Promise<EngineAnswer>;
  group(group: NodeGroup): Promise<GroupSnapshot | null>;
  plainRoutes(group: NodeGroup): Promise<ResourceSet | null>;
  refusals(): Promise<readonly Diagnostic[]>;
  origins(question: OriginQuestion): Promise<readonly Position[]>;
  proved(version: string): Promise<null>;
  lastGood(): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

/** Runs the engine on this thread, for the commands, for tests, and for catalogs that compile in a moment. */
export function hostInline(engine: Engine): EngineHost {
  return {
    update: (update) => attempt(() => engine.update(update)),
    restore: (bytes, now) => attempt(() => engine.restore(bytes, now)),
    group: (group) => attempt(() => engine.group(group)),
    plainRoutes: (group) => attempt(() => engine.plainRoutes(group)),
    refusals: () => attempt(() => engine.refusals()),
    origins: (question) => attempt(() => engine.origins(question)),
    proved: (version) =>
      attempt(() => {
        engine.proved(version);
        return null;
      }),
    lastGood: () => attempt(() => engine.lastGood()),
    close: () => Promise.resolve(),
  };
}

function attempt<T>(act: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(act());
  });
}
