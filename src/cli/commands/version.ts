import { VERSION } from '../../config/version.ts';
import type { Action } from '../command.ts';
import type { versionOptions } from '../options.ts';
import { printJson } from '../terminal.ts';
import { EXIT } from '../usage-error.ts';

export const version: Action<typeof versionOptions> = ({ out }, { options }) => {
  if (options.json) printJson(out, { version: VERSION, node: process.versions.node });
  else out.line(`moniker-cp ${VERSION} (Node ${process.versions.node})`);
  return Promise.resolve(EXIT.ok);
};
