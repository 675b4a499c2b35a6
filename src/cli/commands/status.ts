import type { StatusResponse } from '../../api/model.ts';
import type { Action, Context } from '../command.ts';
import { convergence, type Convergence } from '../convergence.ts';
import { daemonClient, type DaemonClient } from '../daemon-client.ts';
import { formatAge } from '../duration.ts';
import type { statusOptions } from '../options.ts';
import { counted, renderStatus } from '../render-status.ts';
import { printJson } from '../terminal.ts';
import { CommandError, EXIT, UsageError } from '../usage-error.ts';

export const status: Action<typeof statusOptions> = async (context, { options }) => {
  const { wait, sidecars, json } = options;
  if (wait === null && sidecars !== null) throw new UsageError('--sidecars goes with --wait');
  const client = daemonClient(options.server);
  if (wait !== null) return waitForSync(context, client, { within: wait, sidecars, json });
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
  /** At least so many are to be connected; null: nothing is known of that. */
  readonly sidecars: number | null;
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
    const doubt = wait.sidecars === null ? doubtOf(last, Date.now()) : null;
    if (doubt !== null) context.err.line(doubt);
    if (!wait.json)
      context.out.line(
        `${context.out.paint('green', 'SYNCED')} ${counted(last.sidecars.length, 'sidecar')} at ${String(last.version)}`,
      );
    return EXIT.ok;
  }
  const late = state.kind === 'pending' ? `not SYNCED within ${formatWait(wait.within)}: ` : '';
  throw new CommandError(late + state.reason);
}

/** Envoy waits up to 30 s before it tries again to connect. */
const COMING_BACK_MS = 30_000;

/** What a pipeline should know of sidecars that are perhaps still to come. */
function doubtOf({ sidecars, startedAt }: StatusResponse, now: number): string | null {
  const up = now - startedAt;
  if (sidecars.length > 0 && up >= COMING_BACK_MS) return null;
  const here = sidecars.length === 0 ? 'no sidecar is connected yet' : 'sidecars may still be on their way';
  return `${here}: the daemon started ${formatAge(up)} ago (--sidecars N waits until N are there)`;
}

function formatWait(milliseconds: number): string {
  return milliseconds < 10_000 ? `${milliseconds} ms` : formatAge(milliseconds);
}

/** Follows the daemon until it has converged or failed, or the time is over. */
async function settle(context: Context, client: DaemonClient, wait: Wait): Promise<Outcome> {
  const over = AbortSignal.any([AbortSignal.timeout(wait.within), context.signal]);
  let outcome: Outcome | null = null;
  for await (const next of client.follow(over)) {
    const state = convergence(next, { sidecars: wait.sidecars ?? 0 });
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
