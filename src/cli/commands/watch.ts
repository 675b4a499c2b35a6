import type { StatusResponse } from '../../api/model.ts';
import type { Action } from '../command.ts';
import { daemonClient } from '../daemon-client.ts';
import type { watchOptions } from '../options.ts';
import { renderStatus } from '../render-status.ts';
import { changeLines } from '../status-changes.ts';
import type { Terminal } from '../terminal.ts';
import { CommandError, EXIT } from '../usage-error.ts';

/** The alternate screen without a cursor, so that the shell's own text is there again at the end. */
const ENTER_SCREEN = '\u001b[?1049h\u001b[?25l';
const LEAVE_SCREEN = '\u001b[?25h\u001b[?1049l';
const HOME_AND_CLEAR = '\u001b[H\u001b[2J';

export const watch: Action<typeof watchOptions> = async ({ out, env, signal }, { options }) => {
  const client = daemonClient(options.server);
  const states = client.follow(signal);
  if (options.json) await printObjects(out, states);
  else if (out.tty && env['TERM'] !== 'dumb') await redraw(out, states);
  else await printChanges(out, states);
  if (!signal.aborted) throw new CommandError(`the daemon at ${client.url} has gone`);
  return EXIT.ok;
};

async function printObjects(out: Terminal, states: AsyncIterable<StatusResponse>): Promise<void> {
  for await (const state of states) out.line(JSON.stringify(state));
}

/** Ages run on between changes. */
const REDRAW_EVERY_MS = 1_000;

async function redraw(out: Terminal, states: AsyncIterable<StatusResponse>): Promise<void> {
  let last: StatusResponse | null = null;
  const draw = (): void => {
    if (last === null) return;
    out.write(`${HOME_AND_CLEAR}${renderStatus(out, last, Date.now()).join('\n')}\n`);
  };
  const timer = setInterval(draw, REDRAW_EVERY_MS);
  try {
    for await (const state of states) {
      if (last === null) out.write(ENTER_SCREEN);
      last = state;
      draw();
    }
  } finally {
    clearInterval(timer);
    if (last !== null) out.write(LEAVE_SCREEN);
  }
}

async function printChanges(out: Terminal, states: AsyncIterable<StatusResponse>): Promise<void> {
  let before: StatusResponse | null = null;
  for await (const state of states) {
    const time = new Date().toISOString();
    for (const line of changeLines(out, before, state)) out.line(`${time} ${line}`);
    before = state;
  }
}
