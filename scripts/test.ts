/*
 * `npm test`: everything that must hold, in order of how fast it tells. All stages run even if one fails, so that
 * one run shows everything that is wrong. `npm test -- lint unit` runs only these.
 */
import { spawn } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

interface Stage {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

interface Result {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
}

const root = resolve(import.meta.dirname, '..');

const CHECKS: readonly Stage[] = [
  { name: 'typecheck', command: ['npm', 'run', '--silent', 'typecheck'] },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'directions', command: ['npm', 'run', '--silent', 'directions'] },
  { name: 'format', command: ['npm', 'run', '--silent', 'format:check'] },
  { name: 'protos', command: ['npm', 'run', '--silent', 'build:protos', '--', '--check'] },
  { name: 'build', command: ['npm', 'run', '--silent', 'build'] },
];

/** Folders of test; each has its own processes, so a stage is one run of node's test runner. */
const SUITES: readonly {
  readonly name: string;
  readonly folders: readonly string[];
  readonly jobs: number;
}[] = [
  { name: 'unit', folders: ['unit', 'golden', 'property'], jobs: availableParallelism() },
  { name: 'feature', folders: ['feature'], jobs: availableParallelism() },
  // Envoys and load compete for the cores: one file at a time, or their figures would mean nothing.
  { name: 'e2e', folders: ['e2e'], jobs: 1 },
];

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 100) / 10;
}

function run(
  stage: Stage,
  output: 'shown' | 'kept',
): Promise<{ readonly passed: boolean; readonly text: string }> {
  const [program, ...words] = stage.command;
  return new Promise((settle) => {
    const child = spawn(program, words, {
      cwd: root,
      stdio: output === 'shown' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => {
      settle({ passed: false, text: error.message });
    });
    child.on('close', (code) => {
      settle({ passed: code === 0, text: Buffer.concat(chunks).toString() });
    });
  });
}

function report(result: Result): void {
  console.log(`${result.passed ? '✔' : '✖'} ${result.name} (${result.seconds} s)`);
}

/** A few at a time, their output kept together and shown only where it tells something. */
async function runChecks(stages: readonly Stage[]): Promise<readonly Result[]> {
  const waiting = [...stages];
  const results: Result[] = [];
  const worker = async (): Promise<void> => {
    for (let stage = waiting.shift(); stage !== undefined; stage = waiting.shift()) {
      const started = performance.now();
      const { passed, text } = await run(stage, 'kept');
      const result = { name: stage.name, passed, seconds: seconds(started) };
      report(result);
      if (!passed || stage.name === 'build') console.log(text.trimEnd());
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
  return results;
}

async function runSuite(suite: (typeof SUITES)[number]): Promise<Result> {
  const started = performance.now();
  const files = suite.folders
    .flatMap((folder) => globSync(`test/${folder}/**/*.test.ts`, { cwd: root }))
    .sort();
  console.log(`\n── ${suite.name}: ${files.length} files`);
  const options = ['--test', '--test-reporter=spec', `--test-concurrency=${suite.jobs}`];
  const command = [process.execPath, ...options, ...files] as const;
  // Without a file node would look for tests by itself; a suite that has lost its files is a failure.
  const passed = files.length > 0 && (await run({ name: suite.name, command }, 'shown')).passed;
  const result = { name: suite.name, passed, seconds: seconds(started) };
  report(result);
  return result;
}

function chosen(words: readonly string[]): (name: string) => boolean {
  const names = [...CHECKS, ...SUITES].map((stage) => stage.name);
  const unknown = words.filter((word) => !names.includes(word));
  if (unknown.length === 0) return (name) => words.length === 0 || words.includes(name);
  console.error(`no stage is named ${unknown.join(', ')}; there are ${names.join(', ')}`);
  process.exit(2);
}

async function main(): Promise<void> {
  const wanted = chosen(process.argv.slice(2));
  const results = [...(await runChecks(CHECKS.filter((stage) => wanted(stage.name))))];
  if (wanted('e2e') && existsSync(resolve(root, 'test/e2e'))) {
    const ready = await run(
      { name: 'envoy', command: [process.execPath, 'scripts/ensure-envoy.ts'] },
      'shown',
    );
    if (!ready.passed) results.push({ name: 'envoy', passed: false, seconds: 0 });
  }
  for (const suite of SUITES) if (wanted(suite.name)) results.push(await runSuite(suite));

  const failed = results.filter((result) => !result.passed).map((result) => result.name);
  console.log('');
  for (const result of results) report(result);
  if (failed.length > 0) console.log(`failed: ${failed.join(', ')}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

await main();
