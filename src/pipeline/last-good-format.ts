import type { CatalogEntry } from '../catalog/model.ts';
import { seal, unseal } from '../snapshot/sealed.ts';
import { readContent } from './candidate.ts';
import type { Good, Parsers } from './candidate.ts';
import type { FileState } from './file-state.ts';
import { textContent } from './files.ts';
import type { InputsState } from './inputs-state.ts';
import type { KnownVersions } from './join.ts';

/**
 * The last-good file: the inputs of the last publish, in a form that compiles to the same resources.
 * mesh.yaml, endpoints.yaml and the rollouts are kept as text. Catalogs are kept as the fields that routing reads
 * and nothing else: an Open Moniker file may say how a source is reached, and that stays where it is.
 */
const FORMAT = 1;

/** key, domain, source type, status, successor, line, column */
type Row = readonly [string, string | null, string | null, string | null, string | null, number, number];

type SavedFile = { readonly file: string } & (
  { readonly text: string } | { readonly hash: string; readonly entries: readonly Row[] }
);

interface Saved {
  readonly files: readonly SavedFile[];
  readonly knownVersions: readonly (readonly [string, readonly string[]])[];
}

export function packLastGood(state: InputsState, knownVersions: KnownVersions): Uint8Array {
  const sorted = [...state.files.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  const files = sorted.flatMap((file) => saveFile(file));
  const saved: Saved = {
    files,
    knownVersions: [...knownVersions].map(([target, versions]) => [target, [...versions]]),
  };
  return new TextEncoder().encode(seal(FORMAT, saved));
}

function saveFile({ file, good }: FileState): readonly SavedFile[] {
  if (good === null) return [];
  if (good.text !== null) return [{ file, text: good.text }];
  if (good.model.kind !== 'catalog') return [];
  const entries = [...good.model.catalog.entries.values()].map((e): Row => [
    e.key,
    e.domain,
    e.sourceType,
    e.status,
    e.successor,
    e.line,
    e.column,
  ]);
  return [{ file, hash: good.hash, entries }];
}

/** Throws an Error with a sentence for the operator if the bytes are not a whole file of this format. */
export function unpackLastGood(
  bytes: Uint8Array,
  parsers: Parsers,
): { readonly state: InputsState; readonly knownVersions: KnownVersions } {
  const text = new TextDecoder().decode(bytes);
  const saved = unseal(text, { format: FORMAT, what: 'a last-good file' }) as Saved;
  const files = new Map<string, FileState>();
  for (const entry of saved.files) {
    files.set(entry.file, { file: entry.file, good: restoreFile(entry, parsers), problem: null });
  }
  return {
    state: { files },
    knownVersions: new Map(saved.knownVersions.map(([target, versions]) => [target, new Set(versions)])),
  };
}

function restoreFile(saved: SavedFile, parsers: Parsers): Good {
  const { file } = saved;
  if ('entries' in saved) {
    const entries = new Map(saved.entries.map((row) => [row[0], restoreEntry(row)]));
    const model = { kind: 'catalog', catalog: Object.freeze({ file, entries }) } as const;
    return { model, hash: saved.hash, text: null, diagnostics: [], restored: true };
  }
  const read = readContent(file, textContent(saved.text), { parsers, current: null });
  if ('refused' in read) throw new Error(`this build cannot read the ${file} in it: ${read.reason}`);
  return { ...read.good, restored: true };
}

function restoreEntry([key, domain, sourceType, status, successor, line, column]: Row): CatalogEntry {
  return Object.freeze({ key, domain, sourceType, status, successor, line, column });
}
