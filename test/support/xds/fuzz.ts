import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Random } from '../../../scripts/soak/random.ts';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import { encodeRequest } from './wire.ts';

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** Gives the number of messages, frames or chunks that it sent. */
export type Attack = (target: Target, random: Random) => Promise<number>;

const SERVICE = '/envoy.service.discovery.v3.AggregatedDiscoveryService';
const PATHS = [
  `${SERVICE}/DeltaAggregatedResources`,
  `${SERVICE}/StreamAggregatedResources`,
  '/envoy.service.load_stats.v3.LoadReportingService/StreamLoadStats',
  '/envoy.service.cluster.v3.ClusterDiscoveryService/FetchClusters',
  '/no.such/Method',
] as const;
const GRPC = { ':method': 'POST', 'content-type': 'application/grpc', te: 'trailers' };
const ENDING_MS = 20_000;

/** What sidecars say, in every form. */
const REQUESTS: readonly Buffer[] = (['sotw', 'delta'] as const).flatMap((protocol) =>
  Object.values(TYPE_URLS).flatMap((typeUrl) => {
    const node = { id: 'fuzz', cluster: 'svc' };
    return [
      encodeRequest(protocol, { node, typeUrl }),
      encodeRequest(protocol, { node, typeUrl, names: ['a/v1', '*'], subscribe: ['a/v1', '*'], nonce: '1' }),
      encodeRequest(protocol, { node, typeUrl, nonce: '1', error: 'no', unsubscribe: ['a/v1'] }),
      encodeRequest(protocol, { node, typeUrl, initial: { 'a/v1': '00', 'a/v2': '11' } }),
    ];
  }),
);

/** Messages on gRPC streams: most of them nearly right. */
export const messages: Attack = async (target, random) => {
  const session = connectHttp2(`http://${target.host}:${target.port}`);
  session.on('error', () => undefined);
  let sent = 0;
  for (let streams = 0; streams < 25 && !session.destroyed; streams += 1)
    sent += await oneStream(session, random);
  if (!session.destroyed) {
    const closed = ended(session, 'the session');
    session.destroy();
    await closed;
  }
  return sent;
};

async function oneStream(session: ClientHttp2Session, random: Random): Promise<number> {
  const stream = session.request({
    ...GRPC,
    ':path': random.oneIn(10) ? random.pick(PATHS) : PATHS[random.below(2)],
    ...(random.oneIn(12) && { 'grpc-encoding': random.pick(['gzip', 'identity', 'zstd', '']) }),
    ...(random.oneIn(12) && { 'grpc-timeout': random.pick(['1S', '1n', '-1S', '99999999H', 'x']) }),
  });
  stream.on('error', () => undefined);
  stream.resume();
  const count = 1 + random.below(30);
  for (let index = 0; index < count && stream.writable; index += 1) {
    const bytes = frame(random);
    const cut = random.oneIn(3) ? random.below(bytes.length + 1) : bytes.length;
    stream.write(bytes.subarray(0, cut));
    if (cut < bytes.length) stream.write(bytes.subarray(cut));
    if (random.oneIn(4)) await new Promise(setImmediate);
  }
  if (random.oneIn(3))
    stream.close(random.pick([constants.NGHTTP2_CANCEL, constants.NGHTTP2_INTERNAL_ERROR]));
  // Node's client forgets at times that a stream with unsent data was reset; the server's side is looked at later.
  else if (!stream.destroyed) {
    const closed = ended(stream, 'the stream');
    stream.end();
    await closed;
  }
  return count;
}

function frame(random: Random): Buffer {
  const body = random.oneIn(6) ? noise(random, 200) : mutated(random.pick(REQUESTS), random);
  const header = Buffer.alloc(5);
  header[0] = random.oneIn(20) ? random.below(256) : 0;
  header.writeUInt32BE(random.oneIn(20) ? random.below(0xffffffff) : body.length, 1);
  return Buffer.concat([header, body]);
}

