import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Outcome, Suite, SuiteOptions } from '../row.ts';
import { CONFIG, matches, secondsOf } from './plan.ts';
import type { Match } from './plan.ts';
import { freePorts, runCommand } from './processes.ts';
import { outcomeOf, readRuns, unequal } from './results.ts';
import {
  benchFolder,
  buildTools,
  COMPARE,
  LOADER,
  mostOpenFiles,
  peerVersions,
  ROOT,
  SHARED,
} from './tools.ts';

const OUT = join(ROOT, '.cache', 'bench', 'out');
const RESULTS = join(OUT, 'results.jsonl');

const REPEATS = 3;
/** So many times as long as it should take. */
const PATIENCE = 6;

/** Each contender once, one after the other. `compare` adds a line for each to the results. */
async function play(
  { scenario, contenders }: Match,
  limit: number,
  onLine: (line: string) => void,
): Promise<void> {
  const port = await freePorts(2 * contenders.length);
  const words = ['-config', CONFIG, '-xdsload', LOADER, '-out', relative(ROOT, OUT), '-repeat', '1'];
  const chosen = ['-port', String(port), '-scenarios', scenario.name, '-contenders', contenders.join(',')];
  await runCommand({ program: COMPARE, words: [...words, ...chosen], cwd: ROOT, limit, onLine });
}

/** A contender without a result gets another run, once. */
function failed(played: readonly Match[], repeat: number): readonly Match[] {
  const runs = readRuns(RESULTS);
  return played.flatMap(({ scenario, contenders }) => {
    const wanting = contenders.filter((contender) => {
      const own = runs.filter((run) => run.scenario === scenario.name && run.contender === contender);
      return own.filter(({ error }) => !error).length < repeat;
    });
    return wanting.length === 0 ? [] : [{ scenario, contenders: wanting }];
  });
}

async function run(progress: (text: string) => void, options: SuiteOptions): Promise<Outcome> {
  const folder = benchFolder();
  if (folder === null) {
    progress(`skipped: ${SHARED} names no folder with the load client and the peers`);
    return { rows: [] };
  }
  const chosen = matches(options.scenarios ?? (options.quick ? 'must' : null));
  const repeat = options.repeat ?? (options.quick ? 1 : REPEATS);
  const needed = Math.max(...chosen.map(({ scenario }) => scenario.n)) + 200;
  const open = mostOpenFiles();
  if (open < needed) throw new Error(`${needed} open files are needed, and ulimit -Hn says ${open}`);
  progress('building the load client, the peer and the runner');
  await buildTools(folder);
  if (!options.resume) rmSync(RESULTS, { force: true });

  const seconds = repeat * chosen.reduce((sum, match) => sum + secondsOf(match), 0);
  const total = repeat * chosen.reduce((sum, { contenders }) => sum + contenders.length, 0);
  progress(`${total} runs, about ${Math.ceil(seconds / 60)} min`);
  let done = 0;
  const playAll = async (all: readonly Match[]): Promise<void> => {
    for (const match of all) {
      const limit = 60_000 + PATIENCE * secondsOf(match) * 1_000;
      await play(match, limit, (line) => {
        done += 1;
        progress(`${done}/${total}  ${line}`);
      }).catch((error: unknown) => {
        progress(`${match.scenario.name}: ${error instanceof Error ? error.message : String(error)}`);
      });
    }
  };
  for (let turn = 0; turn < repeat; turn += 1) await playAll(chosen);
  const again = failed(chosen, Math.min(1, repeat));
  if (again.length > 0) progress('again, what failed');
  await playAll(again);

  const runs = readRuns(RESULTS);
  for (const name of unequal(runs)) progress(`${name}: not all contenders served the same resources`);
  const known = new Set(runs.map(({ scenario }) => scenario));
  const reported = options.resume ? matches(null).filter(({ scenario }) => known.has(scenario.name)) : chosen;
  return { ...outcomeOf(reported, runs), versions: peerVersions(folder) };
}

export const FAN_OUT: Suite = {
  key: 'fan-out',
  title: 'Fan-out beside go-control-plane',
  method:
    'Each server in turn serves the same synthetic mesh to the same load client (xdsload), on the same cores: all ' +
    'sidecars connect at once, then one field of one resource is changed, several times. A figure is the median of ' +
    'the repeats; propagation is the median over the updates of the p99 over the sidecars; CPU is that of the ' +
    'server’s process, ACKs included, for each sidecar and update. Scenarios: a is 100 sidecars and 100 routes, b ' +
    '1,000 and 100, c 1,000 and 1,000, d 1,000 and 10,000, e 5,000 and 100. moniker-cp runs without waves, as ' +
    '`--waves off`, unless it says otherwise. In parentheses, and as “to”: the ratio to SnapshotCache unless ' +
    'LinearCache is named.',
  run,
};
