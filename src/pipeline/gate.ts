import type { Code } from '../diagnostics/codes.ts';
import { diagnostic } from '../diagnostics/create.ts';
import type { Diagnostic, Position } from '../diagnostics/diagnostic.ts';
import type { Topology } from '../topology/model.ts';
import type { Good } from './candidate.ts';
import { goodCatalogs } from './file-state.ts';
import type { FileState } from './file-state.ts';
import { ENDPOINTS_FILE, MESH_FILE } from './files.ts';
import { largeKeyLoss, lostTargets } from './loss.ts';
import type { KeyLoss } from './loss.ts';

/** May a version that parses take the place of the one that serves? */
export type Verdict =
  | { readonly kind: 'good' }
  | {
      readonly kind: 'refused' | 'held';
      readonly reason: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  /** A mesh.yaml whose catalogs have not been read yet. */
  | { readonly kind: 'needs'; readonly files: readonly string[] };

interface Asked {
  readonly file: FileState;
  readonly candidate: Good;
  /** The operator lets a large loss through. */
  readonly accepted: boolean;
}

const GOOD: Verdict = Object.freeze({ kind: 'good' });

export function gate(files: ReadonlyMap<string, FileState>, asked: Asked): Verdict {
  const { model } = asked.candidate;
  switch (model.kind) {
    case 'rollout':
      return GOOD;
    case 'catalog':
      return gateCatalog(asked);
    case 'endpoints':
      return gateEndpoints(files, asked);
    case 'mesh':
      return gateMesh(files, asked, model.topology);
  }
}

function verdict(kind: 'refused' | 'held', code: Code, found: { at: Position; message: string }): Verdict {
  const { at, message } = found;
  return { kind, reason: message, diagnostics: [diagnostic(code, { at, path: '', message })] };
}

function describeLoss(loss: KeyLoss): string {
  const share = Math.round((100 * loss.dropped) / loss.of);
  return `${loss.dropped} of ${loss.of} ${loss.what} (${share} %) would go`;
}

function gateCatalog({ file, candidate, accepted }: Asked): Verdict {
  const [before, after] = [file.good?.model, candidate.model];
  if (accepted || before?.kind !== 'catalog' || after.kind !== 'catalog') return GOOD;
  const loss = largeKeyLoss([before.catalog], [after.catalog]);
  if (loss === null) return GOOD;
  const at = { file: file.file, line: 1, column: 1 };
  return verdict('held', 'MCP1710', { at, message: `${describeLoss(loss)} from ${file.file}` });
}

/** Endpoints of targets that the serving mesh.yaml no longer has may go unasked. */
function gateEndpoints(files: ReadonlyMap<string, FileState>, { file, candidate, accepted }: Asked): Verdict {
  const [before, after] = [file.good?.model, candidate.model];
  if (accepted || before?.kind !== 'endpoints' || after.kind !== 'endpoints') return GOOD;
  const mesh = files.get(MESH_FILE)?.good?.model;
  const wanted =
    mesh?.kind === 'mesh'
      ? new Set([...mesh.topology.services.keys(), ...mesh.topology.adapters.keys()])
      : new Set(before.endpoints.targets.keys());
  const lost = lostTargets(before.endpoints, after.endpoints, wanted);
  if (lost.length === 0) return GOOD;
  const at = after.endpoints.targets.get(lost[0] ?? '')?.at ?? { file: ENDPOINTS_FILE, line: 1, column: 1 };
  return verdict('held', 'MCP1711', { at, message: `all endpoints of ${lost.join(', ')} would go` });
}

/**
 * A mesh.yaml serves together with every catalog that it names, or not at all: joined with some of them its
 * keys would go to the neighbours' routes.
 */
function gateMesh(files: ReadonlyMap<string, FileState>, asked: Asked, topology: Topology): Verdict {
  const unread = topology.catalogs.filter(({ file }) => !files.has(file));
  if (unread.length > 0) return { kind: 'needs', files: unread.map(({ file }) => file) };
  const broken = topology.catalogs.find(({ file }) => files.get(file)?.good === null);
  if (broken !== undefined) {
    const why = files.get(broken.file)?.problem?.reason ?? 'it cannot be read';
    return verdict('refused', 'MCP1704', {
      at: broken.at,
      message: `the catalog ${broken.file} cannot serve: ${why}`,
    });
  }
  const before = asked.file.good?.model;
  if (asked.accepted || before?.kind !== 'mesh') return GOOD;
  const old = goodCatalogs(
    files,
    before.topology.catalogs.map(({ file }) => file),
  );
  const next = goodCatalogs(
    files,
    topology.catalogs.map(({ file }) => file),
  );
  const loss = old === null || next === null ? null : largeKeyLoss(old, next);
  if (loss === null) return GOOD;
  const at = topology.catalogs[0]?.at ?? { file: MESH_FILE, line: 1, column: 1 };
  return verdict('held', 'MCP1712', {
    at,
    message: `${describeLoss(loss)} with the catalogs that ${MESH_FILE} names now`,
  });
}
