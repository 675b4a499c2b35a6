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
  readonly host: Pick<EngineHost, 'lastGood' | 'proved' | 'restore'>;
  readonly log: Pick<PipelineLog, 'error'>;
  readonly metrics: Pick<PipelineMetrics, 'lastGoodFailed'>;
}

/** What the last-good file gave; null: there is none. */
export type Restored = { readonly answer: EngineAnswer | null } | { readonly trouble: Diagnostic };

/** Keeps the last-good file: one save at a time, soon after what is to be kept has changed. */
export interface LastGood {
  /** What was published under this version has gone on to the sidecars: it is to be kept. */
  proved(version: string): void;
  /** Brings the engine to what the file has. */
  restore(now: number): Promise<Restored>;
  /** Writes what is due, and resolves when nothing is under way. */
  close(): Promise<void>;
}

export function keepLastGood({ store, host, log, metrics }: LastGoodOptions): LastGood {
  let timer: NodeJS.Timeout | undefined;
  let saving: Promise<void> = Promise.resolve();
  let closed = false;

  const failed = (error: unknown): void => {
    metrics.lastGoodFailed();
    log.error({ err: error }, 'The last-good file could not be written');
  };
  const save = async (): Promise<void> => {
    try {
      const bytes = await host.lastGood();
      if (bytes !== null) await store?.save(bytes);
    } catch (error) {
      failed(error);
    }
  };
  const start = (): void => {
    clearTimeout(timer);
    timer = undefined;
    saving = saving.then(save);
  };

  return {
    proved(version) {
      if (store === null || closed) return;
      host.proved(version).catch(failed);
      timer ??= setTimeout(start, SAVE_DELAY_MS);
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
