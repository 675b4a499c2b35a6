import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withBareValues } from './bare-options.ts';
import type { Config, ConfigResult, LimitsConfig, UsageProblem, WaveConfig } from './config.ts';
import { SERVE_OPTIONS } from './options.ts';
import type { ServeOption } from './options.ts';
import { formatHostPort, isLoopback, parseDuration, parseHostPort } from './values.ts';
import type { HostPort } from './values.ts';

type Values = ReadonlyMap<string, Given>;

interface Given {
  readonly value: string;
  /** `--waves`, or the environment variable: where a message says that the value came from. */
  readonly source: string;
}

const BARE = new Map(SERVE_OPTIONS.flatMap(({ name, bare }) => (bare === undefined ? [] : [[name, bare]])));

const MOST_SERVING_THREADS = 64;
const MOST = 999_999_999;

/** Command line, then environment, then defaults → one frozen Config, or everything that is wrong with them. */
export function parseServeConfig(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ConfigResult {
  const problems: UsageProblem[] = [];
  const values = collect(argv, environment, problems);
  const config = read(values, problems);
  return config !== null && problems.length === 0 ? { config, problems: [] } : { config: null, problems };
}

function collect(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  problems: UsageProblem[],
): Values {
  const options = Object.fromEntries(
    SERVE_OPTIONS.map(({ name, value }) => [name, { type: value === null ? 'boolean' : 'string' } as const]),
  );
  const { tokens } = parseArgs({
    args: [...withBareValues(argv, BARE)],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, Given>();
  for (const option of SERVE_OPTIONS) {
    const set = environment[option.environment] ?? '';
    const value = set === '' ? option.default : set;
    const source = set === '' ? `--${option.name}` : option.environment;
    if (value !== null) values.set(option.name, { value, source });
  }
  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(unexpected(token.value));
    if (token.kind === 'option') takeOption(token, values, problems);
  }
  return values;
}

function takeOption(
  token: { readonly name: string; readonly rawName: string; readonly value?: string | undefined },
  values: Map<string, Given>,
  problems: UsageProblem[],
): void {
  const option = SERVE_OPTIONS.find(({ name }) => name === token.name);
  const source = `--${token.name}`;
  if (option === undefined) problems.push(unexpected(token.rawName));
  else if (option.value === null) {
    if (token.value === undefined) values.set(option.name, { value: 'true', source });
    else problems.push({ message: `--${option.name} takes no value`, help: `Write --${option.name} alone.` });
  } else if (token.value === undefined || token.value === '') problems.push(wants(option));
  else values.set(option.name, { value: token.value, source });
}

function unexpected(text: string): UsageProblem {
  const known = SERVE_OPTIONS.map(({ name }) => `--${name}`).join(', ');
  return { message: `serve knows no "${text}"`, help: `Its options are ${known}.` };
}

function wants(option: ServeOption): UsageProblem {
  return { message: `--${option.name} wants a value`, help: `Write --${option.name} ${option.value ?? ''}.` };
}

function read(values: Values, problems: UsageProblem[]): Config | null {
  const reader = new Reader(values, problems);
  const [xds, http] = [reader.address('xds'), reader.address('http')];
  const watch = reader.choice('watch', ['events', 'poll']);
  const drainTimeout = reader.duration('drain-timeout');
  const operatorGrpc = reader.operatorAddress();
  const resourceTtl = reader.lifetime('resource-ttl');
  const loadReportInterval = reader.reportInterval('load-report-interval');
  const limits = reader.limits();
  const servingThreads = reader.servingThreads();
  const waves = reader.waves('waves');
  const waveTimeout = reader.waveTimeout('wave-timeout');
  const logLevel = reader.choice('log-level', ['debug', 'info', 'warn', 'error']);
  const logFormat = reader.choice('log-format', ['auto', 'json', 'pretty']);
  const acceptLargeChanges = reader.isOn('accept-large-changes');
  const validateWithEnvoy = reader.program('validate-with-envoy');
  const stateDir = values.get('state-dir')?.value ?? null;
  const lastGood =
    values.get('last-good')?.value ?? (stateDir === null ? undefined : join(stateDir, 'last-good'));
  if (
    !xds ||
    !http ||
    !watch ||
    drainTimeout === null ||
    resourceTtl === null ||
    loadReportInterval === null ||
    limits === null ||
    servingThreads === null ||
    waves === null ||
    waveTimeout === null ||
    !logLevel ||
    !logFormat
  )
    return null;
  return Object.freeze({
    catalog: resolve(values.get('catalog')?.value ?? 'catalog'),
    xds: Object.freeze(xds),
    http: Object.freeze(http),
    watch,
    acceptLargeChanges,
    lastGood: lastGood === undefined ? null : resolve(lastGood),
    stateDir: stateDir === null ? null : resolve(stateDir),
    waves: Object.freeze({ ...waves, timeout: waveTimeout }),
    drainTimeout,
    operatorGrpc,
    resourceTtl,
    loadReportInterval,
    limits,
    servingThreads,
    validateWithEnvoy,
    logLevel,
    logFormat,
  });
}

function isComplete<T extends object>(values: T): values is T & { [Key in keyof T]: NonNullable<T[Key]> } {
  return Object.values(values).every((value) => value !== null);
}

const SWITCHED_OFF: readonly string[] = ['false', '0', 'no', 'off'];
const SWITCHED_ON: readonly string[] = ['true', '1', 'yes', 'on'];

class Reader {
  readonly #values: Values;
  readonly #problems: UsageProblem[];

  constructor(values: Values, problems: UsageProblem[]) {
    this.#values = values;
    this.#problems = problems;
  }

  isOn(name: string): boolean {
    const value = this.#textOf(name)?.toLowerCase();
    if (value === undefined || SWITCHED_OFF.includes(value)) return false;
    if (SWITCHED_ON.includes(value)) return true;
    this.#bad(name, value, 'Write true or false.');
    return false;
  }

  /** A path as it is, or a name that is looked for on PATH; a switch turned on means the usual name. */
  program(name: string): string | null {
    const value = this.#textOf(name);
    if (value === undefined || SWITCHED_OFF.includes(value.toLowerCase())) return null;
    if (SWITCHED_ON.includes(value.toLowerCase())) {
      return SERVE_OPTIONS.find((option) => option.name === name)?.bare ?? null;
    }
    return value.includes('/') ? resolve(value) : value;
  }

  choice<const T extends string>(name: string, allowed: readonly T[]): T | null {
    const value = this.#textOf(name) ?? '';
    const found = allowed.find((item) => item === value) ?? null;
    if (found === null) this.#bad(name, value, `Write one of ${allowed.join(', ')}.`);
    return found;
  }

  duration(name: string): number | null {
    const value = this.#textOf(name) ?? '';
    const found = parseDuration(value);
    if (found === null) this.#bad(name, value, 'Write a number with a unit: 500ms, 10s, 2m.');
    return found;
  }

  /** A whole number, from 1 to `MOST`. */
  count(name: string): number | null {
    const value = this.#textOf(name) ?? '';
    const found = /^\d{1,9}$/.test(value) ? Number(value) : 0;
    if (found >= 1) return found;
    this.#bad(name, value, `Write a whole number from 1 to ${MOST}.`);
    return null;
  }

  /** Beyond this, threads wait for each other's memory more than they serve. */
  servingThreads(): number | null {
    const name = 'serving-threads';
    const found = this.count(name);
    if (found === null || found <= MOST_SERVING_THREADS) return found;
    this.#bad(name, String(found), `Write a number from 1 to ${MOST_SERVING_THREADS}.`);
    return null;
  }

  limits(): LimitsConfig | null {
    const limits = {
      maxConnections: this.count('max-connections'),
      maxStreams: this.count('max-streams'),
      maxStreamsPerConnection: this.count('max-streams-per-connection'),
      admitPerSecond: this.count('admit-per-second'),
      maxConnectionAge: this.#zeroOrLonger('max-connection-age', 10_000),
      maxConnectionAgeGrace: this.duration('max-connection-age-grace'),
      keepalive: this.#zeroOrLonger('keepalive', 1_000),
      slowReader: this.#zeroOrLonger('slow-reader-timeout', 1_000),
    };
    return isComplete(limits) ? Object.freeze(limits) : null;
  }

  /** `canary,10,50,100`; without `canary` the first share begins; `off` is one step for all. */
  waves(name: string): Pick<WaveConfig, 'canary' | 'shares'> | null {
    const value = this.#textOf(name) ?? '';
    if (value === 'off') return { canary: false, shares: Object.freeze([100]) };
    const words = value.split(',').map((word) => word.trim().replace(/%$/, ''));
    const canary = words[0] === 'canary';
    const shares = (canary ? words.slice(1) : words).map((word) =>
      /^\d{1,3}$/.test(word) ? Number(word) : 0,
    );
    const rising = shares.every((share, index) => share > (shares[index - 1] ?? 0) && share <= 100);
    if (rising && shares.at(-1) === 100) return { canary, shares: Object.freeze(shares) };
    this.#bad(name, value, 'Write rising shares that end with 100, such as canary,10,50,100; or off.');
    return null;
  }

  /** Null where there is none, or none that will do; the latter is a problem. */
  operatorAddress(): HostPort | null {
    const name = 'operator-grpc-address';
    const value = this.#textOf(name);
    if (value === undefined) return null;
    const found = parseHostPort(value);
    if (found !== null && isLoopback(found.host)) return Object.freeze(found);
    this.#bad(
      name,
      value,
      'Write a loopback address and a port: 127.0.0.1:18001. Nothing there is authenticated.',
    );
    return null;
  }

  /** Below a second, reports would be most of the traffic. */
  reportInterval(name: string): number | null {
    return this.#zeroOrLonger(name, 1_000, 'no reports');
  }

  /** Below three seconds, heartbeats would be most of the traffic. */
  lifetime(name: string): number | null {
    return this.#zeroOrLonger(name, 3_000, 'no limit');
  }

  /** Without time to answer, every sidecar would count as one that does not. */
  waveTimeout(name: string): number | null {
    const found = this.duration(name);
    if (found === null || found >= 1_000) return found;
    this.#bad(name, this.#textOf(name) ?? '', 'Write at least 1s.');
    return null;
  }

  #zeroOrLonger(name: string, least: number, zero = 'never'): number | null {
    const found = this.duration(name);
    if (found === null || found === 0 || found >= least) return found;
    this.#bad(name, this.#textOf(name) ?? '', `Write 0s for ${zero}, or at least ${least / 1_000}s.`);
    return null;
  }

  /** An address off loopback serves everyone who reaches it, unauthenticated: that is to be said aloud. */
  address(kind: 'xds' | 'http'): HostPort | null {
    const name = `${kind}-address`;
    const value = this.#textOf(name) ?? '';
    const found = parseHostPort(value);
    // Also where it does not matter yet: a typing error is not to wait for another address.
    const isInsecure = this.isOn(`insecure-${kind}`);
    if (found === null) {
      this.#bad(name, value, 'Write an address and a port: 127.0.0.1:18000, [::1]:18000.');
    } else if (!isLoopback(found.host) && !isInsecure) {
      this.#problems.push({
        message: `${this.#source(name)} ${formatHostPort(found)} is off loopback, and nothing there is authenticated`,
        help: `Listen on 127.0.0.1, or add --insecure-${kind} if only trusted programs can reach it.`,
      });
    }
    return found;
  }

  #bad(name: string, value: string, help: string): void {
    this.#problems.push({ message: `${this.#source(name)} cannot be "${value}"`, help });
  }

  #textOf(name: string): string | undefined {
    return this.#values.get(name)?.value;
  }

  #source(name: string): string {
    return this.#values.get(name)?.source ?? `--${name}`;
  }
}
