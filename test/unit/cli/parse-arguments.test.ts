import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { command } from '../../../src/cli/command.ts';
import { parseArguments } from '../../../src/cli/parse-arguments.ts';
import { UsageError } from '../../../src/cli/usage-error.ts';

const sample = command({
  name: 'sample',
  summary: '',
  details: [],
  positional: { name: 'PATH', description: '', required: true },
  options: {
    catalog: { kind: 'text', value: 'DIR', default: 'catalog', env: 'SAMPLE_CATALOG', description: '' },
    service: { kind: 'text', value: 'NAME', required: true, description: '' },
    json: { kind: 'flag', short: 'j', env: 'SAMPLE_JSON', description: '' },
    header: { kind: 'list', value: 'LINE', description: '' },
    type: { kind: 'choice', choices: ['lds', 'rds'], description: '' },
    port: { kind: 'integer', value: 'N', min: 1, max: 65_535, description: '' },
    wait: { kind: 'duration', default: '10s', description: '' },
  },
  examples: [],
  load: () => Promise.resolve(() => Promise.resolve(0)),
});

function options(
  words: readonly string[],
  env: Record<string, string> = {},
): Readonly<Record<string, unknown>> {
  const parsed = parseArguments(sample, words, env);
  assert.equal(parsed.kind, 'run');
  return parsed.args.options;
}

function complaint(words: readonly string[], env: Record<string, string> = {}): string {
  try {
    parseArguments(sample, words, env);
  } catch (error) {
    assert.ok(error instanceof UsageError);
    return error.message;
  }
  return assert.fail(`accepted: ${words.join(' ')}`);
}

const NEEDED = ['--service', 'gateway', '/fetch/x'];

describe('parseArguments', () => {
  it('reads each kind of option', () => {
    const words = [
      '--port',
      '8080',
      '-j',
      '--header',
      'a: 1',
      '--header=b: 2',
      '--type=rds',
      '--wait',
      '250ms',
    ];
    assert.deepEqual(options([...words, ...NEEDED]), {
      catalog: 'catalog',
      service: 'gateway',
      json: true,
      header: ['a: 1', 'b: 2'],
      type: 'rds',
      port: 8080,
      wait: 250,
    });
  });

  it('gives absent options their default, null, false or nothing', () => {
    const { service: _, ...rest } = options(NEEDED);
    assert.deepEqual(rest, {
      catalog: 'catalog',
      json: false,
      header: [],
      type: null,
      port: null,
      wait: 10_000,
    });
  });

  it('takes the variable where the option is absent, and the option where both are there', () => {
    const env = { SAMPLE_CATALOG: 'other', SAMPLE_JSON: '1' };
    assert.equal(options(NEEDED, env)['catalog'], 'other');
    assert.equal(options(NEEDED, env)['json'], true);
    assert.equal(options(['--catalog', 'mine', ...NEEDED], env)['catalog'], 'mine');
    assert.equal(options(NEEDED, { SAMPLE_CATALOG: '' })['catalog'], 'catalog');
    assert.equal(options(NEEDED, { SAMPLE_JSON: '0' })['json'], false);
  });

  it('asks for help before it complains', () => {
    assert.deepEqual(parseArguments(sample, ['--help'], {}), { kind: 'help' });
    assert.deepEqual(parseArguments(sample, ['-h', '--port', '1'], {}), { kind: 'help' });
  });

  it('takes a lone dash as an argument, and everything after two dashes', () => {
    for (const words of [['-'], ['--', '-']]) {
      const parsed = parseArguments(sample, ['--service', 's', ...words], {});
      assert.equal(parsed.kind === 'run' ? parsed.args.positional : null, '-');
    }
  });

  it('names the word at fault', () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [['--catalgo', 'x', ...NEEDED], /no option --catalgo\. Did you mean "--catalog"\?/],
      [['--catalog', '--json', ...NEEDED], /--catalog needs a value/],
      [['--catalog=', ...NEEDED], /--catalog needs a value/],
      [['--catalog', 'a', '--catalog', 'b', ...NEEDED], /--catalog is given twice/],
      [['--json=yes', ...NEEDED], /--json takes no value/],
      [['--type', 'rdss', ...NEEDED], /--type is one of lds, rds, not "rdss"\. Did you mean "rds"\?/],
      [['--port', '0', ...NEEDED], /--port is a whole number from 1 to 65535, not "0"/],
      [['--port', '-1', ...NEEDED], /--port is a whole number from 1 to 65535, not "-1"/],
      [['--port', '1e3', ...NEEDED], /--port is a whole number/],
      [['--wait', '30', ...NEEDED], /--wait is a duration such as 500ms, 30s or 2m, not "30"/],
      [['--service', 's'], /PATH is missing/],
      [['/a'], /--service is missing/],
      [[...NEEDED, '/b'], /unexpected argument "\/b"/],
      [['--toString', ...NEEDED], /no option --toString/],
    ];
    for (const [words, expected] of cases) assert.match(complaint(words), expected);
  });

  it('names the variable where the value came from one', () => {
    const typed = command({
      ...sample,
      options: { n: { kind: 'integer', value: 'N', min: 0, max: 9, env: 'SAMPLE_N', description: '' } },
      load: () => Promise.reject(new Error('not run')),
    });
    assert.throws(
      () => parseArguments(typed, ['x'], { SAMPLE_N: 'ten' }),
      /SAMPLE_N is a whole number from 0 to 9/,
    );
  });

  it('either parses or complains, whatever the words are', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('--', '-', '-j', '--json', '--service', '--header', '-hj', '--__proto__'),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        try {
          parseArguments(sample, words, {});
        } catch (error) {
          assert.ok(error instanceof UsageError, String(error));
        }
      }),
    );
  });
});
