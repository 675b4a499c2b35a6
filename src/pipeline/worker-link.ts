import { Worker } from 'node:worker_threads';
import type { Answers, Reply, Request, WorkerSettings } from './protocol.ts';

/** The thread ended before it had answered. */
export class WorkerLostError extends Error {
  override readonly name = 'WorkerLostError';
}

/** One worker thread and the requests that it has not answered yet. */
export interface WorkerLink {
  ask<K extends Request['kind']>(request: Extract<Request, { readonly kind: K }>): Promise<Answers[K]>;
  /** Resolves with the reason when the thread has ended, whyever. */
  readonly ended: Promise<Error>;
  end(): Promise<void>;
}

interface Waiting {
  readonly resolve: (answer: Answers[keyof Answers]) => void;
  readonly reject: (error: Error) => void;
}

export function startWorker(settings: WorkerSettings, url: URL): WorkerLink {
  const worker = new Worker(url, {
    workerData: settings,
    name: 'compile',
    // Parsing makes short-lived objects by the million; a young generation beyond this only costs memory.
    resourceLimits: { maxYoungGenerationSizeMb: 32 },
  });
  worker.unref();
  const waiting = new Map<number, Waiting>();
  const { promise: ended, resolve: end } = Promise.withResolvers<Error>();
  let next = 1;
  let gone: Error | null = null;

  const lose = (error: Error): void => {
    gone ??= error;
    end(gone);
    for (const { reject } of waiting.values()) reject(new WorkerLostError(gone.message, { cause: gone }));
    waiting.clear();
  };
  worker.on('message', (reply: Reply) => {
    const asked = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('error' in reply) asked?.reject(new Error(reply.error));
    else asked?.resolve(reply.answer);
  });
  worker.on('error', (error) => {
    lose(error instanceof Error ? error : new Error(String(error)));
  });
  worker.on('exit', (code) => {
    lose(new Error(`the thread ended with code ${code}`));
  });

  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        if (gone !== null) {
          reject(new WorkerLostError(gone.message, { cause: gone }));
          return;
        }
        const id = next++;
        // The worker answers each kind of request with its own kind of answer.
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
        worker.postMessage({ id, request });
      }),
    ended,
    end: async () => {
      await worker.terminate();
    },
  };
}
