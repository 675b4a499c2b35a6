import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Explanation } from '../../../src/explain/model.ts';
import { catalogCopy } from '../../support/catalog-copy.ts';
import { runHere, runProcess } from '../../support/cli.ts';

async function explained(...words: readonly string[]): Promise<Explanation> {
  const { code, stdout, stderr } = await runHere(['explain', '--json', ...words]);
  assert.deepEqual([code, stderr], [0, ''], words.join(' '));
  return JSON.parse(stdout) as Explanation;
}

describe('explain', () => {
  it('tells key, adapter and the deciding line, for people and as JSON', async () => {
    const words = ['explain', '--service', 'gateway', '/fetch/risk.cvar/2026'];
    const { code, stdout } = await runHere(words);
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^\/fetch\/risk\.cvar\/2026\n {2}goes to +oracle {2}100 %\n {2}key +risk\.cvar \(oracle, /,
    );
    assert.match(stdout, /mesh\.yaml:\d+\)\n$/);
    const json = await explained('--service', 'gateway', '/fetch/risk.cvar/2026');
    assert.deepEqual(Object.keys(json), [
      'path',
      'key',
      'catalogStatus',
      'domain',
      'sourceType',
      'adapter',
      'rule',
      'response',
      'clusters',
    ]);
    assert.deepEqual(
      [json.key, json.adapter, json.clusters],
      ['risk.cvar', 'oracle', [{ name: 'oracle', share: 1 }]],
    );
  });

  it('follows weights, and headers to an override', async () => {
    const url = 'http://resolver.moniker.local/resolve/prices.equity';
    const shared = await explained('--service', 'gateway', url);
    assert.equal(shared.rule?.kind, 'weights');
    assert.deepEqual(
      shared.clusters.map(({ name, share }) => [name, share]),
      [
        ['resolver/v1', 0.95],
        ['resolver/v2', 0.05],
      ],
    );
    const own = await explained('--service', 'gateway', '--header', 'X-Client-Id:  risk-desk ', url);
    assert.deepEqual([own.rule?.kind, own.clusters], ['override', [{ name: 'resolver/v2', share: 1 }]]);
  });

  it('answers each line of its input by one object, whatever the line is', async () => {
    const lines = [
      '/fetch/risk.cvar',
      '',
      '/%zz',
      '/fetch/a//b',
      'nope',
      '/fetch/ünïcode',
      'http://unknown.example/x',
    ];
    const { code, stdout } = await runProcess(['explain', '--service', 'resolver', '-'], {
      input: `${lines.join('\r\n')}\n`,
    });
    assert.equal(code, 0);
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Explanation);
    assert.deepEqual(
      answers.map(({ path }) => path),
      lines,
    );
    for (const { response, clusters } of answers) {
      const sum = clusters.reduce((total, { share }) => total + share, 0);
      assert.ok(response === null ? Math.abs(sum - 1) < 1e-9 : clusters.length === 0);
    }
  });

  it('refuses a header that is none, a service that is none, and a catalog with errors', async (t) => {
    for (const header of ['no colon', ': x', 'a b: c', 'x: a\nb']) {
      const { code, stderr } = await runHere(['explain', '--service', 'gateway', '--header', header, '/x']);
      assert.equal(code, 2, header);
      assert.match(stderr, /--header is written 'name: value'/);
    }
    const unknown = await runHere(['explain', '--service', 'resovler', '/x']);
    assert.deepEqual([unknown.code, /Did you mean "resolver"\?/.test(unknown.stderr)], [1, true]);
    const catalog = await catalogCopy(t);
    await catalog.write('mesh.yaml', 'mesh: [');
    const broken = await runHere(['explain', '--service', 'gateway', '--catalog', catalog.directory, '/x']);
    assert.deepEqual([broken.code, broken.stdout], [1, '']);
    assert.match(broken.stderr, /mesh\.yaml:\d+:\d+: error MCP10/);
  });
});
