import { ALL_IN_DOUBT, certain, type Draft } from '../diagnostics/doubts.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { reviewMesh } from '../mesh/review.ts';
import { emptyTopology } from '../topology/parse.ts';
import type { InputModel } from './candidate.ts';
import type { FileState, Problem } from './file-state.ts';
import { ENDPOINTS_FILE, kindOf, MESH_FILE } from './files.ts';
import type { InputsState } from './inputs-state.ts';

/** Said of files that cannot be read at all: then the line that names one may be what is wrong. */
const NOT_THERE: ReadonlySet<string> = new Set(['MCP1702', 'MCP1703']);

/**
 * What is wrong with the directory's files as they stand, in one pass: with each, and between them as far as they
 * can be read. Unlike a join it also looks at files that are refused, and it gives nothing that could serve.
 */
export function reviewInputs(state: InputsState): readonly Diagnostic[] {
  return [...fileFindings(state), ...reviewMesh(draftsOf(state))];
}

/** A catalog that can be read but not served says why itself: the line that names it in mesh.yaml is right. */
function fileFindings({ files }: InputsState): readonly Diagnostic[] {
  return [...files.values()].flatMap(({ good, problem }) => {
    const found = problem?.candidate?.diagnostics ?? [];
    const own = problem?.diagnostics ?? [];
    return [
      ...(good?.diagnostics ?? []),
      ...found,
      ...own.filter((d) => !isExplained(d, { file: problem, files })),
    ];
  });
}

interface Refused {
  readonly file: Problem | null;
  readonly files: InputsState['files'];
}

function isExplained({ code, line, column }: Diagnostic, { file, files }: Refused): boolean {
  const model = file?.candidate?.model;
  if (code !== 'MCP1704' || model?.kind !== 'mesh') return false;
  const named = model.topology.catalogs.find(({ at }) => at.line === line && at.column === column);
  const found = files.get(named?.file ?? '')?.problem?.diagnostics ?? [];
  return found.some((d) => d.severity === 'error' && !NOT_THERE.has(d.code));
}

/** The newest version that can be read, with its errors if it has some. */
function draftOf(file: FileState | undefined): Draft<InputModel> | null {
  if (file === undefined) return null;
  const { good, problem } = file;
  if (problem === null) return good === null ? null : certain(good.model);
  return problem.candidate === null ? problem.draft : certain(problem.candidate.model);
}

function draftsOf({ files }: InputsState): Parameters<typeof reviewMesh>[0] {
  const topology = part(draftOf(files.get(MESH_FILE)), (m) => (m.kind === 'mesh' ? m.topology : null)) ?? {
    sketch: emptyTopology(MESH_FILE),
    doubts: ALL_IN_DOUBT,
  };
  const endpoints = part(draftOf(files.get(ENDPOINTS_FILE)), (m) =>
    m.kind === 'endpoints' ? m.endpoints : null,
  ) ?? { sketch: { file: ENDPOINTS_FILE, targets: new Map() }, doubts: ALL_IN_DOUBT };
  const names = [...files.keys()].filter((name) => kindOf(name) === 'rollout').sort();
  return {
    topology,
    endpoints,
    catalogs: topology.sketch.catalogs.map(({ file }) =>
      part(draftOf(files.get(file)), (m) => (m.kind === 'catalog' ? m.catalog : null)),
    ),
    rollouts: names.map((name) =>
      part(draftOf(files.get(name)), (m) => (m.kind === 'rollout' ? m.rollout : null)),
    ),
  };
}

function part<T>(draft: Draft<InputModel> | null, pick: (model: InputModel) => T | null): Draft<T> | null {
  const sketch = draft === null ? null : pick(draft.sketch);
  return draft === null || sketch === null ? null : { sketch, doubts: draft.doubts };
}
