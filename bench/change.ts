import { performance } from 'node:perf_hooks';
import { startCompileThread } from './compile-thread.ts';
import type { CompileThread } from './compile-thread.ts';
import { endpointsText, meshTexts, rolloutText } from './mesh-texts.ts';
import type { BenchRow, Suite } from './row.ts';
import { median, percentile } from './statistics.ts';

const SIZES = [10, 10_000, 100_000] as const;
const CHANGES = 200;
/** The first changes find code that has never run; they are made and not counted. */
const WARM_UP = 20;

interface Edit {
  readonly what: string;
  texts(turn: number): ReadonlyMap<string, string>;
}

const EDITS: readonly Edit[] = [
  {
    what: 'a weight',
    texts: (turn) => new Map([['rollouts/resolver.yaml', rolloutText('resolver', 10 + (turn % 80))]]),
  },
  {
    what: 'an endpoint',
    texts: (turn) => new Map([['endpoints.yaml', endpointsText(`10.9.1.${1 + (turn % 200)}`)]]),
  },
];

async function timeEdits(thread: CompileThread, edit: Edit): Promise<readonly number[]> {
  const took: number[] = [];
  for (let turn = 0; turn < WARM_UP + CHANGES; turn += 1) {
    const texts = edit.texts(turn);
    const started = performance.now();
    await thread.publish(texts);
    if (turn >= WARM_UP) took.push(performance.now() - started);
  }
  return took;
}

export const CHANGE: Suite = {
  key: 'change',
  title: 'From a changed weight or endpoint to published',
  method:
    `${CHANGES} edits one after the other on a compile thread that has the whole mesh, each timed from the text in ` +
    'hand over the message to the thread, parsing, joining, compiling, and the message back, until the snapshot ' +
    'cache holds the result.',
  async run(progress) {
    const rows: BenchRow[] = [];
    for (const keys of SIZES) {
      const label = keys.toLocaleString('en');
      progress(`${label} keys`);
      const thread = await startCompileThread();
      try {
        await thread.publish(meshTexts(keys));
        for (const edit of EDITS) {
          const took = await timeEdits(thread, edit);
          const name = `${edit.what} changed among ${label} keys`;
          rows.push({ name, measured: median(took), unit: 'ms', bound: 5 });
          rows.push({ name: `${name}, p99`, measured: percentile(took, 0.99), unit: 'ms', bound: null });
        }
      } finally {
        await thread.close();
      }
    }
    return rows;
  },
};
