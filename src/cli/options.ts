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

const label = {
  kind: 'list',
  value: 'KEY=VALUE',
  description: "a label of the node, which groups of mesh.yaml can go by: in its metadata's `labels`",
} as const;

/** What one node says of itself, for the groups and zones of mesh.yaml. */
const factOptions = {
  region: { kind: 'text', value: 'NAME', description: 'the region that the node runs in' },
  zone: { kind: 'text', value: 'NAME', description: 'the zone that the node runs in' },
  label,
  'node-metadata': {
    kind: 'list',
    value: 'PATH=VALUE',
    description: "a value in the node's metadata, at a path with dots",
  },
} as const satisfies OptionTable;

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
  'validate-with-envoy': {
    kind: 'text',
    value: 'PATH',
    bare: 'envoy',
    description: 'let this Envoy validate what the files compile to; without a path the one on PATH',
  },
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
  proxyless: { kind: 'flag', description: 'what gRPC applications of the service get that have no sidecar' },
  ...factOptions,
  ...nodeOptions,
  json: { kind: 'flag', description: 'print JSON; without it YAML' },
} as const satisfies OptionTable;

export const explainOptions = {
  catalog,
  service: {
    kind: 'text',
    value: 'NAME',
    required: true,
    description: 'the service whose sidecar the request comes to',
  },
  ...factOptions,
  header: { kind: 'list', value: "'NAME: VALUE'", description: 'a header of the request' },
  json,
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
  sidecars: {
    kind: 'integer',
    value: 'N',
    min: 1,
    max: 1_000_000,
    description: 'with --wait: and until at least so many are connected, as after a restart',
  },
  json,
} as const satisfies OptionTable;

export const watchOptions = {
  server,
  json: {
    kind: 'flag',
    description: 'print one JSON object a change, a line each; one too when the daemon goes',
  },
} as const satisfies OptionTable;

export const acceptOptions = { server, json } as const satisfies OptionTable;

export const releaseOptions = { server, json } as const satisfies OptionTable;

export const bootstrapOptions = {
  service: { kind: 'text', value: 'NAME', required: true, description: 'the service in mesh.yaml' },
  proxyless: {
    kind: 'flag',
    description:
      "the bootstrap of a gRPC application without a sidecar instead, for its library's GRPC_XDS_BOOTSTRAP",
  },
  mode: {
    kind: 'choice',
    choices: ['delta', 'sotw'],
    default: 'delta',
    description: 'incremental xDS, or state of the world',
  },
  'node-id': {
    kind: 'text',
    value: 'ID',
    description: "this instance's name; without it the service's name",
  },
  region: { kind: 'text', value: 'NAME', description: 'where this instance runs' },
  zone: {
    kind: 'text',
    value: 'NAME',
    description: 'the zone it runs in, which Envoy prefers when it calls',
  },
  label,
  'xds-address': {
    kind: 'list',
    value: 'HOST:PORT',
    description: 'the control plane; several are replicas; without it 127.0.0.1:18000',
  },
  'tls-ca': {
    kind: 'text',
    value: 'FILE',
    description: "authorities of the control plane's certificate; turns TLS on",
  },
  'tls-cert': { kind: 'text', value: 'FILE', description: "the sidecar's own certificate, with --tls-key" },
  'tls-key': { kind: 'text', value: 'FILE', description: "the key of the sidecar's own certificate" },
  'tls-server-name': {
    kind: 'text',
    value: 'NAME',
    description: "the name in the control plane's certificate; without it the first address's host",
  },
  ...nodeOptions,
  'admin-port': { ...port, description: "Envoy's admin page, on loopback", default: 15_000 },
  'readiness-address': {
    kind: 'text',
    value: 'HOST:PORT',
    default: '127.0.0.1:15021',
    description: 'readiness and statistics, for a health check and a scraper',
  },
  'max-heap': {
    kind: 'integer',
    value: 'MIB',
    min: 16,
    max: 1_048_576,
    default: 512,
    description: 'Envoy sheds load as its heap nears this; below the limit of the container',
  },
  'max-connections': {
    kind: 'integer',
    value: 'N',
    min: 1,
    max: 4_000_000,
    default: 20_000,
    description: 'connections that the sidecar takes at a time',
  },
  json: { kind: 'flag', description: 'print JSON; without it YAML with comments' },
} as const satisfies OptionTable;

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
  const bare = option.bare === undefined ? {} : { bare: option.bare };
  return { kind: 'text', value, description, env, ...bare, ...preset };
}

/** Help lists phrases: no capital at the start, no full stop at the end. */
function sentenceAsPhrase(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}
