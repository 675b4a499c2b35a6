import { SERVE_OPTIONS, type ServeOption } from '../config/options.ts';
import type { OptionSpec, OptionTable } from './command.ts';

/** The options of each command; their types are what the commands' functions are called with. */

const catalog = {
  kind: 'text',
  value: 'DIR',
  default: 'catalog',
  env: 'MONIKER_CP_CATALOG',
  description: 'the catalog directory',
} as const;

const server = {
  kind: 'text',
  value: 'URL',
  default: 'http://127.0.0.1:8081',
  env: 'MONIKER_CP_SERVER',
  description: "the daemon's HTTP address",
} as const;

const json = { kind: 'flag', description: 'print JSON' } as const;

const port = { kind: 'integer', value: 'N', min: 1, max: 65_535 } as const;

/** Where one node's listeners deviate from mesh.yaml. */
const nodeOptions = {
  'bind-address': { kind: 'text', value: 'IP', description: "the address of all of this node's listeners" },
  'inbound-port': { ...port, description: "the inbound listener's port on this node" },
  'egress-port': { ...port, description: "the egress listener's port on this node" },
  'edge-port': { ...port, description: "the edge listener's port on this node" },
} as const satisfies OptionTable;

export const checkOptions = {
  catalog,
  strict: { kind: 'flag', description: 'make every warning an error' },
  json,
} as const satisfies OptionTable;

export const compileOptions = {
  catalog,
  service: {
    kind: 'text',
    value: 'NAME',
    required: true,
    description: 'the service whose sidecar it is for',
  },
  type: {
    kind: 'choice',
    choices: ['lds', 'rds', 'cds', 'eds', 'rtds'],
    description: 'only resources of this type',
  },
  'plain-routes': {
    kind: 'flag',
    description: 'routes with the real weights in them, as clients without a runtime layer get them',
  },
  ...nodeOptions,
  json: { kind: 'flag', description: 'print JSON; without it YAML' },
} as const satisfies OptionTable;

export const diffOptions = {
  catalog,
  against: {
    kind: 'text',
    value: 'URL|DIR',
    description: 'a daemon, or another catalog directory; without it the daemon of --server',
  },
  server,
  'exit-code': { kind: 'flag', description: 'end with exit code 1 if anything differs' },
  json,
} as const satisfies OptionTable;

export const statusOptions = {
  server,
  wait: {
    kind: 'duration',
    description: 'wait this long at most until every sidecar is SYNCED',
  },
  json,
} as const satisfies OptionTable;

export const watchOptions = {
  server,
  json: { kind: 'flag', description: 'print one JSON object a change, a line each' },
} as const satisfies OptionTable;

export const acceptOptions = { server, json } as const satisfies OptionTable;

export const initOptions = { json } as const satisfies OptionTable;

export const versionOptions = { json } as const satisfies OptionTable;

/** The daemon's settings have a table of their own, since they can all be set in the environment. */
export const serveOptions: OptionTable = Object.fromEntries(
  SERVE_OPTIONS.map((option) => [option.name, serveOption(option)]),
);

function serveOption(option: ServeOption): OptionSpec {
  const { value, environment: env } = option;
  const description = sentenceAsPhrase(option.help);
  const preset = option.default === null ? {} : { default: option.default };
  if (value === null) return { kind: 'flag', description, env };
  if (value === 'DURATION') return { kind: 'duration', description, env, ...preset };
  if (value.includes('|')) return { kind: 'choice', choices: value.split('|'), description, env, ...preset };
  return { kind: 'text', value, description, env, ...preset };
}

/** Help lists phrases: no capital at the start, no full stop at the end. */
function sentenceAsPhrase(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}
