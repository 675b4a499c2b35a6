import type { StatusResponse } from '../../api/model.ts';
import type { Action } from '../command.ts';
import { daemonClient } from '../daemon-client.ts';
import { formatAge } from '../duration.ts';
import { followAgain, type Sight } from '../follow-again.ts';
import type { watchOptions } from '../options.ts';
import { renderStatus } from '../render-status.ts';
import { changeLines } from '../status-changes.ts';
import type { Terminal } from '../terminal.ts';
import { EXIT } from '../usage-error.ts';

/** The alternate screen without a cursor, so that the shell's own text is there again at the end. */
const ENTER_SCREEN = '\u001b[?1049h\u001b[?25l';
const LEAVE_SCREEN = '\u001b[?25h\u001b[?1049l';
const HOME_AND_CLEAR = '\u001b[H\u001b[2J';

export const watch: Action<typeof watchOptions> = async ({ out, env, signal }, { options }) => {
  const sights = followAgain(daemonClient(options.server), signal);
  if (options.json) await printObjects(out, sights);
  else if (out.tty && env['TERM'] !== 'dumb') await redraw(out, sights);
  else await printChanges(out, sights);
  return EXIT.ok;
};

async function printObjects(out: Terminal, sights: AsyncIterable<Sight>): Promise<void> {
  for await (const sight of sights) {
    const gone = (reason: string): object => ({ gone: { at: Date.now(), reason } });
    out.line(JSON.stringify(sight.kind === 'gone' ? gone(sight.reason) : sight.status));
  }
}

/** Ages run on between changes. */
const REDRAW_EVERY_MS = 1_000;

async function redraw(out: Terminal, sights: AsyncIterable<Sight>): Promise<void> {
  let last: StatusResponse | null = null;
  let gone: { readonly since: number; readonly reason: string } | null = null;
  const draw = (): void => {
    if (last === null) return;
    const now = Date.now();
    const lines = renderStatus(out, last, now);
    const notice =
      gone === null
        ? []
        : [`${out.paint('red', 'GONE')} for ${formatAge(now - gone.since)}, tried again: ${gone.reason}`, ''];
    out.write(`${HOME_AND_CLEAR}${[...notice, ...lines].join('\n')}\n`);
  };
  const timer = setInterval(draw, REDRAW_EVERY_MS);
  try {
    for await (const sight of sights) {
      if (last === null) out.write(ENTER_SCREEN);
      if (sight.kind === 'gone') gone = { since: Date.now(), reason: sight.reason };
      else [last, gone] = [sight.status, null];
      draw();
    }
  } finally {
    clearInterval(timer);
    if (last !== null) out.write(LEAVE_SCREEN);
  }
}

/** Another process numbers its streams anew, so that after a gap everything that is there is told. */
async function printChanges(out: Terminal, sights: AsyncIterable<Sight>): Promise<void> {
  let before: StatusResponse | null = null;
  let isGone = false;
  for await (const sight of sights) {
    const time = new Date().toISOString();
    if (sight.kind === 'gone') {
      out.line(`${time} ${out.paint('red', 'GONE')} ${sight.reason} (tried again until it is back)`);
      [before, isGone] = [null, true];
      continue;
    }
    if (isGone) out.line(`${time} the daemon is back`);
    isGone = false;
    for (const line of changeLines(out, before, sight.status)) out.line(`${time} ${line}`);
    before = sight.status;
  }
}
