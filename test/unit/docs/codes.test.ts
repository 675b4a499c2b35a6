import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CODES } from '../../../src/diagnostics/codes.ts';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { SERVE_OPTIONS } from '../../../src/config/options.ts';
import { markdownFiles, readMarkdown } from '../../support/markdown.ts';

/** Options of other programs than moniker-cp, where they stand in our documents. */
const FOREIGN = new Set([
  ...['--service-node', '--service-zone', '--config-yaml', '--help'],
  ...['--namespace-name', '--service-name', '--query', '--output'],
  ...['--archive', '--delay-updates', '--delete-after', '--build'],
  // Of npm run bench.
  ...['--only', '--write-docs', '--quick', '--repeat', '--scenarios', '--continue'],
  ...['--resources', '--services', '--tls-cert', '--tls-key', '--tls-ca', '--cpu-prof'],
  // Of npm itself, and of npm run sidecars.
  ...['--silent', '--address', '--count'],
  // Of V8, in the transport's design.
  '--min-semi-space-size',
  // Of npm run soak, and of node's test runner.
  ...['--seed', '--steps', '--minutes', '--churn', '--heap', '--test'],
]);

function known(): ReadonlySet<string> {
  const own = [
    ...COMMANDS.flatMap(({ options }) => Object.keys(options)),
    ...SERVE_OPTIONS.map(({ name }) => name),
  ];
  return new Set([...own.map((name) => `--${name}`), ...FOREIGN]);
}

describe('what documents name', () => {
  for (const file of markdownFiles()) {
    test(`${file}: each diagnostic code exists`, () => {
      const unknown = [...readMarkdown(file).matchAll(/MCP\d{4}/g)].filter(([code]) => !(code in CODES));
      assert.deepEqual(
        unknown.map(([code]) => code),
        [],
      );
    });
  }

  for (const file of ['README.md', ...markdownFiles('docs')]) {
    test(`${file}: each option exists`, () => {
      const all = known();
      const unknown = [...readMarkdown(file).matchAll(/(?<![\w-])--[a-z][a-z0-9-]*[a-z0-9]/g)]
        .map(([option]) => option)
        .filter((option) => !all.has(option));
      assert.deepEqual(unknown, []);
    });
  }
});
