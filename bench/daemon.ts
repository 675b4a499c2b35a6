import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { cpuMillisecondsOf } from './process-usage.ts';

/** The line that the daemon logs when it listens. */
export interface ReadyLine {
  /** `127.0.0.1:41234` */
  readonly xds: string;
  readonly http: string;
  /** When each step was done, in milliseconds since the process began; in their order. */
  readonly startupMs: Readonly<Record<string, number>>;
}

/** The bundled daemon as a process of its own, with its defaults but for free ports. */
export interface BenchDaemon {
  readonly pid: number;
  readonly ready: ReadyLine;
  /** Milliseconds from its start to the ready line. */
  readonly tookMs: number;
  /** Milliseconds of CPU that it used for that, on all its threads. */
  readonly cpuMs: number;
  stop(): Promise<void>;
}

const LAUNCHER = join(import.meta.dirname, '..', 'dist', 'moniker-cp.js');
export const SAMPLE_CATALOG = join(import.meta.dirname, '..', 'catalog');

export interface DaemonOptions {
  /** Default: the project's own sample. */
  readonly catalog?: string;
  readonly env?: NodeJS.ProcessEnv;
}

export async function startBenchDaemon(options: DaemonOptions = {}): Promise<BenchDaemon> {
  const catalog = options.catalog ?? SAMPLE_CATALOG;
  const free = '127.0.0.1:0';
  const words = ['serve', '--catalog', catalog, '--xds-address', free, '--http-address', free];
  const started = performance.now();
  const child = spawn(process.execPath, [LAUNCHER, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: options.env ?? process.env,
  });
  const ready = await readyLine(child);
  const tookMs = performance.now() - started;
  const pid = child.pid ?? 0;
  const cpuMs = await cpuMillisecondsOf(pid);
  return {
    pid,
    ready,
    tookMs,
    cpuMs,
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}

/** Reads on after it, so that the daemon never waits for its log's reader. */
function readyLine(child: ChildProcess): Promise<ReadyLine> {
  const { stdout } = child;
  if (stdout === null) throw new Error('the daemon has no output');
  return new Promise((resolve, reject) => {
    createInterface({ input: stdout }).on('line', (text) => {
      const line = JSON.parse(text) as { readonly msg?: string } & ReadyLine;
      if (line.msg === 'Ready') resolve(line);
    });
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`the daemon ended with code ${code ?? 'none'} before it was ready`));
    });
  });
}
