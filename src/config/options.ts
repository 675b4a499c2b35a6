/** One option of `moniker-cp serve`. Each can be set in the environment as well; the command line wins. */
export interface ServeOption {
  /** Without the dashes. */
  readonly name: string;
  readonly environment: string;
  /** What the value is called in the help; null for a switch. */
  readonly value: string | null;
  /** What it means without a value; absent: it wants one. */
  readonly bare?: string;
  readonly help: string;
  readonly default: string | null;
}

function option(name: string, rest: Omit<ServeOption, 'name' | 'environment'>): ServeOption {
  return Object.freeze({
    name,
    environment: `MONIKER_CP_${name.toUpperCase().replaceAll('-', '_')}`,
    ...rest,
  });
}

export const SERVE_OPTIONS: readonly ServeOption[] = Object.freeze([
  option('catalog', { value: 'DIR', default: 'catalog', help: 'The catalog directory.' }),
  option('xds-address', {
    value: 'ADDRESS',
    default: '127.0.0.1:18000',
    help: 'Where sidecars connect (xDS over gRPC).',
  }),
  option('http-address', {
    value: 'ADDRESS',
    default: '127.0.0.1:8081',
    help: 'Status, metrics and accept.',
  }),
  option('insecure-xds', {
    value: null,
    default: null,
    help: 'Allows an xDS address off loopback: whoever reaches it reads the configuration of the mesh.',
  }),
  option('insecure-http', {
    value: null,
    default: null,
    help: 'Allows an HTTP address off loopback: whoever reaches it reads the status and may accept held reloads.',
  }),
  option('watch', {
    value: 'events|poll',
    default: 'events',
    help: 'How file changes are seen; poll where a mount loses events.',
  }),
  option('accept-large-changes', {
    value: null,
    default: null,
    help: 'Never holds a reload that drops much of a catalog or all endpoints of a target.',
  }),
  option('last-good', {
    value: 'FILE',
    default: null,
    help: 'Keeps what was last published in FILE, and serves it if the catalog is bad at the start.',
  }),
  option('waves', {
    value: 'STEPS',
    default: 'canary,10,50,100',
    help: 'How a new structure comes to the sidecars of a service: one first, then shares in percent; off: all at once.',
  }),
  option('wave-timeout', {
    value: 'DURATION',
    default: '30s',
    help: 'How long a step waits for the sidecars to accept, before it goes back.',
  }),
  option('state-dir', {
    value: 'DIR',
    default: null,
    help: 'Keeps over a restart what sidecars accepted and rejected, and what was last published.',
  }),
  option('drain-timeout', {
    value: 'DURATION',
    default: '10s',
    help: 'How long open streams may take to end after SIGTERM.',
  }),
  option('operator-grpc-address', {
    value: 'ADDRESS',
    default: null,
    help: 'Where operators ask by gRPC for the status of sidecars (CSDS) and for health, with reflection; on loopback only.',
  }),
  option('resource-ttl', {
    value: 'DURATION',
    default: '0s',
    help: 'How long sidecars keep resources without hearing from the control plane; 0s: for ever. An outage ends the mesh after it.',
  }),
  option('load-report-interval', {
    value: 'DURATION',
    default: '10s',
    help: 'How often sidecars report the requests that they send; 0s: never.',
  }),
  option('max-connections', {
    value: 'COUNT',
    default: '20000',
    help: 'Connections of the xDS address; one more is closed as it comes.',
  }),
  option('max-streams', {
    value: 'COUNT',
    default: '100000',
    help: 'Streams of all connections; one more is refused (RESOURCE_EXHAUSTED).',
  }),
  option('max-streams-per-connection', {
    value: 'COUNT',
    default: '1000',
    help: 'Streams of one connection; clients are told, and wait.',
  }),
  option('admit-per-second', {
    value: 'COUNT',
    default: '10000',
    help: 'How many streams begin in a second when a fleet reconnects; others wait their turn, none is refused.',
  }),
  option('max-connection-age', {
    value: 'DURATION',
    default: '1h',
    help: 'When a connection is asked to come again, give or take 10 %, so that replicas share the fleet; 0s: never.',
  }),
  option('max-connection-age-grace', {
    value: 'DURATION',
    default: '10s',
    help: 'How long its streams go on after that.',
  }),
  option('keepalive', {
    value: 'DURATION',
    default: '30s',
    help: 'When a silent connection is pinged; it is closed if no answer comes for 20s. 0s: never.',
  }),
  option('slow-reader-timeout', {
    value: 'DURATION',
    default: '60s',
    help: 'When a client that does not read what it was sent is cut off; 0s: never.',
  }),
  option('serving-threads', {
    value: 'COUNT',
    default: '1',
    help: 'Threads that serve sidecars on the same port; 1 is enough for some thousands. Not on macOS and Windows.',
  }),
  option('validate-with-envoy', {
    value: 'PATH',
    bare: 'envoy',
    default: null,
    help: 'Lets this Envoy validate what is about to be published, and keeps from the sidecars what it rejects; without a path the one on PATH.',
  }),
  option('log-level', {
    value: 'debug|info|warn|error',
    default: 'info',
    help: 'The least severe level that is logged.',
  }),
  option('log-format', {
    value: 'auto|json|pretty',
    default: 'auto',
    help: 'auto: readable on a terminal, JSON elsewhere.',
  }),
]);
