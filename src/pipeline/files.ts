/** The four kinds of input; `catalog` is any file that mesh.yaml names under `catalogs`. */
export type InputKind = 'mesh' | 'catalog' | 'endpoints' | 'rollout';

export const MESH_FILE = 'mesh.yaml';
export const ENDPOINTS_FILE = 'endpoints.yaml';
export const ROLLOUTS_DIRECTORY = 'rollouts';

const ROLLOUT_PATTERN = /^rollouts\/[^/]+\.ya?ml$/;
/** Lock and auto-save files of editors that end in `.yaml` all the same: `.#a.yaml`, `#a.yaml`. */
const EDITOR_TEMPORARY = /^[.#]/;

/** True for `resolver.yaml`, false for what editors leave beside it (`.resolver.yaml.swp`, `resolver.yaml~`, `4913`). */
export function isRolloutName(name: string): boolean {
  return ROLLOUT_PATTERN.test(`${ROLLOUTS_DIRECTORY}/${name}`) && !EDITOR_TEMPORARY.test(name);
}

/** `file` is relative to the catalog directory, with `/` as the separator. */
export function kindOf(file: string): InputKind {
  if (file === MESH_FILE) return 'mesh';
  if (file === ENDPOINTS_FILE) return 'endpoints';
  return ROLLOUT_PATTERN.test(file) ? 'rollout' : 'catalog';
}

/** Weights and endpoints go the fast lane: a short rest, and no debounce. */
export function isFast(file: string): boolean {
  const kind = kindOf(file);
  return kind === 'rollout' || kind === 'endpoints';
}

/** What the directory holds under a name now. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  /** There, but not readable: no rights, a directory, an I/O error. `error` is the system's own text. */
  | { readonly kind: 'unreadable'; readonly error: string };

export const MISSING: FileContent = Object.freeze({ kind: 'missing' });

export function textContent(text: string): FileContent {
  return { kind: 'text', text };
}
