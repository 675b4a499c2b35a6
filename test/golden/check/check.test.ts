import { readdirSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { formatDiagnostic } from '../../../src/diagnostics/format.ts';
import { checkFiles } from '../../support/check-files.ts';
import { readInputs } from '../../support/compile.ts';
import { goldenFiles } from '../../support/golden.ts';

const HERE = import.meta.dirname;
const EXPECTED = 'expected/diagnostics.txt';

describe('diagnostics of a directory with several broken files', () => {
  const golden = goldenFiles(HERE, { isExpected: (name) => name.endsWith(EXPECTED) });
  after(() => {
    golden.assertNoneStale();
  });

  const cases = readdirSync(HERE, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  for (const { name } of cases) {
    it(name, () => {
      const lines = checkFiles(readInputs(HERE, name)).map((found) => `${formatDiagnostic(found)}\n`);
      golden.check(`${name}/${EXPECTED}`, lines.join(''));
    });
  }
});
