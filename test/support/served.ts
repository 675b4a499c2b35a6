import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { textLines } from '../../src/cli/server-events.ts';
import { cleanUp } from './clean-up.ts';

export interface Served {
  /** The HTTP address, as the log says it. */
  readonly url: string;
  /** Sends SIGTERM; resolves to exit code and signal. */
  stop(): Promise<readonly [number | null, NodeJS.Signals | null]>;
}

export interface ServedSpec {
  readonly program: string;
  /** Before the addresses, which are free ports on loopback. */
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A daemon of its own process, ready, until the test ends. Rejects with its errors if it ends before. */
export async function served(t: TestContext, spec: ServedSpec): Promise<Served> {
  const addresses = ['--xds-address', '127.0.0.1:0', '--http-address', '127.0.0.1:0'];
  const child = spawn(spec.program, [...spec.words, ...addresses], {
    cwd: spec.cwd,
    env: spec.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  cleanUp(t, () => {
    child.kill('SIGKILL');
    return gone;
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const url = await readyAddress(child.stdout);
  if (url === null) throw new Error(`the daemon ended while starting: ${errors}`);
  child.stdout.resume();
  return { url, stop: () => stopped(child) };
}

async function stopped(child: ChildProcess): Promise<readonly [number | null, NodeJS.Signals | null]> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  return (await exit) as [number | null, NodeJS.Signals | null];
}

/** The HTTP address in the line of the log that says it is ready; null if the daemon ends before. */
async function readyAddress(stdout: AsyncIterable<Uint8Array>): Promise<string | null> {
  const lines = textLines(stdout);
  for (let line = await lines.next(); line.done !== true; line = await lines.next()) {
    const entry = JSON.parse(line.value) as { readonly msg: string; readonly http?: string };
    if (entry.msg === 'Ready' && entry.http !== undefined) return entry.http;
  }
  return null;
}
