import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { sortDiagnostics } from '../../src/diagnostics/format.ts';
import { withRequiredFiles } from '../../src/pipeline/engine.ts';
import { MISSING, textContent } from '../../src/pipeline/files.ts';
import { EMPTY_STATE, stepInputs } from '../../src/pipeline/inputs-state.ts';
import { reviewInputs } from '../../src/pipeline/review.ts';
import { PARSERS } from '../../src/pipeline/standard-engine.ts';
import type { InputFiles } from './compile.ts';

/** What `check` says of these files, sorted. Catalogs are read once something names them. */
export function checkFiles(files: InputFiles): readonly Diagnostic[] {
  const rules = { parsers: PARSERS, acceptLargeChanges: true };
  const content = (file: string): ReturnType<typeof textContent> => {
    const text = files[file];
    return text === undefined ? MISSING : textContent(text);
  };
  const own = Object.keys(files).filter((file) => /^(?:(?:mesh|endpoints)\.yaml|rollouts\/.*)$/.test(file));
  let changes = withRequiredFiles(new Map(own.map((file) => [file, content(file)])));
  let step = stepInputs(EMPTY_STATE, { changes, now: 0 }, rules);
  while (step.needs.length > 0) {
    changes = new Map(step.needs.map((file) => [file, content(file)]));
    step = stepInputs(step.state, { changes, now: 0 }, rules);
  }
  return sortDiagnostics(reviewInputs(step.state));
}
