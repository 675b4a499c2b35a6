import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.ts';
import { rawRequest } from './http.ts';
import { startProcess, type ExitInfo } from './process.ts';

export interface EnvoySpec {
  readonly binary: string;
  readonly name: string;
  /** A whole bootstrap: YAML or JSON text, or an object. */
  readonly bootstrap: string | object;
  /** Where the bootstrap puts the admin listener. */
  readonly admin: { readonly host: string; readonly port: number };
  /** Default 1. */
  readonly concurrency?: number;
  /** Default `warning`. Components may be given as Envoy takes them: `upstream:debug,config:debug`. */
  readonly componentLogLevel?: string;
}

/** Envoy's counters and gauges by name. */
export type Stats = ReadonlyMap<string, number>;

export interface Envoy {
  readonly name: string;
  readonly pid: number;
  readonly admin: { readonly host: string; readonly port: number };
  alive(): boolean;
  log(): string;
  /** The text of one admin page. */
  page(path: string): Promise<string>;
  /** `filter` is a regular expression for the names. */
  stats(filter?: string): Promise<Stats>;
  stat(name: string): Promise<number>;
  configDump(): Promise<unknown>;
  /** Resolves once `/ready` says LIVE: all of the first configuration is there. */
  live(timeoutMs?: number): Promise<void>;
  /** Resolves once the admin endpoint answers at all. */
  started(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<ExitInfo>;
}

/** Starts an Envoy and returns at once; await `started` or `live`. Never takes part in hot restarts. */
export async function startEnvoy(spec: EnvoySpec): Promise<Envoy> {
  const folder = await mkdtemp(join(tmpdir(), 'moniker-envoy-'));
  const file = await writeBootstrap(folder, spec.bootstrap);
  const child = startProcess({
    name: spec.name,
    command: spec.binary,
    args: [
      '--config-path',
      file,
      '--disable-hot-restart',
      '--concurrency',
      String(spec.concurrency ?? 1),
      '--log-level',
      'warning',
      ...(spec.componentLogLevel === undefined ? [] : ['--component-log-level', spec.componentLogLevel]),
    ],
  });
  const page = async (path: string): Promise<string> => {
    const response = await rawRequest({ ...spec.admin, path });
    if (response.status !== 200)
      throw new Error(`${spec.name}: admin ${path} answered ${response.status}: ${response.body}`);
    return response.body;
  };
  const stats = async (filter = '.'): Promise<Stats> =>
    parseStats(await page(`/stats?filter=${encodeURIComponent(filter)}`));
  const answers = (what: string, path: string, timeoutMs: number): Promise<unknown> =>
    eventually({
      what: `${spec.name} to be ${what}`,
      timeoutMs,
      detail: child.output,
      probe: () => (child.alive() ? page(path) : Promise.resolve('ended')),
    }).then((text) => {
      if (text === 'ended') throw new Error(`${spec.name} ended while starting:\n${child.output()}`);
    });
  return {
    name: spec.name,
    pid: child.pid,
    admin: spec.admin,
    alive: child.alive,
    log: child.output,
    page,
    stats,
    stat: async (name) => (await stats(`^${name.replaceAll('.', '\\.')}$`)).get(name) ?? 0,
    configDump: async () => JSON.parse(await page('/config_dump?include_eds')) as unknown,
    live: async (timeoutMs = 30_000) => {
      await answers('live', '/ready', timeoutMs);
    },
    started: async () => {
      await answers('started', '/server_info', 30_000);
    },
    stop: async (signal = 'SIGKILL') => {
      const exit = await child.stop(signal);
      await rm(folder, { recursive: true, force: true });
      return exit;
    },
  };
}

/** Envoy's own verdict on a bootstrap, without starting it: null if it is valid, else what Envoy says. */
export async function validateBootstrap(binary: string, bootstrap: string | object): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'moniker-envoy-'));
  try {
    const file = await writeBootstrap(folder, bootstrap);
    await promisify(execFile)(binary, [
      '--mode',
      'validate',
      '--config-path',
      file,
      '--log-level',
      'error',
      '--disable-hot-restart',
    ]);
    return null;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    return stderr ?? String(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** YAML is a superset of JSON, and Envoy goes by the file's ending. */
async function writeBootstrap(folder: string, bootstrap: string | object): Promise<string> {
  const file = join(folder, 'bootstrap.yaml');
  await writeFile(file, typeof bootstrap === 'string' ? bootstrap : JSON.stringify(bootstrap, null, 1));
  return file;
}

function parseStats(text: string): Stats {
  const stats = new Map<string, number>();
  for (const line of text.split('\n')) {
    const colon = line.lastIndexOf(': ');
    const value = Number(line.slice(colon + 2));
    if (colon > 0 && Number.isFinite(value)) stats.set(line.slice(0, colon), value);
  }
  return stats;
}
