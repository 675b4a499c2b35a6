import { setTimeout as delay } from 'node:timers/promises';

export interface Eventually<T> {
  /** What is waited for, as the failure will say it. */
  readonly what: string;
  readonly probe: () => Promise<T | null | undefined> | T | null | undefined;
  /** Default 20,000. */
  readonly timeoutMs?: number;
  /** Default 10. */
  readonly everyMs?: number;
  /** Added to the failure's message: the last state seen, a log. */
  readonly detail?: () => string;
}

/**
 * Asks another process until it answers with something (not null or undefined). For conditions that no event
 * reports, such as an Envoy's admin endpoint; an error of the probe counts as "not yet".
 */
export async function eventually<T>(wait: Eventually<T>): Promise<T> {
  const deadline = performance.now() + (wait.timeoutMs ?? 20_000);
  let last: unknown = null;
  for (;;) {
    try {
      const value = await wait.probe();
      if (value !== null && value !== undefined) return value;
      last = null;
    } catch (error) {
      last = error;
    }
    if (performance.now() > deadline) {
      const why = last instanceof Error ? `: ${last.message}` : '';
      throw new Error(
        `timed out waiting for ${wait.what}${why}${wait.detail === undefined ? '' : `\n${wait.detail()}`}`,
      );
    }
    await delay(wait.everyMs ?? 10);
  }
}
