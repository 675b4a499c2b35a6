import type { CompileInputs } from '../compile/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Rollout } from '../weights/model.ts';
import { goodCatalogs } from './file-state.ts';
import { ENDPOINTS_FILE, MESH_FILE } from './files.ts';
import type { InputsState } from './inputs-state.ts';
import { reviewInputs } from './review.ts';

export type KnownVersions = CompileInputs['knownVersions'];

/**
 * The join of the last good files, or null while mesh.yaml, endpoints.yaml or a catalog has no good version.
 * Lists whose members are those of `previous` are taken over, since the compiler reads identity as "unchanged".
 */
export function joinInputs(
  state: InputsState,
  knownVersions: KnownVersions,
  previous: CompileInputs | null,
): CompileInputs | null {
  const mesh = state.files.get(MESH_FILE)?.good?.model;
  const endpoints = state.files.get(ENDPOINTS_FILE)?.good?.model;
  if (mesh?.kind !== 'mesh' || endpoints?.kind !== 'endpoints') return null;
  const { topology } = mesh;
  const catalogs = goodCatalogs(
    state.files,
    topology.catalogs.map(({ file }) => file),
  );
  if (catalogs === null) return null;
  return {
    topology,
    catalogs: sameList(previous?.catalogs, catalogs),
    rollouts: sameList(previous?.rollouts, goodRollouts(state)),
    endpoints: endpoints.endpoints,
    knownVersions,
  };
}

function goodRollouts(state: InputsState): readonly Rollout[] {
  const rollouts: Rollout[] = [];
  for (const file of [...state.files.keys()].sort()) {
    const model = state.files.get(file)?.good?.model;
    if (model?.kind === 'rollout') rollouts.push(model.rollout);
  }
  return rollouts;
}

function sameList<T>(previous: readonly T[] | undefined, next: readonly T[]): readonly T[] {
  const same = previous?.length === next.length && previous.every((item, index) => item === next[index]);
  return same ? previous : next;
}

/** True if the two joins are of the same models, so that a compile would give the same. */
export function sameInputs(a: CompileInputs | null, b: CompileInputs | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.topology === b.topology &&
    a.catalogs === b.catalogs &&
    a.rollouts === b.rollouts &&
    a.endpoints === b.endpoints
  );
}

/**
 * What is to be said of the files: warnings of the good versions, and why others do not serve. While they cannot be
 * joined, also what is wrong between them, since no compile will tell.
 */
export function fileDiagnostics(state: InputsState): readonly Diagnostic[] {
  if (joinInputs(state, new Map(), null) === null) return reviewInputs(state);
  return [...state.files.values()].flatMap(({ good, problem }) => [
    ...(good?.diagnostics ?? []),
    ...(problem?.diagnostics ?? []),
  ]);
}
