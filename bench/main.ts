/*
 * `npm run bench`: measures speed and size and puts each figure beside its bound. `--only compile,start` runs some
 * suites, `--json` prints JSON, `--write-docs` puts the tables into docs/benchmarks.md. `--quick` makes less of the long
 * ones, `--repeat N` says how often the fan-out's contenders run, `--scenarios must|rest|a-rds,…` which of it, and
 * `--continue` keeps its earlier results. Exit code 1 if a bound is missed.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CHANGE } from './change.ts';
import { COMPILE } from './compile.ts';
import { withTables } from './docs-page.ts';
import { FAN_OUT } from './fan-out/suite.ts';
import { GROUPS } from './groups.ts';
import { describeMachine, loadAverage } from './machine.ts';
import { MEMORY } from './memory.ts';
import type { Report, SuiteResult } from './report.ts';
import { printSuite } from './report.ts';
import { meets } from './row.ts';
import type { Suite, SuiteOptions } from './row.ts';
import { RECONNECT } from './reconnect.ts';
import { START } from './start.ts';
import { WEIGHT_STEP } from './steps.ts';
import { WAVES } from './waves.ts';

const root = resolve(import.meta.dirname, '..');
const bundle = join(root, 'dist', 'moniker-cp.js');

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    'write-docs': { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    repeat: { type: 'string' },
    scenarios: { type: 'string' },
    continue: { type: 'boolean', default: false },
  },
});
const options: SuiteOptions = {
  repeat: values.repeat === undefined ? null : Number(values.repeat),
  quick: values.quick,
  scenarios: values.scenarios ?? null,
  resume: values.continue,
};

async function allSuites(): Promise<readonly Suite[]> {
  // The end-to-end parts are measured on what is installed, not on its sources.
  process.env['MONIKER_CP_MAIN'] ??= bundle;
  const { WEIGHT_TO_ENVOY } = await import('./weight-to-envoy.ts');
  return [COMPILE, GROUPS, CHANGE, WEIGHT_TO_ENVOY, WAVES, START, MEMORY, WEIGHT_STEP, RECONNECT, FAN_OUT];
}

function chosen(suites: readonly Suite[]): readonly Suite[] {
  const keys = values.only?.split(',');
  const unknown = keys?.filter((key) => !suites.some((suite) => suite.key === key)) ?? [];
  if (unknown.length > 0) {
    console.error(
      `no such suite: ${unknown.join(', ')}; there are ${suites.map(({ key }) => key).join(', ')}`,
    );
    process.exit(2);
  }
  return suites.filter(({ key }) => keys?.includes(key) ?? true);
}

async function runSuite(suite: Suite): Promise<SuiteResult> {
  const { key, title, method } = suite;
  const loadBefore = loadAverage();
  const started = performance.now();
  const outcome = await suite.run((text) => {
    console.error(`${key}: ${text}`);
  }, options);
  const seconds = Math.round((performance.now() - started) / 1000);
  return { key, title, method, ...('rows' in outcome ? outcome : { rows: outcome }), loadBefore, seconds };
}

execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs'), '--if-stale'], { stdio: 'ignore' });
const suites: SuiteResult[] = [];
for (const suite of chosen(await allSuites())) {
  const result = await runSuite(suite);
  suites.push(result);
  if (!values.json) printSuite(result);
}
const command = ['npm run bench', ...process.argv.slice(2)].join(' ');
const report: Report = { at: new Date().toISOString(), command, machine: describeMachine(), suites };
const text = `${JSON.stringify(report, null, 2)}\n`;
await mkdir(join(root, 'bench', 'results'), { recursive: true });
await writeFile(join(root, 'bench', 'results', `${report.at.replaceAll(':', '-')}.json`), text);
if (values.json) process.stdout.write(text);
if (values['write-docs']) {
  const page = join(root, 'docs', 'benchmarks.md');
  await writeFile(page, withTables(await readFile(page, 'utf8'), report));
}
const unmeasured = values.only !== undefined && suites.some(({ rows }) => rows.length === 0);
const missed = suites.some(({ rows }) => rows.some((row) => meets(row) === false));
process.exitCode = missed || unmeasured ? 1 : 0;
