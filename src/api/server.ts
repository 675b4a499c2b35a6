import type { IncomingMessage, ServerResponse } from 'node:http';
import { createStatusEvents } from './events.ts';
import { refusal } from './guard.ts';
import type { ApiLog, ApiSource } from './ports.ts';
import { answer, failure } from './routes.ts';
import type { Answer } from './routes.ts';

export interface ApiOptions {
  readonly source: ApiSource;
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

export function createApiServer({ source, log, loopback }: ApiOptions): ApiServer {
  const events = createStatusEvents(source);
  let host = '';

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refused = refusal(request, { host, loopback });
    if (refused !== null) {
      send(request, response, failure(403, refused));
      return;
    }
    if (request.method === 'GET' && request.url?.split('?')[0] === '/status/events') {
      events.serve(request, response);
      return;
    }
    const body = await read(request);
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

async function read(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BODY_BYTES) chunks.push(chunk);
  }
  return size > MOST_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8');
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
