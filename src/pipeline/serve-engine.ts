import type { MessagePort } from 'node:worker_threads';
import type { Engine, EngineAnswer } from './engine.ts';
import type { Answers, Reply, Request, WorkerSettings } from './protocol.ts';
import { createEncoder } from './wire.ts';
import type { Encoder, WireAnswer } from './wire.ts';

interface Outcome {
  readonly answer: Answers[keyof Answers];
  readonly moved?: readonly ArrayBuffer[];
}

/**
 * Answers a main thread's requests out of an engine on this thread. A fault that is not the request's own is thrown,
 * and so ends the thread: the main thread starts another.
 */
export function serveEngine(
  engine: Engine,
  port: MessagePort,
  { shareBytes = false }: Pick<WorkerSettings, 'shareBytes'> = {},
): void {
  const encoder = createEncoder({ shareBytes });
  port.on('message', ({ id, request }: { readonly id: number; readonly request: Request }) => {
    try {
      const { answer, moved = [] } = handle(request, engine, encoder);
      port.postMessage({ id, answer } satisfies Reply, [...moved]);
    } catch (error) {
      if (request.kind !== 'restore') throw error;
      const message = error instanceof Error ? error.message : String(error);
      port.postMessage({ id, error: message } satisfies Reply);
    }
  });
}

function handle(request: Request, engine: Engine, encoder: Encoder): Outcome {
  switch (request.kind) {
    case 'update':
      return outcomeOf(engine.update(request.update), encoder);
    case 'restore':
      return outcomeOf(engine.restore(request.bytes, request.now), encoder);
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
    case 'refusals':
      return { answer: engine.refusals() };
    case 'origins':
      return { answer: engine.origins(request.question) };
    case 'proved':
      engine.proved(request.version);
      return { answer: null };
    case 'lastGood':
      return { answer: engine.lastGood() };
  }
}

function outcomeOf(answer: EngineAnswer, encoder: Encoder): Outcome {
  if (answer.publication === null) return { answer: { ...answer, publication: null } satisfies WireAnswer };
  const { wire, moved } = encoder.publication(answer.publication);
  return { answer: { ...answer, publication: wire } satisfies WireAnswer, moved };
}
