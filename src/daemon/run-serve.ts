import { formatHostPort } from '../config/values.ts';
import { parseServeConfig } from '../config/parse.ts';
import type { Config } from '../config/config.ts';
import { VERSION } from '../config/version.ts';
import type { LogOutput } from '../telemetry/pino-log.ts';
import { startCompiler } from './compiler.ts';
import type { Daemon } from './serve.ts';
import { StartError, StartInterrupted } from './start-error.ts';
import { applyServingFlags } from './v8-settings.ts';

export interface RunOptions {
  /** What follows `serve` on the command line. */
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted when the daemon is to stop. */
  readonly signal: AbortSignal;
}

/** `moniker-cp serve`: runs until the signal, and resolves to the exit code (0, 1 for a bad start, 2 for usage). */
export async function runServe({ argv, environment, signal }: RunOptions): Promise<number> {
  const command = performance.now();
  const { config, problems } = parseServeConfig(argv, environment);
  if (config === null) {
    for (const { message, help } of problems) printError(`moniker-cp serve: ${message}\n    hint: ${help}`);
    return 2;
  }
  try {
    const compiler = startCompiler(config);
    const { serve } = await import('./serve.ts');
    const { openLogOutput } = await import('../telemetry/pino-log.ts');
    const output = await openLogOutput({ format: config.logFormat });
    const daemon = await serve(config, { environment, compiler, signal, output });
    announce(daemon, { config, command, output });
    applyServingFlags();
    await aborted(signal);
    return await stop(daemon);
  } catch (error) {
    if (error instanceof StartInterrupted) return 0;
    if (!(error instanceof StartError)) throw error;
    printError(error.message);
    return 1;
  }
}

async function stop(daemon: Daemon): Promise<number> {
  daemon.log.info({}, 'Stopping: no new streams, the open ones end');
  await daemon.close();
  daemon.log.info({}, 'Stopped');
  return 0;
}

interface Announced {
  readonly config: Config;
  /** When the command began, in milliseconds since the process did. */
  readonly command: number;
  readonly output: LogOutput;
}

/** Where it listens, what it serves, and what to try next. */
function announce(daemon: Daemon, { config, command, output }: Announced): void {
  const { counts, diagnostics, version } = daemon.status();
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const xds = formatHostPort(daemon.xds);
  const http = `http://${formatHostPort(daemon.http)}`;
  const facts = { build: VERSION, catalog: config.catalog, xds, http, version, ...counts, warnings };
  if (!output.readable) {
    const steps = Object.entries({ command, ...daemon.startupMs });
    const startupMs = Object.fromEntries(steps.map(([step, at]) => [step, Math.round(at)]));
    daemon.log.info({ ...facts, startupMs, next: 'npm run demo' }, 'Ready');
    return;
  }
  const model =
    counts === null
      ? ''
      : `${counts.keys} keys (${counts.boundKeys} bound), ${counts.services} services, ${counts.adapters} adapters, ` +
        `${counts.rollouts} rollouts, ${warnings} warnings`;
  const lines = [
    `moniker-cp ${VERSION} serves ${config.catalog}`,
    `  xDS    ${xds}`,
    `  HTTP   ${http}/status`,
    `  model  ${model}`,
    `  next   npm run demo`,
  ];
  output.write(`\n${lines.join('\n')}\n\n`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener('abort', () => {
        resolve();
      });
  });
}

function printError(text: string): void {
  process.stderr.write(`${text}\n`);
}
