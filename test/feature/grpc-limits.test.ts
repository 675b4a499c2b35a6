import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { connect, constants } from 'node:http2';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { connect as connectTcp, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import type { ClientDuplexStream, StatusObject } from '@grpc/grpc-js';
import { frameMessage } from '../../src/grpc/framing.ts';
import type { ServerLimits } from '../../src/grpc/model.ts';
import { STATUS } from '../../src/grpc/status.ts';
import { answerTo, GRPC, raw, serveEcho, statusOf, stop } from '../support/grpc-server.ts';
import type { Running } from '../support/grpc-server.ts';

const pass = (bytes: Buffer): Buffer => bytes;
const [HEADERS, CONTINUATION] = [1, 9];
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0';

interface Limited extends Running {
  /** Emits `cut`, `refused` and `asked`, each with its reason. */
  readonly events: EventEmitter;
  readonly told: string[];
  session(): ClientHttp2Session;
  socket(): Socket;
}

async function limited(t: TestContext, limits: Partial<ServerLimits>): Promise<Limited> {
  const events = new EventEmitter();
  const told: string[] = [];
  const tell =
    (event: string) =>
    ({ reason }: { readonly reason: string }): void => {
      told.push(`${event} ${reason}`);
      events.emit(event, reason);
    };
  const running = await serveEcho(limits, {
    cut: tell('cut'),
    refused: tell('refused'),
    asked: tell('asked'),
  });
  t.after(() => stop(running));
  return {
    ...running,
    events,
    told,
    session() {
      const session = connect(`http://${running.address}`);
      session.on('error', () => undefined);
      t.after(() => {
        session.destroy();
      });
      return session;
    },
    socket() {
      const socket = connectTcp(Number(running.address.split(':')[1]), '127.0.0.1');
      socket.on('error', () => undefined);
      t.after(() => socket.destroy());
      return socket;
    },
  };
}

function open(session: ClientHttp2Session, path = '/test.Echo/Stream'): ClientHttp2Stream {
  const stream = session.request({ ...GRPC, ':path': path });
  stream.on('error', () => undefined);
  return stream;
}

async function echoes(stream: ClientHttp2Stream, text: string): Promise<void> {
  stream.write(frameMessage(Buffer.from(text)));
  const [chunk] = (await once(stream, 'data')) as [Buffer];
  assert.equal(chunk.subarray(5).toString(), text);
}

function statusOfCall(call: ClientDuplexStream<Buffer, Buffer>): Promise<StatusObject> {
  // The status says the same as the error.
  call.on('error', () => undefined);
  return new Promise((resolve) => call.on('status', resolve));
}

const answersOnce = async (session: ClientHttp2Session): Promise<void> => {
  const answer = await raw(session, { ':path': '/test.Echo/Once' }, frameMessage(Buffer.from('x')));
  assert.equal(statusOf(answer), '0');
};

describe('limits of connections and calls', () => {
  it('close a connection beyond the limit, and leave those that there are alone', async (t) => {
    const server = await limited(t, { maxConnections: 2 });
    const [first, second] = [server.session(), server.session()];
    const stream = open(first);
    await echoes(stream, 'before');
    await answersOnce(second);
    const refused = once(server.events, 'refused');
    const third = server.session();
    await once(third, 'close');
    assert.deepEqual(await refused, ['connections']);
    await echoes(stream, 'after');
    // The place of one that goes is free.
    second.destroy();
    while (server.server.connections > 1) await new Promise(setImmediate);
    await answersOnce(server.session());
  });

  it('refuse a call beyond the limit of all connections by its status', async (t) => {
    const server = await limited(t, { maxStreams: 2 });
    const [first, second] = [server.session(), server.session()];
    const streams = [open(first), open(second)];
    for (const [index, stream] of streams.entries()) await echoes(stream, `${index}`);
    const client = new Client(server.address, credentials.createInsecure());
    t.after(() => {
      client.close();
    });
    const call = client.makeBidiStreamRequest('/test.Echo/Stream', pass, pass);
    call.resume();
    const { code } = await statusOfCall(call);
    assert.equal(code, status.RESOURCE_EXHAUSTED);
    assert.deepEqual(server.told, ['refused streams']);
    for (const stream of streams) await echoes(stream, 'still here');
    streams[0]?.end();
    await once(streams[0] ?? second, 'close');
    while (server.server.calls > 1) await new Promise(setImmediate);
    await answersOnce(first);
  });

  it('keep calls beyond the limit of a connection back at the client', async (t) => {
    const server = await limited(t, { maxConcurrentStreams: 2 });
    const session = server.session();
    await once(session, 'remoteSettings');
    const streams = [open(session), open(session)];
    for (const stream of streams) await echoes(stream, 'x');
    const third = open(session);
    const answered = echoes(third, 'third');
    await echoes(streams[1] ?? third, 'y');
    assert.equal(server.server.calls, 2);
    streams[0]?.end();
    await answered;
  });
});

describe('streams beyond the limit of a connection', () => {
  it('are refused where the client does not hold them back, and counted', async (t) => {
    const server = await limited(t, { maxConcurrentStreams: 1 });
    const session = server.session();
    // Both are under way before the client has read the server's settings.
    const [first, second] = [open(session), open(session)];
    const refused = once(server.events, 'refused');
    await new Promise((resolve) => second.once('close', resolve));
    assert.equal(second.rstCode, constants.NGHTTP2_REFUSED_STREAM);
    assert.deepEqual(await refused, ['connection-streams']);
    await echoes(first, 'still here');
  });
});

describe('requests without an end', () => {
  const cases: readonly (readonly [what: string, path: string, sent: Buffer | null])[] = [
    ['a call that says nothing', '/test.Echo/Stream', null],
    ['a message that stays incomplete', '/test.Echo/Stream', Buffer.from([0, 0, 0, 0, 9, 1])],
    ['half a header', '/test.Echo/Stream', Buffer.from([0, 0])],
    ['a unary call that never half-closes', '/test.Echo/Once', frameMessage(Buffer.from('x'))],
  ];
  for (const [what, path, sent] of cases) {
    it(`end with DEADLINE_EXCEEDED: ${what}`, async (t) => {
      const server = await limited(t, { requestTimeout: 40 });
      const session = server.session();
      const stream = open(session, path);
      if (sent) stream.write(sent);
      const answer = await answerTo(stream);
      assert.equal(statusOf(answer), String(STATUS.DEADLINE_EXCEEDED));
      assert.deepEqual(server.told, ['cut unfinished-request']);
      await answersOnce(session);
      assert.equal(server.server.calls, 0);
    });
  }

  it('end even if a byte comes now and then', async (t) => {
    const server = await limited(t, { requestTimeout: 60 });
    const stream = open(server.session());
    stream.write(Buffer.from([0, 0, 1, 0, 0]));
    const trickle = setInterval(() => {
      if (!stream.closed) stream.write(Buffer.alloc(1));
    }, 5);
    t.after(() => {
      clearInterval(trickle);
    });
    assert.equal(statusOf(await answerTo(stream)), String(STATUS.DEADLINE_EXCEEDED));
  });

  it('are not those of a stream that has said what it had to', async (t) => {
    const server = await limited(t, { requestTimeout: 20, keepalive: 20, keepaliveTimeout: 2_000 });
    const session = server.session();
    const stream = open(session);
    await echoes(stream, 'first');
    for (let pings = 0; pings < 5; pings += 1) await once(session, 'ping');
    await echoes(stream, 'much later');
    assert.deepEqual(server.told, []);
  });

  it('are kept up to a limit, of all clients', async (t) => {
    const server = await limited(t, { maxRequestBytes: 100_000, maxMessageBytes: 90_000 });
    const session = server.session();
    const part = frameMessage(new Uint8Array(80_000)).subarray(0, 60_000);
    const within = open(session);
    within.write(part);
    const beyond = open(server.session());
    const answer = answerTo(beyond);
    beyond.write(part);
    assert.equal(statusOf(await answer), String(STATUS.RESOURCE_EXHAUSTED));
    assert.deepEqual(server.told, ['refused request-bytes']);
    // What the refused one held is free, and so is that of one that goes.
    const whole = frameMessage(new Uint8Array(30_000));
    assert.equal((await raw(session, { ':path': '/test.Echo/Once' }, whole)).body.length, whole.length);
    within.close(constants.NGHTTP2_CANCEL);
    await once(within, 'close');
    const large = frameMessage(new Uint8Array(85_000));
    assert.equal((await raw(session, { ':path': '/test.Echo/Once' }, large)).body.length, large.length);
  });

  it('in headers that are too large are told so by a status', async (t) => {
    const server = await limited(t, {});
    // A client that heeds SETTINGS_MAX_HEADER_LIST_SIZE keeps them back itself: grpc-js does not.
    const client = new Client(server.address, credentials.createInsecure());
    t.after(() => {
      client.close();
    });
    const metadata = new Metadata();
    metadata.set('large', 'b'.repeat(20_000));
    const call = client.makeBidiStreamRequest('/test.Echo/Stream', pass, pass, metadata);
    call.resume();
    const { code, details } = await statusOfCall(call);
    assert.deepEqual([code, details], [status.RESOURCE_EXHAUSTED, 'the headers of the call are too large']);
    assert.deepEqual(server.told, ['refused headers']);
    assert.equal(server.server.calls, 0);
  });

  it('in headers that are too large are told so by HTTP where it is no gRPC', async (t) => {
    const server = await limited(t, {});
    const headers = { 'content-type': 'text/plain', large: 'b'.repeat(20_000) };
    const answer = await raw(server.session(), headers, Buffer.alloc(0));
    assert.equal(answer.headers[':status'], 431);
  });

  it('in headers that never end close the connection', async (t) => {
    const server = await limited(t, {});
    const socket = server.socket();
    socket.resume();
    const closed = once(socket, 'close');
    socket.write(PREFACE, 'latin1');
    socket.write(frame({ type: HEADERS, flags: 0, payload: Buffer.from([0x82]) }));
    const continuation = frame({
      type: CONTINUATION,
      flags: 0,
      payload: Buffer.from([0x40, 1, 0x61, 1, 0x62]),
    });
    const flood = setInterval(() => {
      if (!socket.destroyed) socket.write(continuation);
    }, 1);
    t.after(() => {
      clearInterval(flood);
    });
    await closed;
    assert.deepEqual(server.told, ['cut flood']);
    await answersOnce(server.session());
  });
});

describe('clients that have gone silent', () => {
  const silent = { keepalive: 20, keepaliveTimeout: 30 };
  const socketCases: readonly (readonly [what: string, sent: Buffer])[] = [
    ['nothing at all', Buffer.alloc(0)],
    ['half a preface', Buffer.from(PREFACE.slice(0, 10), 'latin1')],
    [
      'half a frame',
      Buffer.concat([Buffer.from(PREFACE, 'latin1'), Buffer.from([0, 0x40, 0, 1, 4, 0, 0, 0, 1])]),
    ],
  ];
  for (const [what, sent] of socketCases) {
    it(`are closed after they sent ${what}`, async (t) => {
      const server = await limited(t, silent);
      const socket = server.socket();
      socket.resume();
      socket.write(sent);
      await once(socket, 'close');
      assert.deepEqual(server.told, ['cut silent']);
      assert.equal(server.server.connections, 0);
    });
  }

  it('are closed with their calls when the network between goes dead', async (t) => {
    const server = await limited(t, silent);
    const relay = await relayTo(t, Number(server.address.split(':')[1]));
    const session = connect(`http://127.0.0.1:${relay.port}`);
    session.on('error', () => undefined);
    t.after(() => {
      session.destroy();
    });
    const stream = open(session, '/test.Echo/Quiet');
    stream.write(frameMessage(Buffer.from('x')));
    await once(session, 'ping');
    assert.equal(server.server.calls, 1);
    const ended = server.ended();
    relay.die();
    assert.deepEqual(await ended, { kind: 'cancelled' });
    assert.deepEqual(server.told, ['cut silent']);
    while (server.server.connections > 0) await new Promise(setImmediate);
    assert.equal(server.server.calls, 0);
  });
});

describe('clients that do not read', () => {
  it('are told RESOURCE_EXHAUSTED, and the others of the connection go on', async (t) => {
    const server = await limited(t, { slowReader: 60 });
    const client = new Client(server.address, credentials.createInsecure());
    t.after(() => {
      client.close();
    });
    const other = client.makeBidiStreamRequest('/test.Echo/Stream', pass, pass);
    other.write(Buffer.from('a'));
    await once(other, 'data');
    const slow = client.makeBidiStreamRequest('/test.Echo/Flood', pass, pass);
    const ended = statusOfCall(slow);
    slow.write(Buffer.from('go'));
    slow.once('data', () => slow.pause());
    await once(server.events, 'cut');
    slow.resume();
    const { code } = await ended;
    assert.equal(code, status.RESOURCE_EXHAUSTED);
    other.write(Buffer.from('b'));
    assert.deepEqual((await once(other, 'data')) as [Buffer], [Buffer.from('b')]);
    assert.deepEqual(server.told, ['cut slow-reader']);
    other.on('error', () => undefined);
    other.cancel();
  });
});

describe('clients that play with windows', () => {
  for (const [what, trickle] of [
    ['takes nothing at all', false],
    ['takes a byte now and then', true],
  ] as const) {
    it(`are cut off as slow readers: one that ${what}`, async (t) => {
      const server = await limited(t, { slowReader: 60 });
      const session = connect(`http://${server.address}`, {
        settings: { initialWindowSize: trickle ? 1 : 0 },
      });
      session.on('error', () => undefined);
      t.after(() => {
        session.destroy();
      });
      const stream = open(session, '/test.Echo/Flood');
      stream.on('data', () => undefined);
      const cut = once(server.events, 'cut');
      stream.write(frameMessage(Buffer.from('go')));
      assert.deepEqual(await cut, ['slow-reader']);
      await answersOnce(server.session());
    });
  }
});

describe('connections that are asked to go', () => {
  it('without calls', async (t) => {
    const server = await limited(t, { maxIdle: 40 });
    const session = server.session();
    const goaway = once(session, 'goaway') as Promise<[number]>;
    await answersOnce(session);
    assert.equal((await goaway)[0], constants.NGHTTP2_NO_ERROR);
    if (!session.destroyed) await once(session, 'close');
    assert.deepEqual(server.told, ['asked idle']);
  });

  it('by age: streams go on within the grace, nothing that was sent is lost, and the client comes again', async (t) => {
    const server = await limited(t, { maxAge: 50, maxAgeGrace: 1_500 });
    const client = new Client(server.address, credentials.createInsecure());
    t.after(() => {
      client.close();
    });
    const call = client.makeBidiStreamRequest('/test.Echo/Stream', pass, pass);
    const received: string[] = [];
    call.on('data', (bytes: Buffer) => received.push(bytes.toString()));
    const ended = statusOfCall(call);
    call.write(Buffer.from('first'));
    await once(server.events, 'asked');
    const sent = Array.from({ length: 100 }, (_, index) => `message ${index}`);
    for (const text of sent) call.write(Buffer.from(text));
    assert.equal((await ended).code, status.OK);
    assert.deepEqual(received, ['first', ...sent]);
    assert.equal(server.told[0], 'asked age');
    const again = client.makeBidiStreamRequest('/test.Echo/Stream', pass, pass);
    again.write(Buffer.from('again'));
    assert.deepEqual((await once(again, 'data')) as [Buffer], [Buffer.from('again')]);
    again.on('error', () => undefined);
    again.cancel();
  });
});

function frame(of: { readonly type: number; readonly flags: number; readonly payload: Buffer }): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(of.payload.length, 0, 3);
  header[3] = of.type;
  header[4] = of.flags;
  header.writeUInt32BE(1, 5);
  return Buffer.concat([header, of.payload]);
}

/** Hands bytes on in both directions until it dies; then connections stay open, and nothing comes through. */
async function relayTo(
  t: TestContext,
  port: number,
): Promise<{ readonly port: number; readonly die: () => void }> {
  const sockets: Socket[] = [];
  const server = createServer((near) => {
    const far = connectTcp(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.push(from);
      from.on('error', () => undefined);
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    die() {
      for (const socket of sockets) socket.unpipe();
    },
  };
}
