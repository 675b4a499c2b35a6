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

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What is wrong with the command line or the environment, and what would be right. */
export interface UsageProblem {
  readonly message: string;
  readonly help: string;
}

export type ConfigResult =
  | { readonly config: Config; readonly problems: readonly [] }
  | { readonly config: null; readonly problems: readonly UsageProblem[] };
