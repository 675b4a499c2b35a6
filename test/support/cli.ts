import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Context } from '../../src/cli/command.ts';
import { run } from '../../src/cli/run.ts';
import { terminal } from '../../src/cli/terminal.ts';

const root = join(import.meta.dirname, '..', '..');

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly input?: string;
  /** What comes from outside the process: SIGINT, once standard output fits. */
  readonly interruptWhen?: (stdout: string) => boolean;
  /** Pretends that stdout and stderr are a terminal of this width. */
  readonly columns?: number;
}

class Captured {
  text = '';
  onWrite: (text: string) => void = () => undefined;
  readonly isTTY: boolean;
  readonly columns: number;
  constructor(columns: number | undefined) {
    this.isTTY = columns !== undefined;
    this.columns = columns ?? 0;
  }
  write(text: string): void {
    this.text += text;
    this.onWrite(this.text);
  }
}

// eslint-disable-next-line @typescript-eslint/require-await
async function* chunks(text: string): AsyncGenerator<string> {
  if (text !== '') yield text;
}

/** Runs a command inside this process, on streams that are kept. */
export async function runHere(words: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const interruption = new AbortController();
  const [out, err] = [new Captured(options.columns), new Captured(options.columns)];
  out.onWrite = (text) => {
    if (options.interruptWhen?.(text) === true) interruption.abort();
  };
  const env = options.env ?? {};
  const context: Context = {
    out: terminal(out, env),
    err: terminal(err, env),
    input: chunks(options.input ?? ''),
    env,
    cwd: options.cwd ?? root,
    signal: interruption.signal,
    serve: () => Promise.reject(new Error('the daemon runs in a process of its own')),
  };
  const code = await run(words, context);
  return { code, stdout: out.text, stderr: err.text };
}

/** Runs the command as a process of its own, from source. */
export function runProcess(words: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return spawned([join(root, 'src', 'main.ts'), ...words], options);
}

/** `node` with these words. The environment is this one's without what would steer the command. */
export function spawned(words: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(MONIKER_CP_|NODE_TEST|NODE_OPTIONS|NODE_COMPILE_CACHE|NO_COLOR|FORCE_COLOR)/.test(name),
  );
  const child = spawn(process.execPath, words, {
    cwd: options.cwd ?? root,
    env: { ...Object.fromEntries(inherited), ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return new Promise((settle, fail) => {
    child.on('error', fail);
    child.on('close', (code, signal) => {
      if (code === null) fail(new Error(`ended by ${String(signal)}: ${stderr}`));
      else settle({ code, stdout, stderr });
    });
  });
}
