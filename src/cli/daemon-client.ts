import type { AcceptResponse, ConfigResponse, ReleaseResponse, StatusResponse } from '../api/model.ts';
import { CommandError, UsageError } from './usage-error.ts';
import { serverEvents } from './server-events.ts';

/** What the commands ask of a running daemon. Every failure is a CommandError that says what to do. */
export interface DaemonClient {
  readonly url: string;
  status(): Promise<StatusResponse>;
  /** The status now, then at every change, until the signal aborts or the daemon goes. */
  follow(signal: AbortSignal): AsyncIterable<StatusResponse>;
  config(): Promise<ConfigResponse>;
  /** One held file, or all where it is null. */
  accept(file: string | null): Promise<AcceptResponse>;
  /** One service, or all where it is null. */
  release(service: string | null): Promise<ReleaseResponse>;
}

/** A daemon that accepts the connection and then says nothing is as good as none. */
const ANSWER_WITHIN_MS = 10_000;

export function daemonClient(server: string): DaemonClient {
  const base = baseUrl(server);
  const get = async <T>(path: string): Promise<T> => (await json(base, { path, method: 'GET' })) as T;
  return Object.freeze({
    url: base.href.replace(/\/$/, ''),
    status: () => get<StatusResponse>('status'),
    follow: (signal: AbortSignal) => follow(base, signal),
    config: () => get<ConfigResponse>('config'),
    accept: async (file: string | null) => {
      const body = file === null ? '' : JSON.stringify({ files: [file] });
      return (await json(base, { path: 'accept', method: 'POST', body })) as AcceptResponse;
    },
    release: async (service: string | null) => {
      const body = service === null ? '' : JSON.stringify({ service });
      return (await json(base, { path: 'release', method: 'POST', body })) as ReleaseResponse;
    },
  });
}

/** `http://host:port`, also with a path in front of the API, also without the scheme. */
function baseUrl(server: string): URL {
  const text = /^[a-z]+:\/\//i.test(server) ? server : `http://${server}`;
  if (!URL.canParse(text) || !/^https?:/.test(text)) {
    throw new UsageError(`"${server}" is not a URL such as http://127.0.0.1:8081`);
  }
  const url = new URL(text);
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

interface Request {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly body?: string;
}

async function json(base: URL, request: Request): Promise<unknown> {
  const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const response = await open(base, request, signal);
  const text = await response.text().catch((error: unknown) => unreachable(base, error));
  if (!response.ok) throw refusal(base, response.status, text);
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${base.href} does not answer as a moniker-cp daemon does: this is not JSON`);
  }
}

async function open(base: URL, request: Request, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(new URL(request.path, base), {
      method: request.method,
      signal,
      ...(request.body !== undefined && { body: request.body }),
    });
  } catch (error) {
    return unreachable(base, error);
  }
}

function refusal(base: URL, status: number, body: string): CommandError {
  let reason = '';
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'error' in parsed)
      reason = `: ${String(parsed.error)}`;
  } catch {
    // Not an answer of ours: its status says all that is known.
  }
  return new CommandError(`${base.href} answers ${status}${reason}`);
}

function unreachable(base: URL, error: unknown): never {
  throw new CommandError(
    `no daemon answers at ${base.href} (${reasonOf(error)}). ` +
      'Is "moniker-cp serve" running? --server or MONIKER_CP_SERVER names another address.',
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `nothing within ${ANSWER_WITHIN_MS / 1_000} s`;
  const cause: unknown = error.cause;
  if (cause instanceof AggregateError && cause.errors[0] instanceof Error) return cause.errors[0].message;
  return cause instanceof Error ? cause.message : error.message;
}

async function* follow(base: URL, signal: AbortSignal): AsyncGenerator<StatusResponse> {
  try {
    const response = await open(base, { path: 'status/events', method: 'GET' }, signal);
    if (!response.ok) throw refusal(base, response.status, await response.text());
    if (response.body === null) return;
    for await (const data of serverEvents(response.body)) yield JSON.parse(data) as StatusResponse;
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof CommandError) throw error;
    unreachable(base, error);
  }
}
