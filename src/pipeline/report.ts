import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { formatDiagnostic } from '../diagnostics/format.ts';
import type { EngineStatus } from './engine.ts';
import type { PipelineLog } from './ports.ts';

/** More than this many lines help nobody: `moniker-cp status` has them all. */
const MOST_LINES = 10;

/** Logs what became worse or better from one status to the next, each thing once. */
export function reportChanges(log: PipelineLog, before: EngineStatus | null, after: EngineStatus): void {
  const old = new Map(before?.inputs.map((input) => [input.file, input]));
  for (const { file, state, reason } of after.inputs) {
    const was = old.get(file);
    if (was?.state === state && was.reason === reason) continue;
    if (state === 'refused')
      // At the start there is nothing yet that could go on serving.
      log.warn(
        { file, reason },
        before === null ? `${file} is refused` : `${file} is refused: its last good version goes on serving`,
      );
    else if (state === 'held')
      log.warn({ file, reason }, `${file} is held: run "moniker-cp accept" if it is meant`);
    else if (was !== undefined && was.state !== 'current')
      log.info({ file }, `${file} serves again as it is`);
  }
  if (after.joinRefused) reportJoin(log, before, after);
  else if (before?.joinRefused === true) log.info({}, 'The files fit together again');
}

function reportJoin(log: PipelineLog, before: EngineStatus | null, after: EngineStatus): void {
  const lines = errorLines(after.diagnostics);
  if (before?.joinRefused === true && lines.join('\n') === errorLines(before.diagnostics).join('\n')) return;
  log.warn(
    { diagnostics: lines },
    'The files do not fit together, nothing is published: what served goes on serving',
  );
}

/** Tells of what is made for single sidecars and does not hold together. */
export function reportRefusals(log: PipelineLog, service: string, found: readonly Diagnostic[]): void {
  log.error(
    { service, diagnostics: errorLines(found) },
    'What was made for a sidecar does not hold together: it is not given that',
  );
}

function errorLines(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .slice(0, MOST_LINES)
    .map(formatDiagnostic);
}
