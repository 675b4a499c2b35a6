import { connect, createServer, type Socket } from 'node:net';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Stands between clients and a server, so that a run can break their connections while both stay alive. */
export interface Relay {
  /** Ends every connection at once, as a network does: nothing that was under way arrives. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

export async function startRelay({ from, to }: { from: Address; to: Address }): Promise<Relay> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket, peer: Socket): void => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => peer.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      peer.destroy();
    });
  };
  const server = createServer((client) => {
    const upstream = connect(to);
    keep(client, upstream);
    keep(upstream, client);
    client.pipe(upstream);
    upstream.pipe(client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(from, resolve);
  });
  const cut = (): void => {
    for (const socket of [...sockets]) socket.resetAndDestroy();
  };
  return {
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        cut();
      }),
  };
}
