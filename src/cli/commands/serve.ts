import type { Action, OptionTable } from '../command.ts';

/** The options are validated by the table first, for its "did you mean"; the daemon makes its settings of the words. */
export const serve: Action<OptionTable> = (context, { words }) =>
  context.serve({ argv: words, environment: context.env, signal: context.signal });
