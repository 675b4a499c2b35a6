import type { Action } from '../command.ts';
import { daemonClient } from '../daemon-client.ts';
import type { acceptOptions } from '../options.ts';
import { printJson } from '../terminal.ts';
import { EXIT } from '../usage-error.ts';

export const accept: Action<typeof acceptOptions> = async ({ out }, { options, positional }) => {
  const answer = await daemonClient(options.server).accept(positional);
  if (options.json) printJson(out, answer);
  else if (answer.accepted.length === 0) out.line('nothing is held');
  else for (const file of answer.accepted) out.line(`accepted ${file}`);
  return EXIT.ok;
};
