import type { Config } from '../config/config.ts';
import type { EngineHost } from '../pipeline/engine-host.ts';
import { hostWorker } from '../pipeline/worker-host.ts';

/** The compile thread, running before there is a log to tell of its faults. */
export interface Compiler {
  readonly host: EngineHost;
  /** Each fault that ended the thread, those from before this call included. Called once. */
  reportLosses(report: (error: Error) => void): void;
}

type CompilerSettings = Pick<Config, 'acceptLargeChanges' | 'servingThreads'>;

/**
 * Starts the thread. On two cores it loads its modules while the main thread loads its own, so this is the first
 * thing that the daemon does.
 */
export function startCompiler(settings: CompilerSettings): Compiler {
  const early: Error[] = [];
  let onLost = (error: Error): void => {
    early.push(error);
  };
  const host = hostWorker({
    acceptLargeChanges: settings.acceptLargeChanges,
    shareBytes: settings.servingThreads > 1,
    onLost: (error) => {
      onLost(error);
    },
  });
  return {
    host,
    reportLosses(report) {
      onLost = report;
      early.forEach(report);
    },
  };
}
