import { didYouMean } from '../diagnostics/suggest.ts';
import { CommandError } from './usage-error.ts';

/** For a name that is no service, or none with a sidecar; `names` are those that are. */
export function unknownService(
  name: string,
  names: readonly string[],
  what = 'service with a sidecar',
): CommandError {
  return new CommandError(
    `no ${what} is named "${name}".${didYouMean(name, names)} There are ${names.join(', ')}`,
  );
}
