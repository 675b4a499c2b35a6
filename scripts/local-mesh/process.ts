import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface ProcessSpec {
  /** What failures are reported under. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

export interface ExitInfo {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ManagedProcess {
  readonly name: string;
  readonly pid: number;
  readonly exited: Promise<ExitInfo>;
  readonly alive: () => boolean;
  /** The newest 500 lines of both streams. */
  readonly output: () => string;
  /** Signals the process and resolves once it has gone. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<ExitInfo>;
}

const KEPT_LINES = 500;
const running = new Set<ChildProcess>();
let exitHook = false;

/**
 * Starts a child that never outlives this process: it is killed on exit, and by the kernel (where util-linux's
 * setpriv is at hand) should this process be killed itself.
 */
export function startProcess(spec: ProcessSpec): ManagedProcess {
  installExitHook();
  const [command, args] = boundToParent(spec);
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: spec.env ?? process.env,
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
  });
  running.add(child);
  const lines = keepLines(child);
  const exited = new Promise<ExitInfo>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });
  // Whoever awaits `exited` sees the error; nobody has to.
  exited.catch(() => running.delete(child));
  const alive = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    name: spec.name,
    pid: child.pid ?? -1,
    exited,
    alive,
    output: () => lines.join('\n'),
    stop: (signal = 'SIGTERM') => {
      if (alive()) child.kill(signal);
      return exited;
    },
  };
}

function keepLines(child: ChildProcess): string[] {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
    });
  }
  return lines;
}

function boundToParent(spec: ProcessSpec): [string, readonly string[]] {
  const setpriv = '/usr/bin/setpriv';
  if (process.platform !== 'linux' || !existsSync(setpriv)) return [spec.command, spec.args];
  return [setpriv, ['--pdeathsig', 'KILL', '--', spec.command, ...spec.args]];
}

function installExitHook(): void {
  if (exitHook) return;
  exitHook = true;
  process.once('exit', () => {
    for (const child of running) child.kill('SIGKILL');
  });
}
