import { setTimeout as delay } from 'node:timers/promises';
import { createServer as createHttpServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Server, Socket } from 'node:net';

/** What a stub says about itself and the request that it got; the JSON body of every answer. */
export interface WhoAmI {
  readonly name: string;
  readonly version: string | null;
  readonly protocol: StubProtocol;
  readonly httpVersion: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
}

export type StubProtocol = 'http' | 'http2' | 'grpc';

export interface StubSpec {
  readonly name: string;
  readonly version?: string | null;
  readonly host: string;
  readonly port: number;
  /** Default `http`. http2 and grpc are served in clear text with prior knowledge, as Envoy speaks them. */
  readonly protocol?: StubProtocol;
  /** The sidecar's egress listener; with it `GET /call/<host>/<path>` calls another service through the sidecar. */
  readonly egress?: { readonly host: string; readonly port: number };
}

export interface Stub {
  readonly host: string;
  readonly port: number;
  /** Requests answered so far. */
  readonly requests: () => number;
  /**
   * Waits until nobody has asked for a second, stops listening, cuts idle connections, and resolves once what was under
   * way has been answered.
   */
  readonly drain: () => Promise<void>;
  /** Stops listening and cuts what is still open. */
  readonly close: () => Promise<void>;
}

/**
 * A worker of a busy Envoy may have chosen a machine just before its main thread gave it up, and a request that meets
 * the end of an idle connection is lost: whoever goes away waits for the last ones, as real applications have to.
 */
const QUIET_MS = 1_000;

type AnyRequest = IncomingMessage | Http2ServerRequest;
type AnyResponse = ServerResponse | Http2ServerResponse;

/**
 * A stand-in for an application: it answers every request with who it is and what it was asked. A gRPC stub
 * answers any unary call with the request's own message and names itself in the header `x-stub`.
 */
export async function startStub(spec: StubSpec): Promise<Stub> {
  let requests = 0;
  const onRequest = (request: AnyRequest, response: AnyResponse): void => {
    requests += 1;
    answer(spec, request, response).catch((error: unknown) => {
      response.statusCode = 502;
      response.end(String(error));
    });
  };
  const server: Server =
    (spec.protocol ?? 'http') === 'http'
      ? createHttpServer({ keepAliveTimeout: 0 }, onRequest)
      : createHttp2Server(onRequest);
  const sockets = trackSockets(server);
  await listen(server, spec);
  const { port } = server.address() as AddressInfo;
  return {
    host: spec.host,
    port,
    requests: () => requests,
    drain: async () => {
      for (let before = -1; before !== requests;) {
        before = requests;
        await delay(QUIET_MS);
      }
      await new Promise<void>((resolve) => {
        // Node cuts a kept-alive HTTP/1.1 connection with `close` as soon as it is idle.
        server.close(() => {
          resolve();
        });
      });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function answer(spec: StubSpec, request: AnyRequest, response: AnyResponse): Promise<void> {
  const body = await readBody(request);
  if (String(request.headers['content-type']).startsWith('application/grpc')) {
    answerGrpc(spec, body, response as Http2ServerResponse);
    return;
  }
  const call = spec.egress === undefined ? null : /^\/call\/([^/]+)(\/.*)$/.exec(request.url ?? '');
  if (call?.[1] !== undefined && call[2] !== undefined && spec.egress !== undefined) {
    await forward({ egress: spec.egress, host: call[1], path: call[2] }, response);
    return;
  }
  response.setHeader('content-type', 'application/json');
  response.setHeader('x-stub', stubName(spec));
  response.end(`${JSON.stringify(whoAmI(spec, request))}\n`);
}

function whoAmI(spec: StubSpec, request: AnyRequest): WhoAmI {
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    name: spec.name,
    version: spec.version ?? null,
    protocol: spec.protocol ?? 'http',
    httpVersion: request.httpVersion,
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(headers),
  };
}

function answerGrpc(spec: StubSpec, body: Buffer, response: Http2ServerResponse): void {
  response.setHeader('content-type', 'application/grpc');
  response.setHeader('x-stub', stubName(spec));
  response.addTrailers({ 'grpc-status': '0' });
  response.end(body);
}

/** As an application does it: the sidecar's egress listener is the proxy, the `Host` header says who is meant. */
async function forward(
  call: { egress: { host: string; port: number }; host: string; path: string },
  response: AnyResponse,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const outgoing = httpRequest(
      { ...call.egress, path: call.path, headers: { host: call.host } },
      (incoming) => {
        response.statusCode = incoming.statusCode ?? 502;
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          response.end(Buffer.concat(chunks));
          resolve();
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

function stubName(spec: StubSpec): string {
  return spec.version === undefined || spec.version === null ? spec.name : `${spec.name}/${spec.version}`;
}

async function readBody(request: AnyRequest): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

async function listen(server: Server, spec: StubSpec): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: spec.host, port: spec.port }, () => {
      resolve();
    });
  });
}
