import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { VERSION } from '../../../src/config/version.ts';
import { runHere, runProcess } from '../../support/cli.ts';

describe('the command line', () => {
  it('prints an overview on stderr and ends with 2 where no command is given', async () => {
    const { code, stdout, stderr } = await runProcess([]);
    assert.deepEqual([code, stdout], [2, '']);
    for (const { name } of COMMANDS) assert.match(stderr, new RegExp(`^  ${name} `, 'm'));
  });

  it('prints each help on stdout with its usage, its options and an example, and ends with 0', async () => {
    for (const command of COMMANDS) {
      for (const words of [
        [command.name, '--help'],
        ['help', command.name],
      ]) {
        const { code, stdout, stderr } = await runHere(words);
        assert.deepEqual([code, stderr], [0, ''], command.name);
        assert.match(stdout, new RegExp(`^Usage: moniker-cp ${command.name}`));
        for (const name of Object.keys(command.options)) assert.ok(stdout.includes(`--${name}`), `--${name}`);
        for (const example of command.examples) assert.ok(stdout.includes(example.command));
      }
    }
    for (const words of [['--help'], ['help'], ['-h']]) {
      assert.match((await runHere(words)).stdout, /Commands:/);
    }
  });

  it('offers the nearest name for a wrong command or option, and ends with 2', async () => {
    const command = await runProcess(['chekc']);
    assert.equal(command.code, 2);
    assert.match(command.stderr, /there is no command "chekc"\. Did you mean "check"\?/);
    const help = await runHere(['help', 'statsu']);
    assert.deepEqual([help.code, /Did you mean "status"\?/.test(help.stderr)], [2, true]);
    const option = await runProcess(['check', '--strcit']);
    assert.equal(option.code, 2);
    assert.match(option.stderr, /no option --strcit\. Did you mean "--strict"\?/);
    assert.match(option.stderr, /usage: moniker-cp check \[options\]/);
  });

  it('prints its version', async () => {
    const text = await runProcess(['version']);
    assert.equal(text.stdout, `moniker-cp ${VERSION} (Node ${process.versions.node})\n`);
    const json = await runHere(['--version', '--json']);
    assert.deepEqual(JSON.parse(json.stdout), { version: VERSION, node: process.versions.node });
  });

  it('colours a terminal only, and never with NO_COLOR', async () => {
    const screen = { columns: 80 };
    assert.ok((await runHere(['help'], screen)).stdout.includes('\u001b[1m'));
    assert.ok(!(await runHere(['help'], { ...screen, env: { NO_COLOR: '1' } })).stdout.includes('\u001b'));
    assert.ok(!(await runHere(['help'])).stdout.includes('\u001b'));
    assert.ok((await runHere(['help'], { env: { FORCE_COLOR: '1' } })).stdout.includes('\u001b[1m'));
  });
});
