import { parseArgs } from 'node:util';
import type { SuiteOptions } from './row.ts';

export interface BenchArguments {
  /** Keys of suites; null: all. */
  readonly only: readonly string[] | null;
  readonly json: boolean;
  readonly writeDocs: boolean;
  readonly options: SuiteOptions;
}

/** What there is to choose from. */
export interface Choices {
  readonly suites: readonly string[];
  /** Throws an Error with a sentence for people about a name that is none. */
  readonly checkScenarios: (names: string) => void;
}

export const usage = (suites: readonly string[]): string => `usage: npm run bench -- [options]

Measures speed and size and puts each figure beside its bound. Exit code 1 if one is missed.

  --only A,B        some suites: ${suites.join(', ')}
  --quick           less of the long ones, to see that they work
  --json            print JSON
  --write-docs      put the tables into docs/benchmarks.md
  --repeat N        how often the contenders of the fan-out run (default 3, with --quick 1)
  --scenarios A,B   which scenarios of it: must, rest, or their names (default all, with --quick must)
  --continue        keep its earlier results
`;

/** Null where help was asked for. Throws an Error with a sentence for people about bad usage. */
export function benchArguments(args: readonly string[], choices: Choices): BenchArguments | null {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
      'write-docs': { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      repeat: { type: 'string' },
      scenarios: { type: 'string' },
      continue: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const only = values.only?.split(',') ?? null;
  const unknown = only?.filter((key) => !choices.suites.includes(key)) ?? [];
  if (unknown.length > 0)
    throw new Error(`no such suite: ${unknown.join(', ')}; there are ${choices.suites.join(', ')}`);
  if (values.scenarios !== undefined) choices.checkScenarios(values.scenarios);
  return {
    only,
    json: values.json,
    writeDocs: values['write-docs'],
    options: {
      repeat: values.repeat === undefined ? null : times(values.repeat),
      quick: values.quick,
      scenarios: values.scenarios ?? null,
      resume: values.continue,
    },
  };
}

function times(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`--repeat takes a whole number from 1 on, not "${text}"`);
  return Number(text);
}
