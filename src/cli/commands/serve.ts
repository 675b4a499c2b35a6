import { runServe } from '../../daemon/run-serve.ts';
import type { Action, OptionTable } from '../command.ts';

/** The options are validated by the table first, for its "did you mean"; the daemon makes its settings of the words. */
export const serve: Action<OptionTable> = ({ env, signal }, { words }) =>
  runServe({ argv: words, environment: env, signal });
