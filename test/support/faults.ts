import type { InputFiles } from './compile.ts';

/** A directory without a finding, each thing on a line of its own. */
export const SOUND: InputFiles = {
  'mesh.yaml': `
catalogs:
  - file: risk.yaml
  - file: prices.yaml
defaults:
  connectTimeout: 5s
services:
  gateway:
    app: {port: 8080}
    callsAdapters: true
    calls:
      - resolver
      - ledger
  resolver:
    app: {port: 8081}
    stable: v1
  ledger:
    app:
      port: 8082
    loadBalancing: {ringHash: {header: x-account}}
    stable: a1
edge:
  service: gateway
  listener: 0.0.0.0:8000
  routes:
    - {prefix: /ledger, to: ledger}
    - {prefix: /, to: adapters}
monikers:
  unbound:
    gateway: resolver
    others: 404
adapters:
  oracle:
    sourceTypes: [oracle]
    requestTimeout: 5s
  snowflake:
    sourceTypes: [snowflake]
    stable: blue
`,
  'risk.yaml': `
risk.cvar:
  domain: risk
  source_binding: {type: oracle}
risk.var:
  domain: risk
  source_binding: {type: oracle}
`,
  'prices.yaml': `
prices.equity:
  domain: market
  source_binding: {type: snowflake}
prices.fx:
  domain: market
  source_binding: {type: snowflake}
`,
  'endpoints.yaml': `
gateway:
  - {address: 10.0.0.1, port: 15006}
resolver:
  - {address: 10.0.1.1, port: 15006, version: v1}
  - {address: 10.0.1.2, port: 15006, version: v2}
ledger:
  - {address: 10.0.2.1, port: 15006, version: a1}
  - {address: 10.0.2.2, port: 15006, version: a1}
oracle:
  - {address: 10.0.3.1, port: 80}
snowflake:
  - {address: 10.0.4.1, port: 80, version: blue}
  - {address: 10.0.4.2, port: 80, version: green}
`,
  'rollouts/resolver.yaml': `
target: resolver
weights:
  v1: 95
  v2: 5
overrides:
  - {clients: [qa], use: v2}
  - {domains: [risk], use: v2}
sticky: true
`,
  'rollouts/snowflake.yaml': `
target: snowflake
weights:
  blue: 1
  green: 1
overrides:
  - {clients: [desk], use: green}
`,
};

export interface Fault {
  readonly code: string;
  readonly file: string;
  /** What stands once in the file, and in its place: the edit keeps the number of lines. */
  readonly edit: readonly [before: string, after: string];
  /** Faults that cannot be seen beside this one, since they rest on what it makes unreadable: `code file`. */
  readonly hides: readonly string[];
}

const fault = (
  file: string,
  code: string,
  [edit, hides = []]: readonly [Fault['edit'], string[]?],
): Fault => ({
  file,
  code,
  edit,
  hides,
});
const mesh = 'mesh.yaml';
const endpoints = 'endpoints.yaml';
const resolver = 'rollouts/resolver.yaml';
const snowflake = 'rollouts/snowflake.yaml';

const risk = 'risk.yaml';
const prices = 'prices.yaml';
const UNKNOWN_USE = 'MCP1512 rollouts/resolver.yaml';
const UNKNOWN_DOMAIN = 'MCP1517 rollouts/resolver.yaml';

const COMPARED = [
  UNKNOWN_USE,
  UNKNOWN_DOMAIN,
  'MCP1505 endpoints.yaml',
  'MCP1516 risk.yaml',
  'MCP1501 rollouts/snowflake.yaml',
  'MCP1512 rollouts/snowflake.yaml',
];

