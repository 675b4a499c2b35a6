import type { StatusResponse } from '../../api/model.ts';
import type { Action, Context } from '../command.ts';
import { convergence, type Convergence } from '../convergence.ts';
import { daemonClient, type DaemonClient } from '../daemon-client.ts';
import { formatAge } from '../duration.ts';
import type { statusOptions } from '../options.ts';
import { counted, renderStatus } from '../render-status.ts';
import { printJson } from '../terminal.ts';
import { CommandError, EXIT } from '../usage-error.ts';

export const status: Action<typeof statusOptions> = async (context, { options }) => {
  const client = daemonClient(options.server);
  if (options.wait !== null)
    return waitForSync(context, client, { within: options.wait, json: options.json });
  const now = await client.status();
  print(context, now, options.json);
  return EXIT.ok;
};

function print({ out }: Context, current: StatusResponse, json: boolean): void {
  if (json) printJson(out, current);
  else for (const line of renderStatus(out, current, Date.now())) out.line(line);
}

interface Wait {
  readonly within: number;
  readonly json: boolean;
}

interface Outcome {
  readonly last: StatusResponse;
  readonly state: Convergence;
}

async function waitForSync(context: Context, client: DaemonClient, wait: Wait): Promise<number> {
  const { last, state } = await settle(context, client, wait);
  if (wait.json) printJson(context.out, last);
  if (state.kind === 'converged') {
    if (!wait.json)
      context.out.line(
        `${context.out.paint('green', 'SYNCED')} ${counted(last.sidecars.length, 'sidecar')} at ${String(last.version)}`,
      );
    return EXIT.ok;
  }
  const late = state.kind === 'pending' ? `not SYNCED within ${formatWait(wait.within)}: ` : '';
  throw new CommandError(late + state.reason);
}

function formatWait(milliseconds: number): string {
  return milliseconds < 10_000 ? `${milliseconds} ms` : formatAge(milliseconds);
}

/** Follows the daemon until it has converged or failed, or the time is over. */
async function settle(context: Context, client: DaemonClient, wait: Wait): Promise<Outcome> {
  const over = AbortSignal.any([AbortSignal.timeout(wait.within), context.signal]);
  let outcome: Outcome | null = null;
  for await (const next of client.follow(over)) {
    const state = convergence(next);
    if (state.kind === 'pending' && state.reason !== reasonOf(outcome)) context.err.line(state.reason);
    outcome = { last: next, state };
    if (state.kind !== 'pending') return outcome;
  }
  if (context.signal.aborted) throw new CommandError('interrupted');
  if (!over.aborted) throw new CommandError(`the daemon at ${client.url} has gone`);
  if (outcome === null)
    throw new CommandError(`${client.url} told nothing within ${formatWait(wait.within)}`);
  return outcome;
}

function reasonOf(outcome: Outcome | null): string | null {
  return outcome?.state.kind === 'pending' ? outcome.state.reason : null;
}
