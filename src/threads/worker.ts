import { parentPort, workerData } from 'node:worker_threads';
import type { LoadBook } from '../xds/load/load-book.ts';
import type { XdsLog } from '../xds/ports.ts';
import { createXdsServer } from '../xds/server.ts';
import { createCounter } from './counts.ts';
import { createFleetProxy } from './fleet-proxy.ts';
import { createHoldings } from './holdings.ts';
import { createOutbox } from './outbox.ts';
import type { Answers, Batch, Command, Found, LogLevel, Report, ThreadSettings, Wanted } from './protocol.ts';
import { createSnapshotProxy } from './snapshot-proxy.ts';

/*
 * A serving thread: it listens, holds streams and encodes what they are sent. Which snapshot each stream is to have,
 * and what the fleet looks like, is the main thread's business.
 */

const port = parentPort;
if (port === null) throw new Error('this module is the body of a serving thread');

const { server: options, logLevel, ids } = workerData as ThreadSettings;

/** How long counts wait for company. */
const COUNTS_MS = 50;

const post = (report: Report): void => {
  port.postMessage(report);
};
const counter = createCounter(() => {
  outbox.wakeLater();
});
const fleet = createFleetProxy(() => {
  outbox.wake();
});
const outbox = createOutbox({
  send: (batch) => {
    post({ kind: 'batch', batch });
  },
  rest: restOfBatch,
  defer: setImmediate,
  later: (task) => void setTimeout(task, COUNTS_MS).unref(),
});
const holdings = createHoldings();
const snapshots = createSnapshotProxy({
  acquired(id, group, holder) {
    opening.push({ id, group, holder });
    outbox.wake();
  },
  plainRoutes: (id) => {
    outbox.add('plainRoutes', id);
  },
  refused: (id, refusal) => {
    outbox.add('refused', { id, refusal });
  },
  released: (id) => {
    outbox.add('closed', id);
  },
  telling: (id) => {
    fleet.telling(id);
  },
});
/** Their views are made when the batch goes: a stream joins the fleet after it has acquired its group. */
let opening: { readonly id: number; readonly group: Group; readonly holder: Holding }[] = [];
type Group = Parameters<typeof snapshots.acquire>[0];
type Holding = NonNullable<Parameters<typeof snapshots.acquire>[2]>;

function restOfBatch(): Partial<Batch> {
  const opened = opening.map((one) => ({ ...one, view: fleet.view(one.id) }));
  opening = [];
  const [synced, changed, counts] = [fleet.synced(), fleet.news(), counter.take()];
  return {
    ...(opened.length > 0 && { opened }),
    ...(synced && { synced }),
    ...(changed !== null && { changed }),
    ...(counts.length > 0 && { counts }),
  };
}

/** Reports are added up where all of them are. */
const book: LoadBook = {
  report: (id, loads) => {
    outbox.add('loads', { id, loads });
  },
  leave: (id) => {
    outbox.add('loads', { id, loads: null });
  },
  view: () => [],
};

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
const line =
  (level: 'debug' | 'info' | 'warn'): XdsLog['info'] =>
  (fields, message) => {
    if (LEVELS.indexOf(level) >= LEVELS.indexOf(logLevel)) outbox.add('log', { level, fields, message });
  };

const lastId = new BigInt64Array(ids);
const questions = new Map<number, (found: Found) => void>();
let lastQuestion = 0;
/** A sidecar may ask about itself on a connection of its own, which is another thread's. */
const find = (wanted: Wanted): Promise<Found> =>
  new Promise((resolve) => {
    lastQuestion += 1;
    questions.set(lastQuestion, resolve);
    post({ kind: 'find', ask: lastQuestion, wanted });
  });

const server = createXdsServer({
  ...options,
  snapshots,
  fleet: {
    ...fleet,
    list: async (nodeId) => (await find({ nodeId })).views ?? [],
    resources: async (streamId) => (await find({ streamId })).resources ?? null,
  },
  metrics: counter,
  log: { level: logLevel, debug: line('debug'), info: line('info'), warn: line('warn') },
  book,
  nextId: () => Number(Atomics.add(lastId, 0, 1n)) + 1,
});

type Asked = Extract<Command, { readonly ask: number }>['kind'] & keyof Answers;

async function answer(command: Extract<Command, { readonly kind: Asked }>): Promise<Answers[Asked]> {
  switch (command.kind) {
    case 'listen':
      return server.listen({ ...command.address, reusePort: true });
    case 'shutdown':
      await server.shutdown(command);
      return null;
    case 'views':
      await server.refresh();
      return { views: fleet.changedViews(), pressure: server.pressure() };
    case 'resources':
      return fleet.resources(command.streamId);
  }
}

port.on('message', (command: Command) => {
  switch (command.kind) {
    case 'tell':
      holdings.take(command.goods);
      for (const tell of command.tells) snapshots.told(tell, holdings);
      holdings.forget(command.goods);
      break;
    case 'found':
      questions.get(command.ask)?.(command.found);
      questions.delete(command.ask);
      break;
    default:
      answer(command).then(
        (value) => {
          // What happened before the answer is told before it.
          outbox.flush();
          post({ kind: 'done', ask: command.ask, value });
        },
        (error: unknown) => {
          const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
          const message = error instanceof Error ? error.message : String(error);
          post({ kind: 'failed', ask: command.ask, message, code });
        },
      );
  }
});