/** Each has one finding. */
export const FAULTS: readonly Fault[] = [
  // mesh.yaml by itself
  fault(mesh, 'MCP1011', [['connectTimeout: 5s', 'connectTimeout: 5']]),
  fault(mesh, 'MCP1015', [['app: {port: 8081}', 'app: {port: 0}']]),
  fault(mesh, 'MCP1005', [['callsAdapters: true', 'callAdapters: true']]),
  fault(mesh, 'MCP1005', [['      port: 8082', '      prt: 8082']]),
  fault(mesh, 'MCP1101', [['- ledger', '- nobody']]),
  fault(mesh, 'MCP1014', [['listener: 0.0.0.0:8000', 'listener: everywhere']]),
  fault(mesh, 'MCP1105', [['to: ledger}', 'to: nowhere}']]),
  fault(mesh, 'MCP1113', [['gateway: resolver', 'gateway: unheard-of']]),
  fault(mesh, 'MCP1013', [['requestTimeout: 5s', 'requestTimeout: *long']]),
  fault(mesh, 'MCP1010', [['  resolver:\n', '  Resolver:\n'], [UNKNOWN_USE]]),
  fault(mesh, 'MCP1008', [['stable: blue', 'stable: 1'], ['MCP1512 rollouts/snowflake.yaml']]),
  fault(mesh, 'MCP1009', [['loadBalancing: {ringHash: {header: x-account}}', 'loadBalancing: sideways']]),
  fault(mesh, 'MCP1007', [['sourceTypes: [oracle]', 'sourceTypes: oracle'], ['MCP1516 risk.yaml']]),
  fault(mesh, 'MCP1018', [
    ['file: prices.yaml', 'file: ../prices.yaml'],
    ['* prices.yaml', UNKNOWN_DOMAIN],
  ]),
  // endpoints.yaml by itself
  fault(endpoints, 'MCP1015', [['10.0.0.1, port: 15006', '10.0.0.1, port: 70000']]),
  fault(endpoints, 'MCP1403', [['10.0.3.1', '10.0.3.256']]),
  fault(endpoints, 'MCP1008', [['version: v2', 'version: 2'], [UNKNOWN_USE]]),
  fault(endpoints, 'MCP1010', [
    ['\nledger:', '\nLedger:'],
    ['MCP1507 mesh.yaml', 'MCP1505 endpoints.yaml'],
  ]),
  fault(endpoints, 'MCP1401', [['version: green', 'zone: green'], ['MCP1512 rollouts/snowflake.yaml']]),
  // catalogs by themselves
  fault(risk, 'MCP1207', [
    ['risk.var:\n  domain: risk\n  source_binding: {type: oracle}', 'risk.var: [\n  domain,\n  binding]'],
    [UNKNOWN_DOMAIN],
  ]),
  fault(risk, 'MCP1209', [['risk.cvar:\n  domain: risk', 'risk.cvar:\n  domain: [risk]'], [UNKNOWN_DOMAIN]]),
  fault(prices, 'MCP1205', [
    ['fx:\n  domain: market\n  source_binding: {type', 'fx:\n  domain: market\n  source_binding: {kind'],
  ]),
  // weight files by themselves
  fault(resolver, 'MCP1007', [['  v1: 95', '  v1: most']]),
  fault(resolver, 'MCP1302', [['{clients: [qa], use: v2}', '{use: v2}']]),
  fault(resolver, 'MCP1005', [['sticky: true', 'stikcy: true']]),
  fault(snowflake, 'MCP1020', [['  green: 1', '  gr een: 1']]),
  // between files
  fault(mesh, 'MCP1507', [['stable: a1', 'stable: b7']]),
  fault(endpoints, 'MCP1505', [['10.0.2.2', 'ledger.example.internal']]),
  fault(risk, 'MCP1516', [
    [
      'cvar:\n  domain: risk\n  source_binding: {type: oracle}',
      'cvar:\n  domain: risk\n  source_binding: {type: bloomberg}',
    ],
  ]),
  fault(resolver, 'MCP1517', [['domains: [risk]', 'domains: [fixed-income]']]),
  fault(resolver, 'MCP1512', [['{clients: [qa], use: v2}', '{clients: [qa], use: candidate}']]),
  fault(snowflake, 'MCP1501', [
    ['target: snowflake', 'target: warehouse'],
    ['MCP1512 rollouts/snowflake.yaml'],
  ]),
  fault(snowflake, 'MCP1512', [['use: green', 'use: candidate']]),
  // the text itself: the rest of the file is unread, and nothing is compared with it
  fault(mesh, 'MCP1001', [
    ['- {prefix: /ledger, to: ledger}', '- prefix: [/ledger'],
    ['* mesh.yaml', ...COMPARED],
  ]),
  fault(endpoints, 'MCP1001', [
    ['oracle:\n', 'oracle: ]\n'],
    ['* endpoints.yaml', 'MCP1507 mesh.yaml', UNKNOWN_USE, 'MCP1512 rollouts/snowflake.yaml'],
  ]),
  fault(resolver, 'MCP1001', [['sticky: true', 'sticky: }'], [`* ${resolver}`]]),
  fault(prices, 'MCP1001', [
    ['prices.fx:\n', 'prices.fx: }\n'],
    [`* ${prices}`, UNKNOWN_DOMAIN],
  ]),
];
