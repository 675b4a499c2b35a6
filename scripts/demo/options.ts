import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** Of each weight step, in milliseconds. */
  readonly stepMs: number;
  /** The mesh stays up after the show, until it is interrupted. */
  readonly keep: boolean;
}

export const USAGE = `usage: npm run demo -- [--duration SECONDS] [--once] [--keep]

Runs a control plane, Envoy sidecars and stub services on loopback, sends traffic, and moves it by weight files.

  --duration SECONDS  of the whole show (default 25)
  --once              the shortest show, for scripts
  --keep              leaves the mesh running afterwards, to try things on
`;

const STEPS = 5;

/** @returns null where help was asked for. @throws with a sentence for people about bad usage. */
export function demoOptions(args: readonly string[]): DemoOptions | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      duration: { type: 'string' },
      once: { type: 'boolean' },
      keep: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return null;
  const keep = values.keep === true;
  if (values.once === true) return { stepMs: 600, keep };
  const seconds = Number(/^(\d+(?:\.\d+)?)s?$/.exec(values.duration ?? '25')?.[1] ?? Number.NaN);
  if (!Number.isFinite(seconds) || seconds <= 0)
    throw new Error(`--duration takes seconds, not ${String(values.duration)}`);
  return { stepMs: (seconds * 1000) / STEPS, keep };
}
