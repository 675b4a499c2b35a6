import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { benchArguments } from '../../../bench/arguments.ts';
import { matches } from '../../../bench/fan-out/plan.ts';
import { cleanUp } from '../../support/clean-up.ts';
import { spawned } from '../../support/cli.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const choices = { suites: ['start', 'fan-out'], checkScenarios: (names: string) => void matches(names) };

describe('the arguments of the benchmarks', () => {
  it('are all suites with their own defaults where there are none', () => {
    assert.deepEqual(benchArguments([], choices), {
      only: null,
      json: false,
      writeDocs: false,
      options: { repeat: null, quick: false, scenarios: null, resume: false },
    });
  });

  it('choose suites, scenarios and repeats', () => {
    const words = ['--only', 'fan-out,start', '--scenarios', 'must,a-rds', '--repeat', '5', '--continue'];
    const found = benchArguments(words, choices);
    assert.deepEqual(found?.only, ['fan-out', 'start']);
    assert.deepEqual(found.options, { repeat: 5, quick: false, scenarios: 'must,a-rds', resume: true });
    assert.equal(benchArguments(['--help'], choices), null);
  });

  it('are refused with a sentence', () => {
    const refused = (words: readonly string[], why: RegExp): void => {
      assert.throws(() => benchArguments(words, choices), why);
    };
    refused(['--only', 'start,stop'], /^Error: no such suite: stop; there are start, fan-out$/);
    refused(['--scenarios', 'nonsense'], /^Error: no scenario nonsense: there are must, rest, /);
    for (const times of ['0', '-1', '1.5', 'x', ''])
      refused([`--repeat=${times}`], /--repeat takes a whole number/);
    refused(['--bogus'], /Unknown option '--bogus'/);
  });
});

describe('npm run sidecars', () => {
  it('prints its usage where it is not told what it needs', async () => {
    for (const words of [[], ['--address', '127.0.0.1:1', '--services', 'a', '--count', '0'], ['--bogus']]) {
      const { code, stdout, stderr } = await spawned([join(root, 'bench', 'sidecars', 'main.ts'), ...words]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /^usage: npm run sidecars [^\n]*\n$/);
    }
  });
});

describe('npm run bench', () => {
  const bench = (
    words: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): ReturnType<typeof spawned> =>
    spawned([join(root, 'bench', 'main.ts'), ...words], { env: { MONIKER_SHARED: '', ...env } });

  it('prints its usage with --help', async () => {
    const { code, stdout, stderr } = await bench(['--help']);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(stdout, /^usage: npm run bench .*--only A,B +some suites: compile, .*fan-out\n/s);
  });

  it('ends with 2 and one line, before anything has run', async (t) => {
    const empty = await mkdtemp(join(tmpdir(), 'moniker-bench-'));
    cleanUp(t, () => rm(empty, { recursive: true }));
    const results = async (): Promise<readonly string[]> =>
      readdir(join(root, 'bench', 'results')).catch(() => []);
    const before = await results();
    const ended = await Promise.all([
      bench(['--bogus']),
      bench(['--only', 'fan-out', '--scenarios', 'nonsense']),
      bench(['--only', 'fan-out']),
      bench(['--only', 'fan-out'], { MONIKER_SHARED: empty }),
    ]);
    assert.deepEqual(
      ended.map(({ code, stdout }) => [code, stdout]),
      ended.map(() => [2, '']),
    );
    assert.deepEqual(
      ended.map(({ stderr }) => stderr.split('\n').length),
      ended.map(() => 2),
    );
    const [bogus, nonsense, unset, wrong] = ended.map(({ stderr }) => stderr);
    assert.equal(bogus, "Unknown option '--bogus' (--help tells more)\n");
    assert.match(nonsense ?? '', /^no scenario nonsense: there are must, /);
    assert.match(unset ?? '', /^the fan-out needs MONIKER_SHARED/);
    assert.match(wrong ?? '', /^MONIKER_SHARED is \S+, where there is no bench\/go\.mod/);
    assert.deepEqual(await results(), before);
  });
});
