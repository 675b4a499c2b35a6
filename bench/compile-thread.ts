import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { EngineAnswer } from '../src/pipeline/engine.ts';
import { textContent } from '../src/pipeline/files.ts';
import { hostWorker } from '../src/pipeline/worker-host.ts';
import { createSnapshotCache } from '../src/snapshot/cache.ts';

/** The daemon's compile thread, in its bundle, and what the main thread does with its answers. */
export interface CompileThread {
  /** From texts to the snapshot that streams are served from. Throws if nothing came of it. */
  publish(texts: ReadonlyMap<string, string>): Promise<EngineAnswer>;
  close(): Promise<void>;
}

const WORKER = pathToFileURL(join(import.meta.dirname, '..', 'dist', 'worker.js'));

/** Resolves when the thread runs: how long its start takes is part of the daemon's start. */
export async function startCompileThread(): Promise<CompileThread> {
  const host = hostWorker({
    acceptLargeChanges: true,
    url: WORKER,
    onLost(error) {
      throw error;
    },
  });
  const cache = createSnapshotCache();
  await host.lastGood();
  return {
    async publish(texts) {
      const changes = new Map([...texts].map(([file, text]) => [file, textContent(text)]));
      const answer = await host.update({ changes, groups: cache.groups(), now: Date.now() });
      if (answer.publication === null) throw new Error('an input of the benchmark published nothing');
      cache.publish(answer.publication);
      return answer;
    },
    close: () => host.close(),
  };
}
