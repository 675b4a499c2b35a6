import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createMetrics } from '../../../src/telemetry/metrics.ts';
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
