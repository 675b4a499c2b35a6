/** JSON that does not fit its message, or bytes that are none. `path` is where: `virtual_hosts[0].routes[2].match`. */
export class ProtoError extends Error {
  readonly path: string;
  readonly reason: string;

  constructor(reason: string, path = '') {
    super(path === '' ? reason : `${path}: ${reason}`);
    this.name = 'ProtoError';
    this.reason = reason;
    this.path = path;
  }
}

/** The same error seen from one level further out. Errors of another kind pass through unchanged. */
export function within(step: string, error: unknown): unknown {
  if (!(error instanceof ProtoError)) return error;
  const joint = error.path === '' || error.path.startsWith('[') ? '' : '.';
  return new ProtoError(error.reason, step + joint + error.path);
}
