import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileFiles, type InputFiles } from '../../support/compile.ts';
import { SMALL_FILES } from '../../support/mesh-files.ts';

describe('overrides by header at many keys', () => {
  const keys = Array.from({ length: 1001 }, (_, i) => `k${i}: {domain: d, source_binding: {type: oracle}}\n`);
  const withClients = (count: number): InputFiles => {
    const clients = Array.from({ length: count }, (_, i) => `c${i}`).join(', ');
    return {
      ...SMALL_FILES,
      'catalog.yaml': keys.join('').replaceAll('oracle', 'snowflake'),
      'rollouts/snowflake.yaml': `target: snowflake\nweights: {v1: 1, v2: 1}\noverrides:\n  - {clients: [${clients}], use: v2}\n`,
    };
  };
  const found = (files: InputFiles): readonly string[] =>
    compileFiles(files)
      .diagnostics.filter(({ code }) => code === 'MCP1601')
      .map(({ message }) => message);

  it('are a warning where they make more routes than a sidecar should hold', () => {
    assert.deepEqual(found(withClients(499)), []);
    const [message] = found(withClients(500));
    assert.match(message ?? '', /500 conditions .* 1001 keys of "snowflake" make 500500 routes/);
  });
});

describe('keys that two catalogs define', () => {
  it('are listed up to a hundred, and counted behind that', () => {
    const keys = Array.from({ length: 150 }, (_, i) => `k${i}: {domain: d}\n`).join('');
    const two = 'catalogs:\n  - {file: other.yaml, hierarchy: slash}\n';
    const mesh = (SMALL_FILES['mesh.yaml'] ?? '').replace('catalogs:\n', two);
    const { diagnostics } = compileFiles({
      ...SMALL_FILES,
      'mesh.yaml': mesh,
      'catalog.yaml': keys,
      'other.yaml': keys,
    });
    const found = diagnostics.filter(({ code }) => code === 'MCP1515');
    assert.equal(found.length, 101);
    assert.equal(
      found.at(-1)?.message,
      '"k100" and 49 more keys are also keys of other.yaml; this file counts',
    );
  });
});
