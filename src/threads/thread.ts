import { Worker } from 'node:worker_threads';
import type { Answers, Command, Report, ThreadSettings } from './protocol.ts';

/** The thread ended before it had answered. */
export class ThreadLostError extends Error {
  override readonly name = 'ThreadLostError';
}

/** One serving thread, and the questions that it has not answered yet. */
export interface Thread {
  /** Rejects with the thread's error, its `code` included, or a ThreadLostError. */
  ask<K extends keyof Answers>(command: AskOf<K>): Promise<Answers[K]>;
  send(command: Extract<Command, { readonly kind: 'tell' | 'found' }>): void;
  /** Resolves with the reason when the thread has ended, whyever. */
  readonly ended: Promise<Error>;
  end(): Promise<void>;
}

type AskOf<K> = K extends unknown ? Omit<Extract<Command, { readonly kind: K }>, 'ask'> : never;
type News = Extract<Report, { readonly kind: 'batch' | 'find' }>;

interface Waiting {
  readonly resolve: (value: Answers[keyof Answers]) => void;
  readonly reject: (error: Error) => void;
}

export function startThread(options: {
  readonly settings: ThreadSettings;
  readonly url: URL;
  readonly onNews: (news: News) => void;
}): Thread {
  const worker = new Worker(options.url, { workerData: options.settings, name: 'serving' });
  const waiting = new Map<number, Waiting>();
  const { promise: ended, resolve: end } = Promise.withResolvers<Error>();
  let lastAsk = 0;
  let gone: Error | null = null;

  const lose = (error: Error): void => {
    gone ??= error;
    for (const { reject } of waiting.values()) reject(new ThreadLostError(gone.message, { cause: gone }));
    waiting.clear();
    end(gone);
  };
  worker.on('message', (report: Report) => {
    if (report.kind === 'batch' || report.kind === 'find') {
      options.onNews(report);
      return;
    }
    const asked = waiting.get(report.ask);
    waiting.delete(report.ask);
    if (report.kind === 'done') asked?.resolve(report.value);
    else asked?.reject(Object.assign(new Error(report.message), report.code && { code: report.code }));
  });
  // Its streams are there until the thread is: `exit` comes last.
  worker.on('error', (error) => {
    gone = error instanceof Error ? error : new Error(String(error));
  });
  worker.on('exit', (code) => {
    lose(new Error(`the thread ended with code ${code}`));
  });

  return {
    ask: (command) =>
      new Promise((resolve, reject) => {
        if (gone !== null) {
          reject(new ThreadLostError(gone.message, { cause: gone }));
          return;
        }
        lastAsk += 1;
        // Each kind of question is answered with its own kind of answer.
        waiting.set(lastAsk, { resolve: resolve as Waiting['resolve'], reject });
        worker.postMessage({ ...command, ask: lastAsk });
      }),
    send: (command) => {
      worker.postMessage(command);
    },
    ended,
    end: async () => {
      await worker.terminate();
    },
  };
}
