/*
 * `npm run bench`: measures speed and size and puts each figure beside its bound; `--help` tells its options. Exit code
 * 1 if a bound is missed, 2 if it cannot be run as it was asked.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { benchArguments, usage } from './arguments.ts';
import type { BenchArguments } from './arguments.ts';
import { CHANGE } from './change.ts';
import { COMPILE } from './compile.ts';
import { withTables } from './docs-page.ts';
import { matches } from './fan-out/plan.ts';
import { FAN_OUT } from './fan-out/suite.ts';
import { benchFolder, SHARED, whyNoTools } from './fan-out/tools.ts';
import { GROUPS } from './groups.ts';
import { describeMachine, loadAverage } from './machine.ts';
import { MEMORY } from './memory.ts';
import type { Report, SuiteResult } from './report.ts';
import { printSuite } from './report.ts';
import { meets } from './row.ts';
import type { Suite } from './row.ts';
import { RECONNECT } from './reconnect.ts';
import { START } from './start.ts';
import { WEIGHT_STEP } from './steps.ts';
import { WAVES } from './waves.ts';

const root = resolve(import.meta.dirname, '..');
const bundle = join(root, 'dist', 'moniker-cp.js');

async function allSuites(): Promise<readonly Suite[]> {
  // The end-to-end parts are measured on what is installed, not on its sources.
  process.env['MONIKER_CP_MAIN'] ??= bundle;
  const { WEIGHT_TO_ENVOY } = await import('./weight-to-envoy.ts');
  return [COMPILE, GROUPS, CHANGE, WEIGHT_TO_ENVOY, WAVES, START, MEMORY, WEIGHT_STEP, RECONNECT, FAN_OUT];
}

/** What was asked for, or the exit code. Nothing has run yet. */
function asked(all: readonly Suite[]): BenchArguments | number {
  const keys = all.map(({ key }) => key);
  try {
    const found = benchArguments(process.argv.slice(2), {
      suites: keys,
      checkScenarios: (names) => void matches(names),
    });
    if (found === null) {
      process.stdout.write(usage(keys));
      return 0;
    }
    if (found.only?.includes(FAN_OUT.key) === true && benchFolder() === null)
      throw new Error(`the fan-out needs ${SHARED}, the folder with the load client and the peers`);
    const missing = found.only === null || found.only.includes(FAN_OUT.key) ? whyNoTools() : null;
    if (missing !== null) throw new Error(missing);
    return found;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // Node's own text goes on about positional arguments, which there are none of.
    console.error(`${reason.replace(/[.] To specify .*/s, '')} (--help tells more)`);
    return 2;
  }
}

async function runSuite(suite: Suite, { options }: BenchArguments): Promise<SuiteResult> {
  const { key, title, method } = suite;
  const loadBefore = loadAverage();
  const started = performance.now();
  const outcome = await suite.run((text) => {
    console.error(`${key}: ${text}`);
  }, options);
  const seconds = Math.round((performance.now() - started) / 1000);
  return { key, title, method, ...('rows' in outcome ? outcome : { rows: outcome }), loadBefore, seconds };
}

const all = await allSuites();
const settings = asked(all);
if (typeof settings === 'number') process.exit(settings);
execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-stale'], { stdio: 'ignore' });
const suites: SuiteResult[] = [];
for (const suite of all.filter(({ key }) => settings.only?.includes(key) ?? true)) {
  const result = await runSuite(suite, settings);
  suites.push(result);
  if (!settings.json) printSuite(result);
}
const command = ['npm run bench', ...process.argv.slice(2)].join(' ');
const report: Report = { at: new Date().toISOString(), command, machine: describeMachine(), suites };
const text = `${JSON.stringify(report, null, 2)}\n`;
await mkdir(join(root, 'bench', 'results'), { recursive: true });
await writeFile(join(root, 'bench', 'results', `${report.at.replaceAll(':', '-')}.json`), text);
if (settings.json) process.stdout.write(text);
if (settings.writeDocs) {
  const page = join(root, 'docs', 'benchmarks.md');
  await writeFile(page, withTables(await readFile(page, 'utf8'), report));
}
const unmeasured = settings.only !== null && suites.some(({ rows }) => rows.length === 0);
const missed = suites.some(({ rows }) => rows.some((row) => meets(row) === false));
process.exitCode = missed || unmeasured ? 1 : 0;
