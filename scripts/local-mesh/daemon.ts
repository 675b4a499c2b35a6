import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import type { StatusResponse } from '../../src/api/model.ts';
import { eventually } from './eventually.ts';
import { getJson, rawRequest } from './http.ts';
import { startProcess, type ExitInfo, type ManagedProcess } from './process.ts';

export interface DaemonSpec {
  readonly catalogDir: string;
  /** Both listeners' address, one of 127.0.0.0/8. */
  readonly host: string;
  readonly xdsPort: number;
  readonly httpPort: number;
  /** More arguments of `moniker-cp serve`. */
  readonly args?: readonly string[];
  /** Arguments of Node itself. */
  readonly nodeArgs?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export interface Daemon {
  readonly spec: DaemonSpec;
  readonly pid: () => number;
  readonly log: () => string;
  readonly status: () => Promise<StatusResponse>;
  /**
   * Resolves with the first status that `accept` takes; the daemon reports each change as it happens.
   * @throws after `timeoutMs` (default 20,000) with the last status in the message.
   */
  readonly until: (
    what: string,
    accept: (status: StatusResponse) => boolean,
    timeoutMs?: number,
  ) => Promise<StatusResponse>;
  readonly post: (path: string) => Promise<{ readonly status: number; readonly body: string }>;
  readonly stop: (signal?: NodeJS.Signals) => Promise<ExitInfo>;
  /** Starts it again on the same addresses after `stop`. */
  readonly start: () => Promise<void>;
}

/** MONIKER_CP_MAIN runs another build of the same command, such as the bundle. */
const MAIN = process.env['MONIKER_CP_MAIN'] ?? join(import.meta.dirname, '..', '..', 'src', 'main.ts');

/** Runs `moniker-cp` from the sources. */
export function startCommand(
  args: readonly string[],
  { env, nodeArgs = [] }: Pick<DaemonSpec, 'env' | 'nodeArgs'> = {},
): ManagedProcess {
  return startProcess({
    name: `moniker-cp ${args[0] ?? ''}`,
    command: process.execPath,
    args: [...nodeArgs, MAIN, ...args],
    env: env ?? process.env,
  });
}

/** Starts `moniker-cp serve` as a process of its own and waits until it is ready. */
export async function startDaemon(spec: DaemonSpec): Promise<Daemon> {
  const http = { host: spec.host, port: spec.httpPort };
  const launch = (): ManagedProcess =>
    startCommand(
      [
        'serve',
        '--catalog',
        spec.catalogDir,
        '--xds-address',
        `${spec.host}:${spec.xdsPort}`,
        '--http-address',
        `${spec.host}:${spec.httpPort}`,
        ...(spec.args ?? []),
      ],
      spec,
    );
  let child = launch();
  const ready = async (): Promise<void> => {
    const answer = await eventually({
      what: 'the daemon to be ready',
      detail: () => child.output(),
      probe: async () => {
        if (!child.alive()) return 'ended';
        return (await rawRequest({ ...http, path: '/ready' })).status === 200 ? 'ready' : null;
      },
    });
    if (answer === 'ended') throw new Error(`the daemon ended while starting:\n${child.output()}`);
  };
  await ready();
  return {
    spec,
    pid: () => child.pid,
    log: () => child.output(),
    status: () => getJson<StatusResponse>({ ...http, path: '/status' }),
    until: (what, accept, timeoutMs = 20_000) =>
      untilStatus({ ...http, what, accept, timeoutMs, log: () => child.output() }),
    post: (path) => rawRequest({ ...http, path, method: 'POST' }),
    stop: (signal) => child.stop(signal),
    start: async () => {
      child = launch();
      await ready();
    },
  };
}

interface StatusWait {
  readonly host: string;
  readonly port: number;
  readonly what: string;
  readonly accept: (status: StatusResponse) => boolean;
  readonly timeoutMs: number;
  readonly log: () => string;
}

/** Reads the daemon's server-sent events until one is accepted. */
async function untilStatus(wait: StatusWait): Promise<StatusResponse> {
  return new Promise((resolve, reject) => {
    let last = '';
    const request = httpRequest({ host: wait.host, port: wait.port, path: '/status/events' }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          const data = eventData(event);
          if (data === null) continue;
          last = data;
          const status = JSON.parse(data) as StatusResponse;
          if (wait.accept(status))
            settle(() => {
              resolve(status);
            });
        }
      });
      response.on('end', () => {
        settle(() => {
          reject(new Error(`the daemon ended while waiting for ${wait.what}\n${wait.log()}`));
        });
      });
    });
    const timer = setTimeout(() => {
      settle(() => {
        reject(new Error(`timed out waiting for ${wait.what}; last status: ${last}\n${wait.log()}`));
      });
    }, wait.timeoutMs);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      act();
      request.destroy();
    };
    request.on('error', (error) => {
      settle(() => {
        reject(error);
      });
    });
    request.end();
  });
}

function eventData(event: string): string | null {
  const lines = event.split('\n').filter((line) => line.startsWith('data:'));
  return lines.length === 0 ? null : lines.map((line) => line.slice(5).trimStart()).join('\n');
}

/** Every connected sidecar holds all of what is published, and there are `sidecars` of them. */
export function allSynced(sidecars: number): (status: StatusResponse) => boolean {
  return (status) =>
    status.sidecars.length === sidecars && status.sidecars.every((sidecar) => sidecar.state === 'SYNCED');
}
