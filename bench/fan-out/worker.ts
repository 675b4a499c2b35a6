import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerSettings } from '../../src/pipeline/protocol.ts';
import { serveEngine } from '../../src/pipeline/serve-engine.ts';
import { createDumpEngine } from './dump-engine.ts';

/* The contender's compile thread. */
if (parentPort === null) throw new Error('this module is the body of a worker thread');
serveEngine(createDumpEngine(), parentPort, workerData as WorkerSettings);
