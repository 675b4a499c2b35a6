import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** Below where the system takes ports for outgoing connections, of which a run makes thousands. */
const PORTS = { first: 20_000, last: 30_000 };

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen({ host: '127.0.0.1', port }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}

let next = PORTS.first;

/** The first of so many ports in a row that nobody listens on; each call looks behind the last one's. */
export async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (next + count > PORTS.last) next = PORTS.first;
    const first = next;
    next += count;
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`no ${count} free ports in a row between ${PORTS.first} and ${PORTS.last}`);
}

/** A process's children, theirs, and so on. */
function descendants(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const childrenOf = (parent: number): readonly number[] =>
    [...parents].flatMap(([child, of]) => (of === parent ? [child, ...childrenOf(child)] : []));
  return childrenOf(pid);
}

/** Ends a process with all that it started. */
function endTree(pid: number): void {
  for (const one of [...descendants(pid), pid]) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

export interface Command {
  readonly program: string;
  readonly words: readonly string[];
  readonly cwd: string;
  /** Milliseconds after which it is ended. */
  readonly limit: number;
  /** Told each line that it prints on standard error. */
  readonly onLine: (line: string) => void;
}

/**
 * Runs a program to its end. Rejects if it fails or takes too long; nothing that it started outlives it, nor this
 * process where a signal ends that.
 */
export async function runCommand({ program, words, cwd, limit, onLine }: Command): Promise<void> {
  const child = spawn(program, words, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const pid = child.pid;
  const stop = (): void => {
    if (pid !== undefined && child.exitCode === null) endTree(pid);
  };
  const interrupted = (signal: NodeJS.Signals): void => {
    stop();
    process.kill(process.pid, signal);
  };
  const timer = setTimeout(stop, limit);
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted).once('exit', stop);
  createInterface({ input: child.stderr }).on('line', onLine);
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        if (code === 0) resolve();
        else reject(new Error(`${program} ended with ${signal ?? `code ${code ?? 'none'}`}`));
      });
    });
  } finally {
    clearTimeout(timer);
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted).off('exit', stop);
  }
}
