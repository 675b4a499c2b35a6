import { setTimeout as pause } from 'node:timers/promises';
import type { StatusResponse } from '../api/model.ts';
import type { DaemonClient } from './daemon-client.ts';
import { CommandError } from './usage-error.ts';

/** What `watch` sees: the daemon's status, or that there is no daemon any more, and why that is known. */
export type Sight =
  | { readonly kind: 'status'; readonly status: StatusResponse }
  | { readonly kind: 'gone'; readonly reason: string };

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Follows the daemon over its restarts until the signal aborts: that it is gone is told once, its first status after
 * that says that it is back. Throws a CommandError where none answers at first: the address may be wrong.
 */
export async function* followAgain(client: DaemonClient, signal: AbortSignal): AsyncGenerator<Sight> {
  let seen = false;
  let lost = false;
  let wait = FIRST_PAUSE_MS;
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    let reason = `the daemon at ${client.url} has gone`;
    try {
      for await (const status of client.follow(signal)) {
        [seen, lost, wait] = [true, false, FIRST_PAUSE_MS];
        yield { kind: 'status', status };
      }
    } catch (error) {
      if (!seen || !(error instanceof CommandError)) throw error;
      reason = error.message;
    }
    if (isOver()) return;
    if (!seen) throw new CommandError(reason);
    if (!lost) yield { kind: 'gone', reason };
    lost = true;
    await pause(wait, undefined, { signal }).catch(() => undefined);
    wait = Math.min(2 * wait, LONGEST_PAUSE_MS);
  }
}
