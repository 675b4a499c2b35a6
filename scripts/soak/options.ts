import { parseArgs } from 'node:util';

export interface SoakSettings {
  readonly kind: 'steps' | 'churn';
  readonly steps: number;
  readonly seed: number;
  readonly minutes: number | null;
  readonly heapDir: string | null;
}

export const USAGE = `usage: npm run soak -- [--steps N] [--seed N] [--minutes N]
       npm run soak -- --churn [--minutes N] [--seed N] [--heap DIR]

Random steps of an operator's life on a real mesh under load: no request may fail.

  --steps N     how many (default 1000)
  --seed N      which ones; a failure prints it (default: another one each time)
  --minutes N   ends earlier after this time; with --churn, how long (default 30)
  --churn       instead: sidecars that come, go, reject and read slowly, while files change; memory has to stay flat
  --heap DIR    with --churn: writes a heap snapshot after each quarter, to find what grows
`;

/** @returns null where help was asked for. @throws with a sentence for people about bad usage. */
export function soakSettings(args: readonly string[]): SoakSettings | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      steps: { type: 'string' },
      seed: { type: 'string' },
      minutes: { type: 'string' },
      churn: { type: 'boolean' },
      heap: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return null;
  return {
    kind: values.churn === true ? 'churn' : 'steps',
    steps: positive('steps', values.steps ?? '1000'),
    seed: positive('seed', values.seed ?? String(1 + (Date.now() % 1_000_000))),
    minutes: values.minutes === undefined ? null : positive('minutes', values.minutes),
    heapDir: values.heap ?? null,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(Number.isFinite(value) && value > 0))
    throw new Error(`--${name} takes a positive number, not ${text}`);
  return name === 'minutes' ? value : Math.floor(value);
}
