import type { IncomingMessage, ServerResponse } from 'node:http';
import { createStatusEvents } from './events.ts';
import { discoveryRefusal, refusal } from './guard.ts';
import { failure } from './answer.ts';
import type { Answer } from './answer.ts';
import type { ApiLog, ApiSource, DiscoverySource } from './ports.ts';
import { answer } from './routes.ts';

export interface ApiOptions {
  readonly source: ApiSource;
  /** Absent: no sidecar is served here. */
  readonly discovery?: DiscoverySource;
  readonly log: ApiLog;
  /** True where only this machine can reach the listener. */
  readonly loopback: boolean;
}

/** The management HTTP server. */
export interface ApiServer {
  /** Port 0: the system picks one. Rejects with the system's error where it cannot listen. */
  listen(at: {
    readonly host: string;
    readonly port: number;
  }): Promise<{ readonly host: string; readonly port: number }>;
  close(): Promise<void>;
}

/** Imported as a module it would load the whole of `fetch` for one of its exports: 20 ms of the daemon's start. */
const { createServer } = process.getBuiltinModule('node:http');

const MOST_BODY_BYTES = 64 * 1024;

export function createApiServer({ source, discovery, log, loopback }: ApiOptions): ApiServer {
  const events = createStatusEvents(source);
  let host = '';

  const discover = async (request: IncomingMessage, path: string): Promise<Answer> => {
    const refused = discoveryRefusal(request);
    if (refused !== null) return failure(403, refused);
    if (discovery === undefined) return failure(404, 'discovery is not served here');
    if (request.method !== 'POST') return { ...failure(405, 'use POST'), headers: { allow: 'POST' } };
    // Few meshes use it: its code and the codec are loaded when the first sidecar asks.
    const { answerDiscovery, MOST_DISCOVERY_BYTES } = await import('./discovery.ts');
    const body = await read(request, MOST_DISCOVERY_BYTES);
    if (body === null) return failure(413, 'the body is too large');
    return answerDiscovery(discovery, path, body);
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = ''] = (request.url ?? '').split('?', 1);
    if (path.startsWith('/v3/discovery:')) {
      send(request, response, await discover(request, path));
      return;
    }
    const refused = refusal(request, { host, loopback });
    if (refused !== null) {
      send(request, response, failure(403, refused));
      return;
    }
    if (request.method === 'GET' && path === '/status/events') {
      events.serve(request, response);
      return;
    }
    const body = await read(request, MOST_BODY_BYTES);
    send(
      request,
      response,
      body === null ? failure(413, 'the body is too large') : await answer(source, request, body),
    );
  };

  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    respond(request, response).catch((error: unknown) => {
      log.error({ err: error, path: request.url }, 'A management request failed');
      if (!response.headersSent)
        send(request, response, failure(500, 'internal error: the log has its cause'));
      else response.destroy();
    });
  });

  return {
    listen: (at) =>
      new Promise((resolve, reject) => {
        host = at.host;
        server.once('error', reject);
        server.listen(at.port, at.host, () => {
          server.off('error', reject);
          const address = server.address();
          resolve({
            host: at.host,
            port: typeof address === 'object' && address !== null ? address.port : at.port,
          });
        });
      }),
    close: () =>
      new Promise((resolve) => {
        events.close();
        server.close(() => {
          resolve();
        });
        server.closeIdleConnections();
        // What is being answered now ends by itself; a client that keeps its connection open does not.
        setTimeout(() => {
          server.closeAllConnections();
        }, 500).unref();
      }),
  };
}

async function read(request: IncomingMessage, most: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
  }
  return size > most ? null : Buffer.concat(chunks).toString('utf8');
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, contentType, body, headers }: Answer,
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