/** HTTP/2 frames by hand, out of those of a real connection. */
export function frames(recorded: readonly Buffer[]): Attack {
  return async (target, random) => {
    const count = 1 + random.below(40);
    const own = Array.from({ length: count }, (_, index) => {
      const real =
        recorded[index < recorded.length ? index : random.below(recorded.length)] ?? Buffer.alloc(9);
      if (random.oneIn(3)) return real;
      if (random.oneIn(4)) return madeFrame(random);
      return mutated(real, random);
    });
    await onSocket(target, random, [PREFACE, ...own]);
    return count;
  };
}

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

function madeFrame(random: Random): Buffer {
  const body = noise(random, 80);
  const head = Buffer.alloc(9);
  head.writeUIntBE(random.oneIn(8) ? random.below(0xffffff) : body.length, 0, 3);
  head[3] = random.below(12);
  head[4] = random.below(256);
  head.writeUInt32BE(random.oneIn(4) ? random.below(0xffffffff) : random.below(9), 5);
  return Buffer.concat([head, body]);
}

/** Bytes that are no HTTP/2 at all, or its preface and nothing sensible after it. */
export const garbage: Attack = async (target, random) => {
  const count = 1 + random.below(20);
  const chunks = Array.from({ length: count }, () =>
    random.oneIn(10) ? Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n') : noise(random, 500),
  );
  await onSocket(target, random, random.oneIn(3) ? [PREFACE, ...chunks] : chunks);
  return count;
};

async function onSocket(target: Target, random: Random, chunks: readonly Buffer[]): Promise<void> {
  const socket = connect(target);
  socket.on('error', () => undefined);
  socket.resume();
  const closed = ended(socket, 'the connection');
  for (const chunk of chunks) {
    if (!socket.writable) break;
    socket.write(chunk);
    if (random.oneIn(6)) await new Promise(setImmediate);
  }
  if (random.oneIn(4)) socket.resetAndDestroy();
  else socket.end();
  await closed;
}

/** The server ends what its client has ended: one that it forgets would be a leak. */
async function ended(what: ClientHttp2Session | ClientHttp2Stream | Socket, name: string): Promise<void> {
  await once(what, 'close', { signal: AbortSignal.timeout(ENDING_MS) }).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'AbortError')
      throw new Error(`${name} did not end`, { cause: error });
  });
}

function mutated(original: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(original);
  for (let changes = random.below(4); changes > 0; changes -= 1) {
    const at = random.below(bytes.length + 1);
    switch (random.below(5)) {
      case 0:
        if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 1:
        bytes = bytes.subarray(0, at);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), noise(random, 12), bytes.subarray(at)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes, bytes.subarray(at)]);
        break;
      default:
        if (at < bytes.length) bytes[at] = random.pick([0, 0x7f, 0x80, 0xff]);
    }
  }
  return bytes;
}

function noise(random: Random, most: number): Buffer {
  return Buffer.from(Array.from({ length: 1 + random.below(most) }, () => random.below(256)));
}

/** The frames that a real client sends for a stream with some requests; the preface is left out. */
export async function recordFrames(): Promise<readonly Buffer[]> {
  let bytes = Buffer.alloc(0);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (cutFrames(bytes).filter((one) => one[3] === 0).length >= RECORDED) server.emit('enough');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  session.on('error', () => undefined);
  const stream = session.request({ ...GRPC, ':path': PATHS[0] });
  stream.on('error', () => undefined);
  const enough = once(server, 'enough');
  for (const request of REQUESTS.slice(0, RECORDED)) {
    const header = Buffer.alloc(5);
    header.writeUInt32BE(request.length, 1);
    await new Promise((resolve) => stream.write(Buffer.concat([header, request]), resolve));
  }
  await enough;
  session.destroy();
  server.close();
  return cutFrames(bytes);
}

const RECORDED = 4;

function cutFrames(bytes: Buffer): readonly Buffer[] {
  const cut: Buffer[] = [];
  for (let at = PREFACE.length; at + 9 <= bytes.length;) {
    const end = at + 9 + bytes.readUIntBE(at, 3);
    if (end > bytes.length) break;
    cut.push(bytes.subarray(at, end));
    at = end;
  }
  return cut;
}
