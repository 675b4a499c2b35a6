import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerSettings } from './protocol.ts';
import { serveEngine } from './serve-engine.ts';
import { standardEngine } from './standard-engine.ts';

/*
 * The thread that parses and compiles. It owns the state of the inputs; the main thread sends what changed and gets
 * back what is new.
 */
if (parentPort === null) throw new Error('this module is the body of a worker thread');
const settings = workerData as WorkerSettings;
serveEngine(standardEngine(settings), parentPort, settings);
