import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { compile } from '../compile/compile.ts';
import type { CompileInputs, Compiled } from '../compile/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors, sortDiagnostics } from '../diagnostics/format.ts';
import { withRequiredFiles } from '../pipeline/engine.ts';
import type { FileContent } from '../pipeline/files.ts';
import { EMPTY_STATE, stepInputs } from '../pipeline/inputs-state.ts';
import { fileDiagnostics, joinInputs } from '../pipeline/join.ts';
import { reviewInputs } from '../pipeline/review.ts';
import { readWhole, scan } from '../pipeline/scan.ts';
import type { Scan } from '../pipeline/scan.ts';
import { PARSERS } from '../pipeline/standard-engine.ts';
import type { Context } from './command.ts';
import { printDiagnostic } from './print-diagnostics.ts';
import { CommandError, UsageError } from './usage-error.ts';

/** A catalog directory, compiled as the daemon would that starts on it now. */
export interface Offline {
  /** Of the files and of their join, sorted. */
  readonly diagnostics: readonly Diagnostic[];
  /** Null while a file has errors that leave nothing to join; diagnostics then say why. */
  readonly joined: { readonly inputs: CompileInputs; readonly compiled: Compiled } | null;
}

/** `directory` as on the command line, relative to the working directory. Throws a UsageError if it is none. */
export async function loadOffline(directory: string, cwd: string): Promise<Offline> {
  const root = resolve(cwd, directory);
  await mustBeDirectory(root, directory);
  const found = await lookAt(root, directory);
  let changes = withRequiredFiles(await readAll(root, [...found.signatures.keys()]));
  let step = stepInputs(EMPTY_STATE, { changes, now: 0 }, { parsers: PARSERS, acceptLargeChanges: true });
  while (step.needs.length > 0) {
    changes = await readAll(root, step.needs);
    step = stepInputs(step.state, { changes, now: 0 }, { parsers: PARSERS, acceptLargeChanges: true });
  }
  const inputs = joinInputs(step.state, new Map(), null);
  const compiled = inputs === null ? null : compile(inputs);
  const refused = [...step.state.files.values()].some(({ problem }) => problem !== null);
  const diagnostics = refused
    ? reviewInputs(step.state)
    : [...fileDiagnostics(step.state), ...(compiled?.diagnostics ?? [])];
  return {
    diagnostics: sortDiagnostics(diagnostics),
    joined: inputs === null || compiled === null ? null : { inputs, compiled },
  };
}

async function lookAt(root: string, shown: string): Promise<Scan> {
  try {
    return await scan(root, []);
  } catch (error) {
    throw new CommandError(
      `${shown} cannot be looked at: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

async function mustBeDirectory(root: string, shown: string): Promise<void> {
  const stats = await stat(root).catch(() => null);
  if (stats?.isDirectory() === true) return;
  const what = stats === null ? `there is no directory ${shown}` : `${shown} is not a directory`;
  throw new UsageError(
    `${what}; "moniker-cp init ${shown}" writes a starter catalog, --catalog names another`,
  );
}

async function readAll(root: string, files: readonly string[]): Promise<Map<string, FileContent>> {
  const read = files.map(async (file) => [file, await readStill(root, file)] as const);
  return new Map(await Promise.all(read));
}

/** A file that somebody is writing is read again; one that never rests is told of. */
async function readStill(root: string, file: string): Promise<FileContent> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const read = await readWhole(root, file);
    if (read !== null) return read.content;
  }
  return { kind: 'unreadable', error: 'it changes while it is read' };
}

/** For commands that need what would be published: diagnostics go to stderr, and errors end the command. */
export async function compileOffline(
  context: Context,
  directory: string,
): Promise<NonNullable<Offline['joined']>> {
  const { diagnostics, joined } = await loadOffline(directory, context.cwd);
  if (joined === null || hasErrors(diagnostics)) {
    for (const diagnostic of diagnostics) printDiagnostic(context.err, directory, diagnostic);
    throw new CommandError(`${directory} has errors: nothing is compiled`);
  }
  return joined;
}
