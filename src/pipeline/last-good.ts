import { diagnostic } from '../diagnostics/create.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { EngineAnswer } from './engine.ts';
import type { EngineHost } from './engine-host.ts';
import type { LastGoodStore } from './last-good-store.ts';
import type { PipelineLog, PipelineMetrics } from './ports.ts';

/** Weight files are saved often, and the last-good file may be large. */
const SAVE_DELAY_MS = 500;

export interface LastGoodOptions {
  /** Null: no last-good file is kept. */
  readonly store: LastGoodStore | null;
  readonly host: Pick<EngineHost, 'lastGood' | 'restore'>;
  readonly log: Pick<PipelineLog, 'error'>;
  readonly metrics: Pick<PipelineMetrics, 'lastGoodFailed'>;
}

/** What the last-good file gave; null: there is none. */
export type Restored = { readonly answer: EngineAnswer | null } | { readonly trouble: Diagnostic };

/** Keeps the last-good file: one save at a time, soon after what is to be kept has changed. */
export interface LastGood {
  /** There is something newer to keep. */
  changed(): void;
  /** Brings the engine to what the file has. */
  restore(now: number): Promise<Restored>;
  /** Writes what is due, and resolves when nothing is under way. */
  close(): Promise<void>;
}

export function keepLastGood({ store, host, log, metrics }: LastGoodOptions): LastGood {
  let timer: NodeJS.Timeout | undefined;
  let saving: Promise<void> = Promise.resolve();
  let closed = false;

  const save = async (): Promise<void> => {
    try {
      const bytes = await host.lastGood();
      if (bytes !== null) await store?.save(bytes);
    } catch (error) {
      metrics.lastGoodFailed();
      log.error({ err: error }, 'The last-good file could not be written');
    }
  };
  const start = (): void => {
    clearTimeout(timer);
    timer = undefined;
    saving = saving.then(save);
  };

  return {
    changed() {
      if (store !== null && !closed) timer ??= setTimeout(start, SAVE_DELAY_MS);
    },
    async restore(now) {
      if (store === null) return { answer: null };
      try {
        const bytes = await store.load();
        return { answer: bytes === null ? null : await host.restore(bytes, now) };
      } catch (error) {
        const message = `the last-good file cannot be used: ${error instanceof Error ? error.message : String(error)}`;
        const at = { file: 'last-good', line: 1, column: 1 };
        return { trouble: diagnostic('MCP1803', { at, path: '', message }) };
      }
    },
    async close() {
      closed = true;
      if (timer !== undefined) start();
      await saving;
    },
  };
}
