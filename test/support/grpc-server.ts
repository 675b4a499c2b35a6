import { once } from 'node:events';
import type {
  ClientHttp2Session,
  ClientHttp2Stream,
  IncomingHttpHeaders,
  OutgoingHttpHeaders,
} from 'node:http2';
import { frameMessage } from '../../src/grpc/framing.ts';
import type { CallEnd, Method, ServerLimits, TransportEvents } from '../../src/grpc/model.ts';
import { createGrpcServer } from '../../src/grpc/server.ts';
import type { GrpcServer } from '../../src/grpc/server.ts';
import { STATUS } from '../../src/grpc/status.ts';
import { unary } from '../../src/grpc/unary.ts';

export const OK = { code: STATUS.OK, message: '' };

export interface Running {
  readonly server: GrpcServer;
  readonly address: string;
  /** How calls of `/test.Echo/Quiet` ended. */
  readonly ends: CallEnd[];
  ended(): Promise<CallEnd>;
}

/** A server of methods that echo, stay quiet, send without end or refuse. */
export async function serveEcho(
  limits: Partial<ServerLimits> = {},
  events: Partial<TransportEvents> = {},
): Promise<Running> {
  const ends: CallEnd[] = [];
  const waiting: ((end: CallEnd) => void)[] = [];
  const closed = (end: CallEnd): void => {
    ends.push(end);
    waiting.shift()?.(end);
  };
  const echo: Method = (call) => ({
    message: (bytes) => {
      call.send(frameMessage(bytes));
    },
    halfClosed: () => {
      call.end(OK);
    },
    closed,
  });
  const quiet: Method = () => ({ message: () => undefined, halfClosed: () => undefined, closed });
  const flood: Method = (call) => ({
    message: () => {
      const frame = frameMessage(new Uint8Array(1_048_576));
      for (let count = 0; count < 40; count += 1) call.send(frame);
    },
    halfClosed: () => undefined,
    closed,
  });
  const refusal: Method = (call) => {
    call.end({ code: STATUS.NOT_FOUND, message: 'nothing like “that”' });
    return { message: () => undefined, halfClosed: () => undefined, closed };
  };
  const once = unary(
    (bytes) => {
      if (bytes.length === 0) throw new Error('empty');
      return Promise.resolve({ kind: 'message', bytes });
    },
    () => undefined,
  );
  const methods = new Map([
    ['/test.Echo/Stream', echo],
    ['/test.Echo/Quiet', quiet],
    ['/test.Echo/Flood', flood],
    ['/test.Echo/Refuse', refusal],
    ['/test.Echo/Once', once],
  ]);
  const server = createGrpcServer({ methods, limits, events });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const ended = (): Promise<CallEnd> => new Promise((resolve) => waiting.push(resolve));
  return { server, address: `127.0.0.1:${port}`, ends, ended };
}

export const stop = ({ server }: Running): Promise<void> =>
  server.shutdown({ status: { code: STATUS.UNAVAILABLE, message: 'shutting down' }, graceMs: 2_000 });

export interface Answer {
  readonly headers: IncomingHttpHeaders;
  readonly trailers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export const GRPC = { ':method': 'POST', 'content-type': 'application/grpc', te: 'trailers' };

/** A request by hand: what gRPC libraries would never send. */
export async function raw(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body: Uint8Array,
): Promise<Answer> {
  const stream = session.request({ ...GRPC, ...headers });
  stream.on('error', () => undefined);
  stream.end(body);
  return answerTo(stream);
}

export async function answerTo(stream: ClientHttp2Stream): Promise<Answer> {
  let headers: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  const chunks: Buffer[] = [];
  stream.on('response', (received: IncomingHttpHeaders) => (headers = received));
  stream.on('trailers', (received: IncomingHttpHeaders) => (trailers = received));
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(stream, 'close');
  return { headers, trailers, body: Buffer.concat(chunks) };
}

export const statusOf = ({ headers, trailers }: Answer): unknown =>
  trailers['grpc-status'] ?? headers['grpc-status'];

export function compressed(bytes: Uint8Array): Buffer {
  const frame = frameMessage(bytes);
  frame[0] = 1;
  return frame;
}
