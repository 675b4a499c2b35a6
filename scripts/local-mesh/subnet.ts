import { createServer } from 'node:net';

/** 254 loopback addresses that no other process of ours uses as long as this one lives. */
export interface Subnet {
  /** `host` from 1 to 253. */
  readonly address: (host: number) => string;
  readonly release: () => Promise<void>;
}

const LOCK_PORT = 19999;
const LOCK_HOST = 254;
const SUBNETS = 180 * 256;

/**
 * Takes a /24 of 127.0.0.0/8 for this process. Test files run in parallel, and a port that was found free may be
 * taken a moment later; an address of one's own makes every port on it one's own. The subnet is held by
 * listening on its last address, so that it is freed however the process ends.
 * Linux answers on all of 127.0.0.0/8; other systems need the addresses as aliases.
 */
export async function acquireSubnet(): Promise<Subnet> {
  const start = (process.pid * 7919) % SUBNETS;
  for (let offset = 0; offset < SUBNETS; offset += 1) {
    const number = (start + offset) % SUBNETS;
    const prefix = `127.${20 + Math.floor(number / 256)}.${number % 256}`;
    const release = await tryListen(`${prefix}.${LOCK_HOST}`);
    if (release !== null) return { address: (host) => `${prefix}.${host}`, release };
  }
  throw new Error('every loopback subnet is in use');
}

async function tryListen(host: string): Promise<(() => Promise<void>) | null> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(error);
    });
    server.listen({ host, port: LOCK_PORT, exclusive: true }, () => {
      server.unref();
      resolve(
        () =>
          new Promise<void>((done) =>
            server.close(() => {
              done();
            }),
          ),
      );
    });
  });
}
