import type { Catalog } from '../catalog/model.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Draft } from '../diagnostics/doubts.ts';
import type { Good, InputModel } from './candidate.ts';

/** What keeps a file's present content from serving. */
export interface Problem {
  readonly state: 'refused' | 'held';
  /** Epoch milliseconds at which the directory's version first differed from the one that serves. */
  readonly since: number;
  readonly reason: string;
  readonly diagnostics: readonly Diagnostic[];
  /** A version that parses, but is held back or waits for another file; looked at again at every step. */
  readonly candidate: Good | null;
  /** What could be read of a version with errors, while no good one serves: only for more diagnostics. */
  readonly draft: Draft<InputModel> | null;
}

export interface FileState {
  readonly file: string;
  /** The last good version: what is joined, whatever the directory holds. */
  readonly good: Good | null;
  /** Null: the directory's content is `good`. */
  readonly problem: Problem | null;
}

/** The good versions of these catalogs, or null if one has none. */
export function goodCatalogs(
  files: ReadonlyMap<string, FileState>,
  names: readonly string[],
): readonly Catalog[] | null {
  const catalogs = names.map((name) => files.get(name)?.good?.model);
  return catalogs.every((model) => model?.kind === 'catalog') ? catalogs.map((model) => model.catalog) : null;
}
