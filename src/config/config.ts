import type { HostPort } from './values.ts';

/** Everything that `moniker-cp serve` can be told; frozen. Times in milliseconds. */
export interface Config {
  /** Absolute path of the catalog directory. */
  readonly catalog: string;
  readonly xds: HostPort;
  readonly http: HostPort;
  readonly watch: 'events' | 'poll';
  readonly acceptLargeChanges: boolean;
  /** Absolute path; null: none is kept. */
  readonly lastGood: string | null;
  /** How a new structure comes to the sidecars of a service. */
  readonly waves: WaveConfig;
  /** Absolute path of the directory for what sidecars accepted; null: it is forgotten at a restart. */
  readonly stateDir: string | null;
  /** How long streams may take to end after SIGTERM. */
  readonly drainTimeout: number;
  /** Where operators ask by gRPC; null: nowhere. */
  readonly operatorGrpc: HostPort | null;
  /** How long sidecars keep resources without hearing of them; 0: for ever. */
  readonly resourceTtl: number;
  /** Between two load reports of a sidecar; 0: none. */
  readonly loadReportInterval: number;
  /** What the clients of the xDS address may cost. */
  readonly limits: LimitsConfig;
  /** Threads that hold the streams of sidecars; 1: the main thread does. */
  readonly servingThreads: number;
  /** Path or name of the Envoy that validates what is about to be published; null: none does. */
  readonly validateWithEnvoy: string | null;
  readonly logLevel: LogLevel;
  /** `auto`: readable on a terminal, JSON elsewhere. */
  readonly logFormat: 'auto' | 'json' | 'pretty';
}

export interface WaveConfig {
  /** One sidecar goes first. */
  readonly canary: boolean;
  /** Shares of the sidecars in percent, ascending, the last 100. */
  readonly shares: readonly number[];
  readonly timeout: number;
}

export interface LimitsConfig {
  readonly maxConnections: number;
  readonly maxStreams: number;
  readonly maxStreamsPerConnection: number;
  /** Streams that begin in a second; others wait. */
  readonly admitPerSecond: number;
  /** Until a connection is asked to go, ±10 %; 0: never. */
  readonly maxConnectionAge: number;
  /** What its streams have after that. */
  readonly maxConnectionAgeGrace: number;
  /** Until a connection that is silent is pinged; 0: never. */
  readonly keepalive: number;
  /** What a client may take to read what it was sent; 0: any time. */
  readonly slowReader: number;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What is wrong with the command line or the environment, and what would be right. */
export interface UsageProblem {
  readonly message: string;
  readonly help: string;
}

export type ConfigResult =
  | { readonly config: Config; readonly problems: readonly [] }
  | { readonly config: null; readonly problems: readonly UsageProblem[] };
