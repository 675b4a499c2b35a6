import type { TestContext } from 'node:test';
import { parseServeConfig } from '../../src/config/parse.ts';
import { serve } from '../../src/daemon/serve.ts';
import type { Daemon } from '../../src/daemon/serve.ts';
import { SILENT } from '../../src/telemetry/log.ts';
import type { StatusResponse } from '../../src/api/model.ts';
import { cleanUp } from './clean-up.ts';
import { XdsClient } from './xds-client.ts';

/** A daemon in this process, on free ports, that ends with the test. */
export interface TestDaemon {
  readonly daemon: Daemon;
  readonly url: (path: string) => string;
  readonly status: () => Promise<StatusResponse>;
  /** Waits for the daemon's own reports until the status fits. */
  readonly until: (what: string, fits: (status: StatusResponse) => boolean) => Promise<StatusResponse>;
  /** A sidecar of the service, which ends with the test. */
  readonly connect: (service: string, zone?: string) => XdsClient;
}

export async function startDaemon(
  t: TestContext,
  catalog: string,
  args: readonly string[] = [],
): Promise<TestDaemon> {
  const addresses = ['--xds-address', '127.0.0.1:0', '--http-address', '127.0.0.1:0'];
  const { config, problems } = parseServeConfig(['--catalog', catalog, ...addresses, ...args], {});
  if (config === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  const daemon = await serve(config, { log: SILENT, environment: {} });
  cleanUp(t, () => daemon.close());
  const url = (path: string): string => `http://${daemon.http.host}:${daemon.http.port}${path}`;
  const status = async (): Promise<StatusResponse> =>
    (await (await fetch(url('/status'))).json()) as StatusResponse;
  return {
    daemon,
    url,
    status,
    until: (what, fits) => untilStatus(url('/status/events'), what, fits),
    connect(service, zone) {
      const client = new XdsClient(daemon.xds, service, zone);
      cleanUp(t, () => {
        client.close();
      });
      return client;
    },
  };
}

async function untilStatus(
  url: string,
  what: string,
  fits: (status: StatusResponse) => boolean,
): Promise<StatusResponse> {
  const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
  if (response.body === null) throw new Error('the events have no body');
  let text = '';
  let last = '';
  try {
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        if (!event.startsWith('data: ')) continue;
        last = event.slice('data: '.length);
        const status = JSON.parse(last) as StatusResponse;
        if (fits(status)) return status;
      }
    }
  } catch (error) {
    throw new Error(`waited in vain for ${what}; the last status: ${last}`, { cause: error });
  }
  throw new Error(`the events ended while waiting for ${what}`);
}

/** The state of one file in a status. */
export function inputState(status: StatusResponse, file: string): string | undefined {
  return status.inputs.find((input) => input.file === file)?.state;
}
