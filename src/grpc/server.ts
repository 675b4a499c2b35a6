import { createServer } from 'node:net';
import type { AddressInfo, DropArgument, Server, Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { createServer as createTlsServer } from 'node:tls';
import type { TlsOptions, TLSSocket } from 'node:tls';
import { Connection } from './connection.ts';
import type { Totals } from './connection.ts';
import { DEFAULT_LIMITS } from './model.ts';
import type { Methods, ServerLimits, TransportEvents } from './model.ts';
import type { Status } from './status.ts';

export interface GrpcServerOptions {
  readonly methods: Methods;
  /** What differs from `DEFAULT_LIMITS`. */
  readonly limits?: Partial<ServerLimits>;
  readonly events?: Partial<TransportEvents>;
  /** Certificates and the like; absent: plaintext (HTTP/2 with prior knowledge). */
  readonly tls?: TlsOptions;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /**
   * Others of this user may listen there too, and the system shares the connections out. Default false. Rejects with
   * ENOTSUP where the system cannot do that.
   */
  readonly reusePort?: boolean;
}

export interface GrpcServer {
  /** May be called for several addresses. Rejects with the system's error (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`). */
  listen(options: ListenOptions): Promise<{ readonly host: string; readonly port: number }>;
  /** How many connections there are. */
  readonly connections: number;
  /** How many calls they have under way. */
  readonly calls: number;
  /**
   * Takes no new connection or call, ends all calls with the status, and closes what is still open after `graceMs`.
   */
  shutdown(options: { readonly status: Status; readonly graceMs: number }): Promise<void>;
}

/** A fleet that reconnects at once queues here; the system's own limit (`net.core.somaxconn`) may be lower. */
const BACKLOG = 4_096;

const NO_EVENTS: TransportEvents = {
  cut: () => undefined,
  refused: () => undefined,
  asked: () => undefined,
};

/** The longest pause between two looks at the connections. */
const MAX_TEND_MS = 5_000;

/** A gRPC server over HTTP/2, for messages that are encoded already. */
export function createGrpcServer(options: GrpcServerOptions): GrpcServer {
  const limits: ServerLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const servers: Server[] = [];
  /** Of clients that come by TLS: their handshake may not have come to an end. */
  const sockets = new Set<Socket>();
  const connections = new Set<Connection>();
  let stopping: { readonly status: Status; readonly done: Promise<void> } | null = null;
  let idle: (() => void) | null = null;
  const events = { ...NO_EVENTS, ...options.events };
  const totals: Totals = { calls: 0, requestBytes: 0 };
  const connectionOptions = {
    methods: options.methods,
    limits,
    events,
    totals,
    now: () => performance.now(),
    random: () => Math.random(),
    closed: (connection: Connection) => {
      connections.delete(connection);
      if (connections.size === 0) idle?.();
    },
  };
  const take = (socket: Socket): void => {
    const connection = new Connection(socket, connectionOptions);
    connections.add(connection);
    if (stopping) connection.leave(stopping.status);
  };
  const createListener = (): Server => {
    const server = options.tls
      ? createTlsServer({ ...options.tls, ALPNProtocols: ['h2'], noDelay: true })
      : createServer({ noDelay: true });
    // The cheapest refusal, and before any handshake: whoever opens connections without end gains nothing.
    server.maxConnections = limits.maxConnections;
    server.on('drop', (dropped?: DropArgument) => {
      const { remoteAddress = 'unknown', remotePort = 0 } = dropped ?? {};
      events.refused({ peer: `${remoteAddress}:${remotePort}`, reason: 'connections' });
    });
    server.on('connection', (socket: Socket) => {
      if (!options.tls) {
        take(socket);
        return;
      }
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    server.on('secureConnection', (socket: TLSSocket) => {
      // HTTP/2 over TLS 1.2 knows none (RFC 9113, 9.2.1).
      socket.disableRenegotiation();
      if (socket.alpnProtocol === 'h2') take(socket);
      else socket.destroy();
    });
    return server;
  };
  // One clock for all: a timer for each connection would cost more than looking at them.
  const tending = setInterval(() => {
    const now = performance.now();
    for (const connection of [...connections]) connection.tend(now);
  }, tendInterval(limits)).unref();

  return {
    listen: ({ host, port, reusePort = false }) =>
      new Promise((resolve, reject) => {
        const server = createListener();
        server.once('error', reject);
        server.listen({ host, port, reusePort, backlog: BACKLOG }, () => {
          server.off('error', reject);
          server.on('error', () => undefined);
          servers.push(server);
          resolve({ host, port: (server.address() as AddressInfo).port });
        });
      }),
    get connections() {
      return connections.size;
    },
    get calls() {
      return totals.calls;
    },
    shutdown({ status, graceMs }) {
      if (stopping) return stopping.done;
      const done = new Promise<void>((resolve) => {
        const end = (): void => {
          clearTimeout(force);
          clearInterval(tending);
          // What is left then are those whose TLS handshake has not come to an end.
          for (const socket of [...sockets]) socket.destroy();
          resolve();
        };
        const force = setTimeout(() => {
          for (const connection of [...connections]) connection.destroy();
          end();
        }, graceMs);
        idle = end;
        for (const server of servers) server.close();
        if (connections.size === 0) end();
      });
      stopping = { status, done };
      for (const connection of [...connections]) connection.leave(status);
      return done;
    },
  };
}

/** Often enough that the shortest of the times is kept to a quarter. */
function tendInterval(limits: ServerLimits): number {
  const { slowReader, keepalive, keepaliveTimeout, maxAge, maxAgeGrace, maxIdle, requestTimeout } = limits;
  const times = [
    slowReader,
    keepalive,
    keepaliveTimeout,
    maxAge,
    maxAgeGrace,
    maxIdle,
    requestTimeout,
  ].filter((time) => time > 0);
  return Math.max(5, Math.min(MAX_TEND_MS, ...times.map((time) => time / 4)));
}
