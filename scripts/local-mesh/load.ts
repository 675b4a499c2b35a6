import { Agent, request as httpRequest } from 'node:http';

export interface LoadSpec {
  readonly host: string;
  readonly port: number;
  /** Sent round robin, all GET. */
  readonly requests: readonly LoadRequest[];
  readonly ratePerSecond: number;
  /** Sockets kept alive; default 16. */
  readonly connections?: number;
}

export interface LoadRequest {
  readonly path: string;
  readonly authority: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Failure {
  readonly atMs: number;
  readonly path: string;
  /** A status other than 2xx, or the socket's error code. */
  readonly what: string;
  readonly body: string;
}

export interface LoadResult {
  readonly sent: number;
  readonly ok: number;
  readonly seconds: number;
  readonly failures: readonly Failure[];
  /** Answers by the stub that gave them (`x-stub`). */
  readonly byStub: ReadonlyMap<string, number>;
}

export interface Load {
  /** Requests sent so far. */
  sent(): number;
  /** What has failed so far, oldest first. */
  failures(): readonly Failure[];
  /** Answers so far by stub, from now on: reading resets them. */
  takeByStub(): ReadonlyMap<string, number>;
  /** Stops sending, waits for what is under way. */
  stop(): Promise<LoadResult>;
}

const TICK_MS = 5;

/**
 * Sends at a fixed rate whatever the answers do, never retries, and counts everything that is not a whole 2xx
 * answer, resets of kept-alive sockets included.
 */
export function startLoad(spec: LoadSpec): Load {
  const agent = new Agent({ keepAlive: true, maxSockets: spec.connections ?? 16 });
  const startedAt = performance.now();
  const failures: Failure[] = [];
  const byStub = new Map<string, number>();
  let window = new Map<string, number>();
  const open = new Set<Promise<void>>();
  let sent = 0;
  let ok = 0;

  const send = (): void => {
    const target = spec.requests[sent % spec.requests.length];
    if (target === undefined) throw new Error('no requests to send');
    sent += 1;
    const done = sendOne({ ...spec, request: target, agent }).then(
      (answer) => {
        if (answer.status >= 200 && answer.status < 300) ok += 1;
        else
          failures.push({
            atMs: performance.now() - startedAt,
            path: target.path,
            what: String(answer.status),
            body: answer.body.slice(0, 200),
          });
        byStub.set(answer.stub, (byStub.get(answer.stub) ?? 0) + 1);
        window.set(answer.stub, (window.get(answer.stub) ?? 0) + 1);
      },
      (error: unknown) => {
        const { code, message } = error as NodeJS.ErrnoException;
        failures.push({
          atMs: performance.now() - startedAt,
          path: target.path,
          what: code ?? message,
          body: '',
        });
      },
    );
    open.add(done);
    void done.finally(() => open.delete(done));
  };
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * spec.ratePerSecond);
    while (sent < due) send();
  }, TICK_MS);

  return {
    sent: () => sent,
    failures: () => failures,
    takeByStub: () => {
      const taken = window;
      window = new Map();
      return taken;
    },
    stop: async () => {
      clearInterval(timer);
      await Promise.all(open);
      agent.destroy();
      return { sent, ok, seconds: (performance.now() - startedAt) / 1000, failures, byStub };
    },
  };
}

export interface OneRequest {
  readonly host: string;
  readonly port: number;
  readonly request: LoadRequest;
  readonly agent: Agent;
}

/** One GET on a kept-alive socket, never retried. `stub` is empty where no stub answered. */
export async function sendOne({
  host,
  port,
  request,
  agent,
}: OneRequest): Promise<{ status: number; stub: string; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { ...request.headers, host: request.authority };
    const outgoing = httpRequest(
      { agent, host, port, path: request.path, headers, timeout: 20_000 },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const stub = response.headers['x-stub'];
          resolve({
            status: response.statusCode ?? 0,
            stub: typeof stub === 'string' ? stub : '',
            body: Buffer.concat(chunks).toString('utf8'),
          });
        });
      },
    );
    outgoing.once('timeout', () =>
      outgoing.destroy(Object.assign(new Error('timed out'), { code: 'TIMEOUT' })),
    );
    outgoing.once('error', reject);
    outgoing.end();
  });
}
