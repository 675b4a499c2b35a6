import { didYouMean } from '../diagnostics/suggest.ts';
import { CommandError } from './usage-error.ts';

/** For a name that is no service with a sidecar; `names` are those that are. */
export function unknownService(name: string, names: readonly string[]): CommandError {
  return new CommandError(
    `no service with a sidecar is named "${name}".${didYouMean(name, names)} There are ${names.join(', ')}`,
  );
}
