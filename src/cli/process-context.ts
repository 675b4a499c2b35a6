import type { Context, Serve } from './command.ts';
import { terminal } from './terminal.ts';

/** The real process as a command's outside. What is costly or changes the process is made on first use. */
export function processContext(serve: Serve): Context {
  endQuietlyWithTheReader(process.stdout);
  let signal: AbortSignal | null = null;
  return Object.freeze({
    out: terminal(process.stdout, process.env),
    err: terminal(process.stderr, process.env),
    get input() {
      return process.stdin;
    },
    env: process.env,
    cwd: process.cwd(),
    serve,
    get signal() {
      signal ??= interruption();
      return signal;
    },
  });
}

/** From the first use on SIGINT and SIGTERM abort the signal; a second one ends the process as usual. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      controller.abort();
    });
  }
  return controller.signal;
}

/** `moniker-cp compile … | head` closes the pipe early: that is no error of ours. */
function endQuietlyWithTheReader(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    process.stderr.write(`error: the output cannot be written: ${error.message}\n`);
    process.exit(1);
  });
}
