import type { Command } from '../../src/cli/command.ts';
import { remarks, signature, usageLine } from '../../src/cli/help.ts';

const INTRODUCTION = `# Commands

This page is made from the command table (\`npm run docs\`), and a test keeps it true.

\`moniker-cp COMMAND --help\` tells the same on a terminal. Every command that prints data takes \`--json\`; colour and
live redraws are for terminals only (\`NO_COLOR\` turns colour off), a pipe gets plain lines.

| exit code | meaning |
| --- | --- |
| 0 | done; for \`check\`: no error; for \`status --wait\`: every sidecar is SYNCED |
| 1 | diagnostics, or the command could not do what it was asked (no daemon answers, no such service) |
| 2 | the command line is wrong; the message names the word at fault |

| variable | stands in for |
| --- | --- |
| \`MONIKER_CP_CATALOG\` | \`--catalog\`, the catalog directory |
| \`MONIKER_CP_SERVER\` | \`--server\`, the daemon's HTTP address |
`;

/** Inside a table a bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function section(command: Command): string {
  const rows = Object.entries(command.options).map(
    ([name, spec]) => `| \`${cell(signature(name, spec))}\` | ${cell(spec.description + remarks(spec))} |`,
  );
  const positional = command.positional;
  const parts = [
    `## moniker-cp ${command.name}`,
    ['```', usageLine(command), '```'].join('\n'),
    ...command.details,
    ...(positional === undefined ? [] : [`\`${positional.name}\`: ${positional.description}.`]),
    ...(rows.length === 0 ? [] : [['| option | meaning |', '| --- | --- |', ...rows].join('\n')]),
    ...command.examples.map(({ meaning, command: line }) => ['```sh', `# ${meaning}`, line, '```'].join('\n')),
  ];
  return parts.join('\n\n');
}

/** docs/cli.md, whole. */
export function cliReference(commands: readonly Command[]): string {
  const list = commands.map(({ name, summary }) => `| [\`${name}\`](#moniker-cp-${name}) | ${summary} |`);
  const table = ['| command | what it does |', '| --- | --- |', ...list].join('\n');
  return `${[INTRODUCTION.trimEnd(), table, ...commands.map(section)].join('\n\n')}\n`;
}
