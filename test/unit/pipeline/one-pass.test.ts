import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Engine, EngineAnswer } from '../../../src/pipeline/engine.ts';
import { textContent } from '../../../src/pipeline/files.ts';
import { standardEngine } from '../../../src/pipeline/standard-engine.ts';
import type { InputFiles } from '../../support/compile.ts';
import { SOUND } from '../../support/faults.ts';

function update(engine: Engine, files: InputFiles): EngineAnswer {
  const changes = new Map(Object.entries(files).map(([file, text]) => [file, textContent(text)]));
  return engine.update({ changes, groups: [], now: 1 });
}

const text = (file: string): string => SOUND[file] ?? '';
const BAD_MESH = text('mesh.yaml').replace('connectTimeout: 5s', 'connectTimeout: 5');
const BAD_CATALOG = text('risk.yaml').replace('{type: oracle}', '{}');
const BAD_ROLLOUT = text('rollouts/resolver.yaml').replace('[qa], use: v2', '[qa], use: v7');
const { 'risk.yaml': _risk, 'prices.yaml': _prices, ...WITHOUT_CATALOGS } = SOUND;

describe('an engine that starts on a directory with errors', () => {
  it('reads the catalogs of a bad mesh.yaml, tells all in one pass and publishes nothing', () => {
    const engine = standardEngine({ acceptLargeChanges: false });
    const first = update(engine, {
      ...WITHOUT_CATALOGS,
      'mesh.yaml': BAD_MESH,
      'rollouts/resolver.yaml': BAD_ROLLOUT,
    });
    assert.deepEqual(first.needs, ['prices.yaml', 'risk.yaml']);
    const second = update(engine, { 'prices.yaml': text('prices.yaml'), 'risk.yaml': BAD_CATALOG });
    assert.deepEqual(
      second.status.diagnostics.map(({ code, file, line }) => `${code} ${file}:${line}`),
      ['MCP1011 mesh.yaml:6', 'MCP1205 risk.yaml:4', 'MCP1512 rollouts/resolver.yaml:7'],
    );
    assert.deepEqual([first.publication, second.publication, engine.lastGood()], [null, null, null]);
  });

  it('publishes once all is mended', () => {
    const engine = standardEngine({ acceptLargeChanges: false });
    update(engine, { ...SOUND, 'mesh.yaml': BAD_MESH });
    const mended = update(engine, { 'mesh.yaml': text('mesh.yaml') });
    assert.notEqual(mended.publication, null);
    assert.deepEqual(mended.status.diagnostics, []);
  });

  it('keeps to what serves afterwards: the catalogs of a bad mesh.yaml are not asked for', () => {
    const engine = standardEngine({ acceptLargeChanges: false });
    update(engine, SOUND);
    const bad = update(engine, { 'mesh.yaml': BAD_MESH.replace('file: risk.yaml', 'file: other.yaml') });
    assert.deepEqual([bad.needs, bad.catalogs], [[], ['prices.yaml', 'risk.yaml']]);
    assert.deepEqual(
      bad.status.diagnostics.map(({ code }) => code),
      ['MCP1011'],
    );
  });
});
