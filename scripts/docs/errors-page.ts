import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODES } from '../../src/diagnostics/codes.ts';
import type { CodeInfo } from '../../src/diagnostics/code-info.ts';

const GOLDEN = join(import.meta.dirname, '../../test/golden/diagnostics');

/** By the first two digits: the heading, and what is special about these codes. */
const GROUPS: Readonly<Record<string, readonly [heading: string, text: string]>> = {
  MCP10: ['Any file', 'The text and shape of mesh.yaml, endpoints.yaml and weight files; of catalogs, the text alone.'],
  MCP11: ['mesh.yaml', 'What mesh.yaml says of itself. References to other files are below.'],
  MCP12: ['Catalogs', 'Only the fields that routing needs are looked at: all others may hold what they like.'],
  MCP13: ['Weight files', 'What a weight file says of itself, whatever versions there are.'],
  MCP14: ['endpoints.yaml', 'What endpoints.yaml says of itself, whatever targets there are.'],
  MCP15: ['References between files', 'What one file says of another. These are found once every file is sound by itself.'],
  MCP16: ['Compiling', 'Limits of what can be compiled and sent to a sidecar.'],
  MCP17: ['Reloads', 'Why a changed file does not serve. The last good version of it goes on serving until it does.'],
  MCP18: ['The daemon', 'Why the daemon does not start, or ends.'],
  MCP19: [
    'The last look',
    'What was compiled from sound files and still is not fit to be sent. Nothing of it is published.',
  ],
};

const HEAD = `# Diagnostics

This page is made from the catalogue of codes (\`npm run docs\`), and a test keeps it true.

Everything that is wrong is reported in one pass, each as

\`\`\`
file:line:column: severity code message
    file:line:column: a second place that takes part, if there is one
    hint: how to mend it
\`\`\`

An **error** stops the file from being published: its last good version goes on serving. A **warning** does not;
\`--strict\` makes errors of all warnings. Codes are stable: scripts may rely on them, and a number is never used
for something else. Messages may be reworded at any time. With \`--json\` each diagnostic is an object with \`code\`,
\`severity\`, \`file\`, \`line\`, \`column\`, \`path\`, \`message\`, \`help\` and, where a second place takes part,
\`related\`.
`;

/** The text of docs/errors.md. */
export function errorsPage(): string {
  const examples = readExamples();
  const codes = Object.entries<CodeInfo>(CODES).sort(([a], [b]) => (a < b ? -1 : 1));
  const sections = Object.entries(GROUPS).flatMap(([prefix, [heading, text]]) => {
    const own = codes.filter(([code]) => code.startsWith(prefix));
    if (own.length === 0) return [];
    return [`## ${heading}\n\n${text}\n`, ...own.map(([code, info]) => describe(code, info, examples.get(code)))];
  });
  return [HEAD, ...sections].join('\n');
}

function describe(code: string, info: CodeInfo, example: string | undefined): string {
  const sample = example === undefined ? '' : `\n\`\`\`\n${example}\n\`\`\`\n`;
  return `### ${code}\n\n**${info.title}** (${info.severity})\n\nFix: ${info.help}\n${sample}`;
}

/** The first report of each code in the golden cases, in the order of their names. */
function readExamples(): ReadonlyMap<string, string> {
  const examples = new Map<string, string>();
  for (const name of readdirSync(GOLDEN).sort()) {
    const path = join(GOLDEN, name, 'expected.txt');
    if (!existsSync(path)) continue;
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const code = /^\S+:\d+:\d+: (?:error|warning) (MCP\d{4}) /.exec(line)?.[1];
      if (code !== undefined && !examples.has(code)) examples.set(code, line);
    }
  }
  return examples;
}
