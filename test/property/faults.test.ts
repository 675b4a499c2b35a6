import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { InputFiles } from '../support/compile.ts';
import { checkFiles } from '../support/check-files.ts';
import { FAULTS, SOUND, type Fault } from '../support/faults.ts';

/** Null where two of the edits meet. */
function inject(faults: readonly Fault[]): InputFiles | null {
  const files: Record<string, string> = { ...SOUND };
  for (const { file, edit } of faults) {
    const parts = (files[file] ?? '').split(edit[0]);
    if (parts.length !== 2) return null;
    files[file] = parts.join(edit[1]);
  }
  return files;
}

function findings(files: InputFiles): readonly string[] {
  return checkFiles(files).map(({ code, file, line }) => `${code} ${file}:${line}`);
}

const ALONE = new Map(FAULTS.map((fault) => [fault, findings(inject([fault]) ?? {})]));

function isHidden(fault: Fault, others: readonly Fault[]): boolean {
  const names = [`* ${fault.file}`, `${fault.code} ${fault.file}`];
  return others.some(({ hides }) => hides.some((hidden) => names.includes(hidden)));
}

const someFaults = fc
  .uniqueArray(fc.constantFrom(...FAULTS), { minLength: 2, maxLength: 8 })
  .filter((faults) => inject(faults) !== null);

describe('check with several faults', () => {
  it('finds nothing in the sound directory', () => {
    assert.deepEqual(findings(SOUND), []);
  });

  for (const [fault, found] of ALONE) {
    it(`has one finding for ${fault.code} in ${fault.file}: ${JSON.stringify(fault.edit[1])}`, () => {
      assert.equal(found.length, 1, found.join('\n'));
      assert.ok(found[0]?.startsWith(`${fault.code} ${fault.file}:`), found[0]);
    });
  }

  it('tells each in one pass, and nothing that mending the others would end', () => {
    fc.assert(
      fc.property(someFaults, (faults) => {
        const found = findings(inject(faults) ?? {});
        const ownOf = (fault: Fault): readonly string[] => ALONE.get(fault) ?? [];
        const seen = faults.filter(
          (fault) =>
            !isHidden(
              fault,
              faults.filter((other) => other !== fault),
            ),
        );
        for (const one of seen.flatMap(ownOf)) assert.ok(found.includes(one), `${one} is not told`);
        const followOns = found.filter((one) => !faults.some((fault) => ownOf(fault).includes(one)));
        assert.deepEqual(followOns, []);
      }),
      { numRuns: 1_000 },
    );
  });
});
