/** The command line itself is wrong: printed with the command's usage, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command could not do what it was asked (no daemon there, no such service): one line, exit code 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

export const EXIT = Object.freeze({ ok: 0, failed: 1, usage: 2 });
