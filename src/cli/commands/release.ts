import type { Action } from '../command.ts';
import { daemonClient } from '../daemon-client.ts';
import type { releaseOptions } from '../options.ts';
import { printJson } from '../terminal.ts';
import { EXIT } from '../usage-error.ts';

export const release: Action<typeof releaseOptions> = async ({ out }, { options, positional }) => {
  const answer = await daemonClient(options.server).release(positional);
  if (options.json) printJson(out, answer);
  else if (answer.released.length === 0)
    out.line(`nothing${positional === null ? '' : ` of ${positional}`} is quarantined`);
  else for (const service of answer.released) out.line(`released ${service}: a canary is asked first`);
  return EXIT.ok;
};
