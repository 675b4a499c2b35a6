import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { cliReference } from '../../../scripts/docs/cli-reference.ts';
import { COMMANDS } from '../../../src/cli/commands.ts';

const root = join(import.meta.dirname, '..', '..', '..');

describe('docs/cli.md', () => {
  it('is what the command table says (npm run docs writes it)', async () => {
    assert.equal(await readFile(join(root, 'docs', 'cli.md'), 'utf8'), cliReference(COMMANDS));
  });

  it('gives every command an example and every option a description', () => {
    for (const command of COMMANDS) {
      assert.notEqual(command.examples.length, 0, command.name);
      for (const example of command.examples)
        assert.ok(example.command.includes(`moniker-cp ${command.name}`));
      for (const [name, spec] of Object.entries(command.options))
        assert.ok(spec.description.length > 5, name);
    }
  });
});
