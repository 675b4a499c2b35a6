/*
 * The direction of imports: data flows one way (ARCHITECTURE.md), so each folder of src has a closed list of what it
 * may import. A folder that is not in the table may import nothing of ours.
 */

/** Folder → folders of src that it may import besides itself. */
const MAY_IMPORT = {
  diagnostics: [],
  telemetry: [],
  proto: [],
  moniker: [],
  config: ['diagnostics'],
  yaml: ['diagnostics'],
  catalog: ['diagnostics', 'yaml'],
  weights: ['diagnostics', 'yaml'],
  endpoints: ['diagnostics', 'yaml'],
  topology: ['diagnostics', 'yaml'],
  // `mesh` reads the models and none of the parsers: see models-only below.
  mesh: ['catalog', 'weights', 'endpoints', 'topology', 'diagnostics'],
  envoy: ['mesh', 'moniker', 'proto'],
  snapshot: ['diagnostics'],
  compile: [
    'catalog',
    'weights',
    'endpoints',
    'topology',
    'mesh',
    'envoy',
    'snapshot',
    'proto',
    'diagnostics',
  ],
  explain: ['moniker', 'catalog', 'topology', 'compile', 'snapshot', 'proto', 'mesh', 'envoy', 'diagnostics'],
  bootstrap: ['proto', 'topology', 'envoy', 'config'],
  http2: [],
  grpc: ['http2'],
  xds: ['snapshot', 'grpc', 'proto', 'telemetry'],
  threads: ['snapshot', 'grpc', 'xds'],
  validate: ['snapshot', 'proto'],
  delivery: ['snapshot', 'validate', 'diagnostics'],
  pipeline: [
    'catalog',
    'weights',
    'endpoints',
    'topology',
    'yaml',
    'mesh',
    'envoy',
    'compile',
    'snapshot',
    'xds',
    'proto',
    'validate',
    'explain',
    'diagnostics',
    'telemetry',
    'config',
  ],
  api: ['diagnostics', 'snapshot', 'proto', 'config'],
  cli: [
    'api',
    'bootstrap',
    'compile',
    'config',
    'diagnostics',
    'explain',
    'pipeline',
    'proto',
    'snapshot',
    'topology',
    'validate',
  ],
};

/** Composition roots: they may import everything. */
const ROOTS = ['daemon'];

/** Folders whose every module is a pure function of its arguments. */
const PURE = [
  'diagnostics',
  'yaml',
  'catalog',
  'weights',
  'endpoints',
  'topology',
  'mesh',
  'envoy',
  'compile',
  'explain',
  'snapshot',
  'delivery',
  'proto',
  'moniker',
];

/** State machines and pure cores inside folders that also hold a shell. */
const PURE_FILES = [
  '^src/grpc/(framing|status|timeout)[.]ts$',
  '^src/http2/',
  '^src/xds/session/',
  '^src/threads/(counts|fleet-proxy|holdings|lender|outbox|protocol|shared-bytes|snapshot-proxy)[.]ts$',
  '^src/validate/(any|bisect|bootstrap|route-actions|route-units|table|validator|wire-fields)[.]ts$',
  '^src/cli/(diff|convergence|status-changes|parse-arguments|duration)[.]ts$',
  '^src/pipeline/(candidate|file-state|files|gate|inputs-state|join|loss|origins|publish-gate|settle)[.]ts$',
];

const pure = [`^src/(${PURE.join('|')})/`, ...PURE_FILES];
const OUTSIDE_WORLD =
  '^(node:)?(fs|net|tls|dns|dgram|http|http2|https|child_process|cluster|worker_threads|timers|perf_hooks|os|process|readline|repl|inspector)(/|$)';
const OUTSIDE_PACKAGES =
  '^node_modules/(chokidar|pino|pino-pretty|prom-client|@grpc/grpc-js|@opentelemetry)/';

const directions = Object.entries(MAY_IMPORT).map(([folder, allowed]) => ({
  name: `direction-${folder}`,
  severity: 'error',
  comment: `src/${folder} may import ${allowed.length === 0 ? 'nothing of ours' : allowed.join(', ')}`,
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...directions,
    {
      name: 'known-folder',
      severity: 'error',
      comment: 'a new folder of src gets its row in the table first',
      from: { path: '^src/[^/]+/', pathNot: `^src/(${[...Object.keys(MAY_IMPORT), ...ROOTS].join('|')})/` },
      to: {},
    },
    {
      name: 'models-only',
      severity: 'error',
      comment: 'what follows the parsers sees their models; how they were parsed is none of its business',
      from: { path: '^src/(mesh|compile|explain|bootstrap)/' },
      to: { path: '^src/(catalog|weights|endpoints|topology)/', pathNot: '/model[.]ts$' },
    },
    {
      name: 'roots-are-not-imported',
      severity: 'error',
      comment: 'only the program starts the daemon',
      from: { path: '^src/', pathNot: ['^src/daemon/', '^src/main[.]ts$'] },
      to: { path: ['^src/daemon/', '^src/main[.]ts$', '^src/launcher[.]ts$'] },
    },
    {
      name: 'pure-is-pure',
      severity: 'error',
      comment:
        'no file system, socket, clock, process or logger in the pure parts: tests and dry runs rely on it',
      from: { path: pure },
      to: { path: [OUTSIDE_WORLD, OUTSIDE_PACKAGES, '^src/telemetry/'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'a layout with cycles cannot be read from one end',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'a module that nothing imports and that imports nothing is forgotten code',
      from: { orphan: true, path: '^(src|scripts|bench|test/support)/', pathNot: '[.]d[.]ts$' },
      to: {},
    },
    {
      name: 'reachable-from-the-program',
      severity: 'error',
      comment: 'a module of src that the program never reaches is dead',
      from: { path: '^src/(main|launcher|pipeline/worker|threads/worker)[.]ts$' },
      to: {
        path: '^src/',
        pathNot: ['[.]d[.]ts$', '/model[.]ts$', '^src/(main|launcher|pipeline/worker|threads/worker)[.]ts$'],
        reachable: false,
      },
    },
    {
      name: 'src-without-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|bench)/' },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'what src imports must be installed with the package',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '[.]generated[.]'] },
    exclude: { path: ['^dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
    parser: 'tsc',
    cache: { folder: '.cache/dependency-cruiser', strategy: 'content' },
  },
};
