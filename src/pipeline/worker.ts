import { parentPort, workerData } from 'node:worker_threads';
import type { EngineAnswer } from './engine.ts';
import type { Answers, Reply, Request, WorkerSettings } from './protocol.ts';
import { standardEngine } from './standard-engine.ts';
import { createEncoder } from './wire.ts';
import type { WireAnswer } from './wire.ts';

/*
 * The thread that parses and compiles. It owns the state of the inputs; the main thread sends what changed and gets
 * back what is new. A fault that is not the request's own ends the thread: the main thread starts another.
 */

interface Outcome {
  readonly answer: Answers[keyof Answers];
  readonly moved?: readonly ArrayBuffer[];
}

const port = parentPort;
if (port === null) throw new Error('this module is the body of a worker thread');

const engine = standardEngine(workerData as WorkerSettings);
const encoder = createEncoder();

function outcomeOf(answer: EngineAnswer): Outcome {
  if (answer.publication === null) return { answer: { ...answer, publication: null } satisfies WireAnswer };
  const { wire, moved } = encoder.publication(answer.publication);
  return { answer: { ...answer, publication: wire } satisfies WireAnswer, moved };
}

function handle(request: Request): Outcome {
  switch (request.kind) {
    case 'update':
      return outcomeOf(engine.update(request.update));
    case 'restore':
      return outcomeOf(engine.restore(request.bytes, request.now));
    case 'group': {
      const snapshot = engine.group(request.group);
      if (snapshot === null) return { answer: null };
      const { wire, moved } = encoder.group(snapshot);
      return { answer: wire, moved };
    }
    case 'plainRoutes': {
      const routes = engine.plainRoutes(request.group);
      if (routes === null) return { answer: null };
      const { wire, moved } = encoder.routes(routes);
      return { answer: wire, moved };
    }
    case 'origins':
      return { answer: engine.origins(request.question) };
    case 'lastGood':
      return { answer: engine.lastGood() };
  }
}

port.on('message', ({ id, request }: { readonly id: number; readonly request: Request }) => {
  try {
    const { answer, moved = [] } = handle(request);
    port.postMessage({ id, answer } satisfies Reply, [...moved]);
  } catch (error) {
    if (request.kind !== 'restore') throw error;
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ id, error: message } satisfies Reply);
  }
});
