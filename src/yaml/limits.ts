/** Bounds on what is read, so that no document can exhaust the daemon's memory or stack. */
export const LIMITS = Object.freeze({
  /** UTF-16 code units of one of our own files (mesh, endpoints, rollout). */
  ownText: 16 * 1024 * 1024,
  /** UTF-16 code units of a catalog; a key takes some 400. */
  catalogText: 256 * 1024 * 1024,
  /** Nested collections, aliases followed. */
  depth: 100,
  /** Nodes of a document, each alias counted as all that it stands for. */
  nodes: 2_000_000,
});
