import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { ConfigResponse, SidecarView, StatusResponse } from '../../src/api/model.ts';

/** A status in which all is well; `patch` says what is not. */
export function statusWith(patch: Partial<StatusResponse> = {}): StatusResponse {
  return {
    build: '1.2.3',
    startedAt: 1_000,
    delivery: { waves: [], held: [] },
    ready: true,
    degraded: false,
    version: 'aaaa',
    publishedAt: 2_000,
    compileSeconds: 0.01,
    counts: { keys: 3, boundKeys: 2 },
    inputs: [{ file: 'mesh.yaml', state: 'current', since: null, reason: null }],
    diagnostics: [],
    sidecars: [],
    ...patch,
  };
}

export function sidecarWith(patch: Partial<SidecarView> = {}): SidecarView {
  return {
    streamId: 1,
    nodeId: 'gateway-1',
    service: 'gateway',
    known: true,
    peer: '127.0.0.1:5',
    connectedAt: 1_500,
    protocol: 'delta',
    client: 'runtime',
    zone: null,
    variant: null,
    envoyVersion: '1.40.0',
    contract: 1,
    state: 'SYNCED',
    types: {},
    ...patch,
  };
}

/** A sidecar that has refused its routes with this text. */
export function nackedSidecar(error: string): SidecarView {
  const rds = {
    subscribed: 1,
    sent: 'b',
    acked: 'a',
    state: 'NACKED',
    error,
    sentAt: 1,
    ackedAt: 1,
  } as const;
  return sidecarWith({ state: 'NACKED', types: { rds } });
}

export interface FakeDaemon {
  readonly url: string;
  /** `METHOD /path` of each request. */
  readonly requests: readonly string[];
  /** The body of each POST. */
  readonly posted: readonly string[];
  /** Sends a new status to all who follow. */
  push(status: StatusResponse): void;
  /** Ends the streams of those who follow. */
  endStreams(): void;
}

export interface FakeAnswers {
  readonly status: StatusResponse;
  readonly config?: ConfigResponse;
  readonly accepted?: readonly string[];
  readonly released?: readonly string[];
  /** Called for each new follower, after its first event. */
  readonly onFollow?: (daemon: FakeDaemon) => void;
}

/** Answers as the daemon's HTTP API does, on a free port, until the test ends. */
export async function fakeDaemon(t: TestContext, answers: FakeAnswers): Promise<FakeDaemon> {
  const requests: string[] = [];
  const posted: string[] = [];
  const followers = new Set<ServerResponse>();
  let status = answers.status;
  const event = (): string => `data: ${JSON.stringify(status)}\n\n`;

  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (request.method === 'POST') {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      request.on('end', () => posted.push(text));
    }
    const body = bodies(answers, status)[requests.at(-1) ?? ''];
    if (request.url === '/status/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`: ping\n\n${event()}`);
      followers.add(response);
      answers.onFollow?.(daemon);
    } else {
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body ?? { error: 'no such thing here' }));
    }
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });

  const daemon: FakeDaemon = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    posted,
    push: (next) => {
      status = next;
      for (const follower of followers) follower.write(event());
    },
    endStreams: () => {
      for (const follower of followers) follower.end();
    },
  };
  return daemon;
}

function bodies(answers: FakeAnswers, status: StatusResponse): Readonly<Record<string, unknown>> {
  return {
    'GET /status': status,
    'GET /config': answers.config,
    'POST /release': answers.released === undefined ? undefined : { released: answers.released },
    'POST /accept': answers.accepted === undefined ? undefined : { accepted: answers.accepted },
  };
}
