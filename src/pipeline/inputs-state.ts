import { readContent } from './candidate.ts';
import type { Good, Parsers } from './candidate.ts';
import { kindOf, MESH_FILE } from './files.ts';
import type { FileState, Problem } from './file-state.ts';
import type { FileContent } from './files.ts';
import { gate } from './gate.ts';
import type { Verdict } from './gate.ts';

/**
 * The state of all inputs; immutable. A file that has not been read yet has no entry.
 * Invariant: `good` changes only to a version that parses without errors and that the gate lets through.
 */
export interface InputsState {
  readonly files: ReadonlyMap<string, FileState>;
}

export const EMPTY_STATE: InputsState = Object.freeze({ files: new Map<string, FileState>() });

export interface InputsEvent {
  /** What the directory holds now, for each file that changed; with `/`, relative to the catalog directory. */
  readonly changes: ReadonlyMap<string, FileContent>;
  /** Held files that the operator lets through; `all` for every one of them. */
  readonly accept?: 'all' | ReadonlySet<string>;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface InputsRules {
  readonly parsers: Parsers;
  /** Never hold a large loss. */
  readonly acceptLargeChanges: boolean;
}

export interface InputsStep {
  readonly state: InputsState;
  /** Catalogs that mesh.yaml names and that have not been read yet: read them, then step again. Sorted. */
  readonly needs: readonly string[];
  /** Files whose good version changed or went, sorted. */
  readonly changed: readonly string[];
}

/** One step: changed files (and an accept) → the new state. Pure. */
export function stepInputs(state: InputsState, event: InputsEvent, rules: InputsRules): InputsStep {
  const files = new Map(state.files);
  for (const [file, content] of event.changes) takeContent(files, { file, content, event, rules });
  const needs = [...settleCandidates(files, event, rules), ...draftNeeds(files)].sort();
  dropUnnamedCatalogs(files);
  return { state: { files }, needs, changed: changedFiles(state.files, files) };
}

interface Change {
  readonly file: string;
  readonly content: FileContent;
  readonly event: InputsEvent;
  readonly rules: InputsRules;
}

function takeContent(files: Map<string, FileState>, { file, content, event, rules }: Change): void {
  const before = files.get(file) ?? { file, good: null, problem: null };
  if (isAbort(files, { file, content, event })) {
    files.delete(file);
    return;
  }
  const since = before.problem?.since ?? event.now;
  const read = readContent(file, content, { parsers: rules.parsers, current: before.good });
  if ('refused' in read) {
    const problem: Problem = {
      state: 'refused',
      since,
      reason: read.reason,
      diagnostics: read.refused,
      candidate: null,
      draft: before.good === null ? read.draft : null,
    };
    files.set(file, { ...before, problem });
  } else if (read.good === before.good) {
    files.set(file, { ...before, problem: null });
  } else {
    const problem: Problem = {
      state: 'held',
      since,
      reason: '',
      diagnostics: [],
      candidate: read.good,
      draft: null,
    };
    files.set(file, { ...before, problem });
  }
}

/**
 * A weight file that is deleted ends its rollout: that is intent. When mesh.yaml is gone as well the whole
 * directory went (an unmounted volume, a swap gone wrong), which is nobody's intent.
 */
function isAbort(files: ReadonlyMap<string, FileState>, change: Omit<Change, 'rules'>): boolean {
  if (kindOf(change.file) !== 'rollout' || change.content.kind !== 'missing') return false;
  const mesh = change.event.changes.get(MESH_FILE);
  if (mesh !== undefined) return mesh.kind !== 'missing';
  const problem = files.get(MESH_FILE)?.problem ?? null;
  return problem === null || !problem.diagnostics.some((d) => d.code === 'MCP1702');
}

/** Lets through what may serve. Catalogs come before the mesh that may name them, endpoints after it. */
function settleCandidates(
  files: Map<string, FileState>,
  event: InputsEvent,
  rules: InputsRules,
): readonly string[] {
  const order = { catalog: 0, mesh: 1, endpoints: 2, rollout: 3 } as const;
  const waiting = [...files.values()]
    .filter((f) => f.problem?.candidate)
    .sort((a, b) => order[kindOf(a.file)] - order[kindOf(b.file)]);
  const needs = new Set<string>();
  for (const file of waiting) {
    const candidate = file.problem?.candidate;
    if (file.problem === null || candidate === null || candidate === undefined) continue;
    const accepted =
      event.accept === 'all' || (event.accept?.has(file.file) ?? false) || rules.acceptLargeChanges;
    const verdict = gate(files, { file, candidate, accepted });
    if (verdict.kind === 'needs') verdict.files.forEach((name) => needs.add(name));
    files.set(file.file, applyVerdict(file, candidate, verdict));
  }
  return [...needs].sort();
}

function applyVerdict(file: FileState, candidate: Good, verdict: Verdict): FileState {
  if (verdict.kind === 'good') return { ...file, good: candidate, problem: null };
  const since = file.problem?.since ?? 0;
  if (verdict.kind === 'needs') {
    const reason = `waits for ${verdict.files.join(', ')}`;
    return { ...file, problem: { state: 'refused', since, reason, diagnostics: [], candidate, draft: null } };
  }
  const { kind: state, reason, diagnostics } = verdict;
  return { ...file, problem: { state, since, reason, diagnostics, candidate, draft: null } };
}

/** The catalogs of a mesh.yaml with errors are read as well, so that what is wrong with them is told in one pass. */
function draftNeeds(files: ReadonlyMap<string, FileState>): readonly string[] {
  return draftCatalogs(files).filter((file) => !files.has(file));
}

function draftCatalogs(files: ReadonlyMap<string, FileState>): readonly string[] {
  const sketch = files.get(MESH_FILE)?.problem?.draft?.sketch;
  return sketch?.kind === 'mesh' ? sketch.topology.catalogs.map(({ file }) => file) : [];
}

/** Forgets catalogs that no mesh.yaml names: neither the one that serves, nor one that waits or has errors. */
function dropUnnamedCatalogs(files: Map<string, FileState>): void {
  const named = new Set(namedCatalogs({ files }));
  for (const file of [...files.keys()]) {
    if (kindOf(file) === 'catalog' && !named.has(file)) files.delete(file);
  }
}

/** The catalogs to read: those of the mesh.yaml that serves, and of one that waits to serve or has errors. Sorted. */
export function namedCatalogs(state: InputsState): readonly string[] {
  const mesh = state.files.get(MESH_FILE);
  const names = new Set(draftCatalogs(state.files));
  for (const version of [mesh?.good, mesh?.problem?.candidate]) {
    if (version?.model.kind !== 'mesh') continue;
    for (const { file } of version.model.topology.catalogs) names.add(file);
  }
  return [...names].sort();
}

function changedFiles(
  before: ReadonlyMap<string, FileState>,
  after: ReadonlyMap<string, FileState>,
): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => before.get(name)?.good !== after.get(name)?.good).sort();
}
