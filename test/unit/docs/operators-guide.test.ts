import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
import { catalogCopy } from '../../support/catalog-copy.ts';
import { runHere } from '../../support/cli.ts';
import { readMarkdown } from '../../support/markdown.ts';

const guide = readMarkdown('docs/operators-guide.md');

async function existing(): Promise<readonly string[]> {
  const { text } = await createMetrics('test', null).render();
  return [...text.matchAll(/^# HELP (moniker_cp_\w+)/gm)].map(([, name = '']) => name).sort();
}

describe("the operator's guide", () => {
  const [, section = ''] = guide.split('\n## Metrics and alerts\n');
  const [metrics = ''] = section.split('\n## ');
  const table = metrics.split('\n| alert |')[0] ?? '';

  test('has a row for each metric', async () => {
    const documented = [...table.matchAll(/`(moniker_cp_\w+)`/g)].map(([, name = '']) => name);
    assert.deepEqual(documented.sort(), await existing());
  });

  test('alerts on metrics that exist', async () => {
    const known = new Set(await existing());
    const used = [...metrics.matchAll(/moniker_cp_\w+/g)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''));
    assert.ok(used.length > known.size);
    assert.deepEqual(
      used.filter((name) => !known.has(name)),
      [],
    );
  });
});

describe('samples of output in the documents', () => {
  test('explain says what the guide shows', async () => {
    const command = 'explain --service gateway /fetch/risk.cvar/758-A/USD';
    assert.ok(guide.includes(`moniker-cp ${command}`));
    const { stdout } = await runHere(command.split(' '));
    assert.ok(guide.includes(`\`\`\`\n${stdout}\`\`\``), stdout);
  });

  test('an unknown field is told as the guide and README.md show it', async (t) => {
    const catalog = await catalogCopy(t);
    await catalog.edit('mesh.yaml', '    calls: [resolver', '    call: [resolver');
    const { stdout } = await runHere(['check', '--catalog', catalog.directory]);
    const shown = stdout.replaceAll(catalog.directory, 'catalog');
    assert.match(shown, /MCP1005/);
    for (const text of [guide, readMarkdown('README.md')]) assert.ok(text.includes(shown), shown);
  });
});
