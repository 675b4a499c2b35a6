import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { frame, FRAME, headerFrames, PREFACE, settingsFrame } from '../../src/http2/frames.ts';
import { FrameReader } from '../../src/http2/frame-reader.ts';
import { encodeHeaders } from '../../src/http2/hpack-encoder.ts';
import { ServerSession } from '../../src/http2/session.ts';
import type { SessionEvents, SessionFault, SessionOptions } from '../../src/http2/session.ts';
import type { ServerStream } from '../../src/http2/stream.ts';
import type { RequestHeaders } from '../../src/http2/request-headers.ts';

export const REQUEST = { ':method': 'POST', ':scheme': 'http', ':path': '/', ':authority': 'test' };

/** A request's headers as frames. */
export const request = (
  id: number,
  endStream: boolean,
  more: Readonly<Record<string, string>> = {},
): Buffer => headerFrames(id, encodeHeaders({ ...REQUEST, ...more }), endStream);

export const data = (id: number, body: string | Uint8Array, flags = 0): Buffer =>
  frame({ type: FRAME.DATA, flags, id }, Buffer.from(body as Uint8Array));

export interface Received {
  readonly type: number;
  readonly flags: number;
  readonly id: number;
  readonly payload: Buffer;
}

/** A client that says whatever it is told, and notes what it hears. */
export interface RawClient {
  readonly socket: Socket;
  send(...frames: readonly Uint8Array[]): void;
  /** The next frame that is as `wanted`; null: the connection ended before. */
  next(wanted: (one: Received) => boolean): Promise<Received | null>;
  /** The server has closed the connection. */
  closed(): Promise<void>;
}

export interface Http2Server {
  readonly port: number;
  readonly sessions: ServerSession[];
  /** Of all requests. */
  readonly headers: RequestHeaders[];
  /** `end` and `close` of streams, by number, as they come. */
  readonly told: string[];
  /** Why connections were ended. */
  readonly faults: SessionFault[];
  /** Reads on where a request's path was `/paused`. */
  resume(): void;
  /** Connects, and greets with the preface and settings unless told otherwise. */
  client(greeting?: readonly Uint8Array[]): Promise<RawClient>;
}

/** What a server of a test does about connections; faults are noted. */
export const connectionEvents = (faults: SessionFault[]): Omit<SessionEvents, 'stream'> => ({
  oversize: (stream) => {
    stream.respond({ ':status': 431 }, true);
  },
  refused: () => undefined,
  ping: () => undefined,
  fault: (reason) => {
    faults.push(reason);
  },
  close: () => undefined,
});

export const GREETING: readonly Uint8Array[] = [PREFACE, settingsFrame([])];

/** A server that echoes what it is sent, and ends with a trailer. */
export async function serveHttp2(
  t: TestContext,
  options: Partial<SessionOptions> = {},
): Promise<Http2Server> {
  const sessions: ServerSession[] = [];
  const headers: RequestHeaders[] = [];
  const told: string[] = [];
  const faults: SessionFault[] = [];
  const paused: ServerStream[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    const session = new ServerSession(
      socket,
      {
        maxConcurrentStreams: 10,
        streamWindow: 65_535,
        connectionWindow: 65_535,
        maxHeaderListBytes: 16_384,
        now: () => 0,
        ...options,
      },
      {
        stream(stream, received) {
          headers.push(received);
          if (received[':path'] === '/paused') {
            stream.pause();
            paused.push(stream);
          }
          stream.listen({
            data: (bytes, start, end) => {
              stream.respond({ ':status': 200 });
              stream.write(Buffer.from(bytes.subarray(start, end)));
            },
            ended: () => {
              told.push(`end ${stream.id}`);
              stream.respond({ ':status': 200 });
              stream.end({ done: 'yes' });
            },
            closed: () => {
              told.push(`close ${stream.id}`);
            },
          });
        },
        ...connectionEvents(faults),
      },
    );
    sessions.push(session);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  t.after(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  return {
    port,
    sessions,
    headers,
    told,
    faults,
    resume() {
      for (const stream of paused) stream.resume();
    },
    async client(greeting = GREETING) {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      socket.on('error', () => undefined);
      t.after(() => socket.destroy());
      await once(socket, 'connect');
      socket.write(Buffer.concat(greeting));
      return rawClient(socket);
    },
  };
}

function rawClient(socket: Socket): RawClient {
  const frames: Received[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const one of [...waiting]) one();
  };
  const reader = new FrameReader({
    frame({ type, flags, id, start, end }, bytes) {
      frames.push({ type, flags, id, payload: Buffer.from(bytes.subarray(start, end)) });
    },
  });
  socket.on('data', (chunk: Buffer) => {
    reader.push(chunk);
    wake();
  });
  const over = new Promise<void>((resolve) => {
    socket.on('close', () => {
      resolve();
      wake();
    });
  });
  return {
    socket,
    send: (...sent) => void socket.write(Buffer.concat(sent)),
    next: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          const index = frames.findIndex(wanted);
          if (index < 0 && !socket.destroyed) return;
          waiting.delete(look);
          resolve(index < 0 ? null : (frames.splice(index, 1)[0] ?? null));
        };
        waiting.add(look);
        look();
      }),
    closed: () => over,
  };
}
