import { spawn as spawnProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutDebugMark } from '../proto/debug-mark.ts';

/** What an Envoy makes of a bootstrap. */
export type Verdict =
  | { readonly kind: 'accepted' }
  /** `error`: Envoy's own words. */
  | { readonly kind: 'rejected'; readonly error: string }
  /** Nothing is known of the bootstrap: Envoy could not be run, or did not end in time. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** A process that was run to its end. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The beginning of its standard output. */
  readonly output: string;
  /** The beginning of its standard error. */
  readonly errors: string;
  readonly late: boolean;
}

/** When a run is ended from outside: after `timeout` milliseconds, or by the signal. */
export interface Limits {
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

export interface RunnerOptions {
  /** Path of an Envoy, or its name on PATH. */
  readonly binary: string;
  /** Milliseconds for one run. Default 30,000. */
  readonly timeout?: number;
  /** Runs at a time. Default 2. */
  readonly concurrency?: number;
  /** Aborted when nobody waits for answers any more: what runs is ended, and says nothing. */
  readonly signal?: AbortSignal;
  /** Default: the system's processes. Rejects where there is no such program. */
  readonly run?: (binary: string, args: readonly string[], limits: Limits) => Promise<Ended>;
}

/** Runs `envoy --mode validate`. */
export interface EnvoyRunner {
  validate(bootstrap: Uint8Array): Promise<Verdict>;
}

const LONGEST_TEXT = 16_384;
const ENDED_FROM_OUTSIDE = 'it was interrupted';
const REJECTION = /^error initializing configuration '[^']*': /m;
/** What Envoy (1.36 to 1.40) prints of a configuration that it takes; other programs may end with 0 as well. */
const ACCEPTANCE = /^configuration '[^']*' OK$/m;
/** What brings Envoy down here would bring down sidecars. */
const FAULTS: ReadonlySet<string> = new Set(['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGTRAP']);

export function createEnvoyRunner(options: RunnerOptions): EnvoyRunner {
  const { binary, timeout = 30_000, concurrency = 2, run = runProcess, signal } = options;
  const slots = createSlots(concurrency);
  const attempt = async (bootstrap: Uint8Array): Promise<Verdict> => {
    // For this user only, and gone afterwards whatever happens.
    const folder = await mkdtemp(join(tmpdir(), 'moniker-cp-validate-'));
    try {
      const file = join(folder, 'bootstrap.pb');
      await writeFile(file, bootstrap, { mode: 0o600 });
      return verdictOf(await run(binary, argumentsFor(file), { timeout, signal }), { binary, timeout });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  return {
    async validate(bootstrap) {
      await slots.take();
      try {
        if (signal?.aborted === true) return { kind: 'unknown', reason: ENDED_FROM_OUTSIDE };
        return await attempt(bootstrap);
      } catch (error) {
        if (signal?.aborted === true) return { kind: 'unknown', reason: ENDED_FROM_OUTSIDE };
        return { kind: 'unknown', reason: `${binary} could not be run: ${wordsOf(error)}` };
      } finally {
        slots.give();
      }
    },
  };
}

/** The system's own words for the ordinary mistakes are a programmer's. */
function wordsOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'there is no such program';
  if (code === 'EACCES') return 'it is not a file that may be executed';
  return error instanceof Error ? error.message : String(error);
}

function argumentsFor(file: string): readonly string[] {
  const quiet = ['--log-level', 'error', '--log-format', '%v'];
  const alone = ['--disable-hot-restart', '--concurrency', '1'];
  return ['--mode', 'validate', '--config-path', file, ...quiet, ...alone];
}

function verdictOf(
  { code, signal, output, errors, late }: Ended,
  { binary, timeout }: { readonly binary: string; readonly timeout: number },
): Verdict {
  if (late) return { kind: 'unknown', reason: `${binary} did not end within ${timeout} ms` };
  if (code === 0) {
    if (ACCEPTANCE.test(output)) return { kind: 'accepted' };
    return { kind: 'unknown', reason: `${binary} is no Envoy: it does not say that the configuration is OK` };
  }
  const match = REJECTION.exec(errors);
  if (match) {
    const words = withoutDebugMark(errors.slice(match.index + match[0].length));
    return { kind: 'rejected', error: words.trim() };
  }
  const text = errors.trim();
  const because = text === '' ? '' : `: ${text}`;
  if (signal !== null && FAULTS.has(signal)) {
    return { kind: 'rejected', error: `Envoy ended by ${signal} over it${because}` };
  }
  return { kind: 'unknown', reason: `${binary} ended with ${signal ?? `code ${code}`}${because}` };
}

function runProcess(
  binary: string,
  args: readonly string[],
  { timeout, signal: end }: Limits,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawnProcess(binary, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      killSignal: 'SIGKILL',
      ...(end && { signal: end }),
    });
    let output = '';
    let errors = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeout);
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      output = `${output}${text}`.slice(0, LONGEST_TEXT);
    });
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      errors = `${errors}${text}`.slice(0, LONGEST_TEXT);
    });
    child.on('spawn', () => {
      yieldToOthers(child.pid);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, output, errors, late });
    });
  });
}

/** Sidecars are served first. */
function yieldToOthers(pid: number | undefined): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system does not allow it: it runs as it is.
  }
}

function createSlots(count: number): { take(): Promise<void>; give(): void } {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    take() {
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
    },
    give() {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
  };
}
