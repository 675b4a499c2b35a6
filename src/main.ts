import { processContext } from './cli/process-context.ts';
import { run } from './cli/run.ts';

/** The daemon is loaded by the one command that runs it. */
const context = processContext(async (options) => (await import('./daemon/run-serve.ts')).runServe(options));

process.exitCode = await run(process.argv.slice(2), context);
