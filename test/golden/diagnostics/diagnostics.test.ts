import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { formatDiagnostic } from '../../../src/diagnostics/format.ts';
import { parseCatalog } from '../../../src/catalog/parse.ts';
import { goldenFiles, sharedFolder } from '../../support/golden.ts';
import { parseInput, summarize, type InputKind } from '../../support/parse-input.ts';

const HERE = import.meta.dirname;
const KINDS: readonly InputKind[] = ['mesh', 'catalog', 'endpoints', 'rollout'];
const REAL = 'open-moniker';
const REAL_CATALOGS = ['sample_catalog', 'catalog-dev', 'resolver-test-catalog', 'resolution-catalog', 'sample_domains'];

const shared = sharedFolder();
const golden = goldenFiles(HERE, {
  isExpected: (name) => name.endsWith('expected.txt') || name.startsWith(`${REAL}/`),
  keep: (name) => shared === null && name.startsWith(`${REAL}/`),
});

describe('diagnostics of one file', () => {
  const cases = readdirSync(HERE, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of cases.filter((entry) => entry.name !== REAL)) {
    it(name, () => {
      const kind = KINDS.find((k) => existsSync(join(HERE, name, `${k}.yaml`)));
      assert.ok(kind !== undefined, `the case ${name} has no input file`);
      const file = `${kind}.yaml`;
      const { diagnostics } = parseInput(kind, file, readFileSync(join(HERE, name, file), 'utf8'));
      const text = diagnostics.map((d) => `${formatDiagnostic(d)}\n`).join('');
      golden.check(`${name}/expected.txt`, text === '' ? 'no diagnostics\n' : text);
    });
  }

  for (const catalog of REAL_CATALOGS) {
    it(`Open Moniker's ${catalog}`, { skip: shared === null ? 'MONIKER_SHARED is not set' : false }, () => {
      if (shared === null) return;
      const file = `${catalog}.yaml`;
      const { model, diagnostics } = parseCatalog(file, readFileSync(join(shared, 'open-moniker', file), 'utf8'));
      const bound = [...(model?.entries.values() ?? [])].filter((entry) => entry.sourceType !== null);
      const counts = `${model?.entries.size ?? 0} keys, ${bound.length} bound\n`;
      golden.check(`${REAL}/${catalog}.txt`, counts + summarize(diagnostics));
    });
  }

  after(() => {
    golden.assertNoneStale();
  });
});
