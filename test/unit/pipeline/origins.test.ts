import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { compile } from '../../../src/compile/compile.ts';
import { createEngine } from '../../../src/pipeline/engine.ts';
import type { Engine } from '../../../src/pipeline/engine.ts';
import { textContent } from '../../../src/pipeline/files.ts';
import type { OriginQuestion } from '../../../src/pipeline/origins.ts';
import { PARSERS } from '../../../src/pipeline/standard-engine.ts';
import { ROOT } from '../../support/markdown.ts';

const CATALOG = join(ROOT, 'catalog');
const FILES = [
  ...['mesh.yaml', 'sample_catalog.yaml', 'endpoints.yaml'],
  ...readdirSync(join(CATALOG, 'rollouts')).map((file) => `rollouts/${file}`),
];
const texts = new Map(FILES.map((file) => [file, readFileSync(join(CATALOG, file), 'utf8')]));

/** `file: the text of the line`, so that the test does not depend on line numbers. */
function lines(engine: Engine, question: OriginQuestion): readonly string[] {
  return engine.origins(question).map(({ file, line }) => {
    const text = texts.get(file)?.split('\n')[line - 1] ?? '';
    return `${file}: ${text.trim().split(/[\s:]/)[0] ?? ''}`;
  });
}

describe('where resources come from', () => {
  const engine = createEngine({ parsers: PARSERS, compile, acceptLargeChanges: false });
  const ask = (type: string, names: readonly string[], message = ''): readonly string[] =>
    lines(engine, { service: 'gateway', type, names, message });

  before(() => {
    assert.deepEqual(engine.origins({ service: 'gateway', type: 'cds', names: ['oracle'], message: '' }), []);
    const changes = new Map([...texts].map(([file, text]) => [file, textContent(text)] as const));
    assert.ok(engine.update({ changes, groups: [], now: 0 }).publication);
  });

  it('is the key for an entry at fault, and what it leads to; for an action of many keys only that', () => {
    const question = { service: 'gateway', type: 'rds', names: ['gateway/egress'], message: 'no' };
    const [key = ''] = [...(texts.get('sample_catalog.yaml') ?? '').matchAll(/^([\w./]+):$/gm)].map(
      ([, one]) => one,
    );
    assert.ok(key);
    const both = lines(engine, { ...question, keys: [key], targets: ['oracle'] });
    assert.deepEqual(both.slice(0, 2), [`sample_catalog.yaml: ${key}`, 'mesh.yaml: oracle']);
    const shared = lines(engine, { ...question, keys: [], targets: ['oracle'] });
    assert.equal(shared[0], 'mesh.yaml: oracle');
    assert.deepEqual(lines(engine, question), ['mesh.yaml: gateway'], 'the table as a whole');
  });

  it('is the target, its weight file and its endpoints for a cluster', () => {
    assert.deepEqual(ask('cds', ['oracle']), ['mesh.yaml: oracle', 'endpoints.yaml: oracle']);
    assert.deepEqual(ask('cds', ['resolver/v2']), [
      'mesh.yaml: resolver',
      'rollouts/resolver.yaml: target',
      'endpoints.yaml: resolver',
    ]);
  });

  it('is the service for its application, its listeners and its routes', () => {
    assert.deepEqual(ask('cds', ['app']), ['mesh.yaml: gateway']);
    assert.deepEqual(ask('lds', ['inbound', 'egress']), ['mesh.yaml: gateway']);
    assert.deepEqual(ask('rds', ['gateway/egress']), ['mesh.yaml: gateway']);
  });

  it('is the edge for what belongs to it', () => {
    assert.deepEqual(ask('lds', ['edge']), ['mesh.yaml: service']);
    assert.deepEqual(ask('rds', ['gateway/edge']), ['mesh.yaml: service']);
  });

  it('is the catalog key that Envoy names first', () => {
    const message = "Unable to parse route 'risk.cvar': no such thing.";
    assert.deepEqual(ask('rds', ['gateway/egress'], message), [
      'sample_catalog.yaml: risk.cvar',
      'mesh.yaml: gateway',
    ]);
  });

  it('is few places, however many resources there are', () => {
    const names = ['oracle', 'snowflake/v1', 'mssql', 'rest-proxy', 'market-data', 'files', 'compute'];
    assert.equal(ask('cds', names).length, 8);
  });
});
