import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, constants } from 'node:http2';
import type { ClientHttp2Session, OutgoingHttpHeaders } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Client, compressionAlgorithms, credentials, Metadata, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { frameMessage } from '../../src/grpc/framing.ts';
import { createGrpcServer } from '../../src/grpc/server.ts';
import { STATUS } from '../../src/grpc/status.ts';
import { answerTo, compressed, GRPC, raw, serveEcho, statusOf, stop } from '../support/grpc-server.ts';
import type { Running } from '../support/grpc-server.ts';

const pass = (bytes: Buffer): Buffer => bytes;

describe('the gRPC transport, with grpc-js as its client', () => {
  let running: Running;
  let client: Client;
  before(async () => {
    running = await serveEcho();
    client = new Client(running.address, credentials.createInsecure());
  });
  after(async () => {
    client.close();
    await stop(running);
  });
  const call = (path: string, bytes: Buffer, options = {}): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      client.makeUnaryRequest(path, pass, pass, bytes, new Metadata(), options, (error, value) => {
        if (error) reject(error);
        else resolve(value ?? Buffer.alloc(0));
      });
    });
  const fails = async (promise: Promise<unknown>, code: status, details?: RegExp): Promise<void> => {
    await assert.rejects(promise, (error: ServiceError) => {
      assert.equal(error.code, code);
      if (details) assert.match(error.details, details);
      return true;
    });
  };

  it('answers a unary call', async () => {
    const large = Buffer.alloc(3_000_000, 7);
    assert.deepEqual(await call('/test.Echo/Once', large), large);
  });

  it('streams both ways, in order, and ends with OK', async () => {
    const stream = client.makeBidiStreamRequest('/test.Echo/Stream', pass, pass);
    const received: Buffer[] = [];
    stream.on('data', (bytes: Buffer) => received.push(bytes));
    const sent = Array.from({ length: 200 }, (_, index) => Buffer.alloc(index * 97, index));
    for (const bytes of sent) stream.write(bytes);
    stream.end();
    const [{ code }] = (await once(stream, 'status')) as [{ code: status }];
    assert.equal(code, status.OK);
    assert.deepEqual(received, sent);
  });

  it('reads requests in gzip', async () => {
    const bytes = Buffer.alloc(100_000, 'abc');
    const gzip = new Client(running.address, credentials.createInsecure(), {
      'grpc.default_compression_algorithm': compressionAlgorithms.gzip,
    });
    const stream = gzip.makeBidiStreamRequest('/test.Echo/Stream', pass, pass);
    const received: Buffer[] = [];
    stream.on('data', (echoed: Buffer) => received.push(echoed));
    for (let count = 0; count < 5; count += 1) stream.write(bytes);
    stream.end();
    await once(stream, 'status');
    gzip.close();
    assert.deepEqual(received, Array<Buffer>(5).fill(bytes));
  });

  it('tells an unknown method, a refusal and a fault of the handler by their status', async () => {
    await fails(call('/test.Echo/None', Buffer.alloc(1)), status.UNIMPLEMENTED, /no method/);
    await fails(call('/test.Echo/Refuse', Buffer.alloc(1)), status.NOT_FOUND, /nothing like “that”/);
    await fails(call('/test.Echo/Once', Buffer.alloc(0)), status.INTERNAL, /the log has its cause/);
  });

  it('keeps a deadline', async () => {
    const ended = running.ended();
    await fails(
      call('/test.Echo/Quiet', Buffer.alloc(1), { deadline: Date.now() + 50 }),
      status.DEADLINE_EXCEEDED,
    );
    const end = await ended;
    assert.ok(end.kind === 'cancelled' || end.status.code === STATUS.DEADLINE_EXCEEDED);
  });

  it('tells the handler that the client has cancelled', async () => {
    const ended = running.ended();
    const stream = client.makeBidiStreamRequest('/test.Echo/Quiet', pass, pass);
    stream.on('error', () => undefined);
    stream.write(Buffer.alloc(10));
    await new Promise((resolve) => setImmediate(resolve));
    stream.cancel();
    assert.deepEqual(await ended, { kind: 'cancelled' });
  });
});

describe('the gRPC transport, with requests by hand', () => {
  let running: Running;
  let session: ClientHttp2Session;
  before(async () => {
    running = await serveEcho({ maxMessageBytes: 1_000 });
    session = connect(`http://${running.address}`);
  });
  after(async () => {
    session.destroy();
    await stop(running);
  });

  it('answers what is not gRPC with an HTTP status', async () => {
    const wrongType = await raw(
      session,
      { ':path': '/test.Echo/Once', 'content-type': 'application/json' },
      Buffer.alloc(0),
    );
    assert.equal(wrongType.headers[':status'], 415);
    const get = session.request({ ':path': '/', ':method': 'GET' });
    assert.equal((await answerTo(get)).headers[':status'], 405);
  });

  it('takes the subtypes of application/grpc', async () => {
    for (const type of ['application/grpc+proto', 'application/grpc;charset=utf-8']) {
      const answer = await raw(
        session,
        { ':path': '/test.Echo/Once', 'content-type': type },
        frameMessage(Buffer.from('a')),
      );
      assert.equal(statusOf(answer), '0', type);
    }
  });

  it('names the encodings that it reads to a client with another', async () => {
    const answer = await raw(
      session,
      { ':path': '/test.Echo/Once', 'grpc-encoding': 'snappy' },
      Buffer.alloc(0),
    );
    assert.equal(statusOf(answer), String(STATUS.UNIMPLEMENTED));
    assert.equal(answer.headers['grpc-accept-encoding'], 'identity,gzip');
  });

  const cases: readonly {
    readonly what: string;
    readonly headers?: OutgoingHttpHeaders;
    readonly body: Buffer;
    readonly code: number;
  }[] = [
    {
      what: 'a message beyond the limit',
      body: frameMessage(new Uint8Array(1_001)),
      code: STATUS.RESOURCE_EXHAUSTED,
    },
    {
      what: 'a header that announces 4 GiB',
      body: Buffer.from([0, 255, 255, 255, 255]),
      code: STATUS.RESOURCE_EXHAUSTED,
    },
    { what: 'an unknown flag', body: Buffer.from([9, 0, 0, 0, 0]), code: STATUS.INTERNAL },
    { what: 'half a message', body: Buffer.from([0, 0, 0, 0, 9, 1]), code: STATUS.INTERNAL },
    { what: 'half a header', body: Buffer.from([0, 0]), code: STATUS.INTERNAL },
    {
      what: 'a compressed message without an encoding',
      body: compressed(Buffer.from('a')),
      code: STATUS.INTERNAL,
    },
    {
      what: 'a small message that unpacks to more than the limit',
      headers: { 'grpc-encoding': 'gzip' },
      body: compressed(gzipSync(new Uint8Array(100_000))),
      code: STATUS.RESOURCE_EXHAUSTED,
    },
    {
      what: 'a message that is not gzip',
      headers: { 'grpc-encoding': 'gzip' },
      body: compressed(Buffer.from('no')),
      code: STATUS.INTERNAL,
    },
    {
      what: 'a malformed timeout',
      headers: { 'grpc-timeout': 'soon' },
      body: Buffer.alloc(0),
      code: STATUS.INTERNAL,
    },
    {
      what: 'an expired deadline',
      headers: { 'grpc-timeout': '1n' },
      body: Buffer.alloc(0),
      code: STATUS.DEADLINE_EXCEEDED,
    },
    {
      what: 'two messages to a unary method',
      body: Buffer.concat([frameMessage(Buffer.from('a')), frameMessage(Buffer.from('b'))]),
      code: STATUS.UNIMPLEMENTED,
    },
  ];
  for (const { what, headers = {}, body, code } of cases) {
    it(`ends a call with its status: ${what}`, async () => {
      const path =
        code === STATUS.UNIMPLEMENTED
          ? '/test.Echo/Once'
          : code === STATUS.DEADLINE_EXCEEDED
            ? '/test.Echo/Quiet'
            : '/test.Echo/Stream';
      const stream = session.request({ ...GRPC, ':path': path, ...headers });
      stream.on('error', () => undefined);
      if (code === STATUS.DEADLINE_EXCEEDED) stream.write(body);
      else stream.end(body);
      assert.equal(statusOf(await answerTo(stream)), String(code));
      // The connection goes on.
      const next = await raw(session, { ':path': '/test.Echo/Once' }, frameMessage(Buffer.from('x')));
      assert.deepEqual(next.body, frameMessage(Buffer.from('x')));
    });
  }

  it('ends an endless request that nobody reads any more', async () => {
    const stream = session.request({ ...GRPC, ':path': '/test.Echo/Refuse' });
    stream.on('error', () => undefined);
    stream.write(frameMessage(new Uint8Array(100)));
    const answer = await answerTo(stream);
    assert.equal(statusOf(answer), String(STATUS.NOT_FOUND));
    assert.equal(stream.rstCode, constants.NGHTTP2_NO_ERROR);
  });
});

describe('the gRPC transport over time', () => {
  it('cuts off a client that does not read, and says so', async () => {
    const slow: { queuedBytes: number }[] = [];
    const running = await serveEcho({ slowReader: 60 }, { cut: (client) => slow.push(client) });
    const session = connect(`http://${running.address}`);
    session.on('error', () => undefined);
    const ended = running.ended();
    const stream = session.request({ ...GRPC, ':path': '/test.Echo/Flood' });
    stream.on('error', () => undefined);
    stream.pause();
    stream.write(frameMessage(Buffer.from('go')));
    assert.deepEqual(await ended, { kind: 'cancelled' });
    assert.equal(slow.length, 1);
    assert.ok((slow[0]?.queuedBytes ?? 0) > 1_000_000);
    // gRPC clients take it for RESOURCE_EXHAUSTED.
    if (!stream.destroyed) await new Promise((resolve) => stream.once('close', resolve));
    assert.equal(stream.rstCode, constants.NGHTTP2_ENHANCE_YOUR_CALM);
    session.destroy();
    await stop(running);
  });

  it('does not let more wait for a client than the limit', async () => {
    const slow: unknown[] = [];
    const running = await serveEcho({ maxQueuedBytes: 10_000_000 }, { cut: (client) => slow.push(client) });
    const session = connect(`http://${running.address}`);
    session.on('error', () => undefined);
    const ended = running.ended();
    const stream = session.request({ ...GRPC, ':path': '/test.Echo/Flood' });
    stream.on('error', () => undefined);
    stream.pause();
    stream.write(frameMessage(Buffer.from('go')));
    assert.deepEqual(await ended, { kind: 'cancelled' });
    assert.equal(slow.length, 1);
    session.destroy();
    await stop(running);
  });

  it('closes a connection that answers no ping', async () => {
    const running = await serveEcho({ keepalive: 20, keepaliveTimeout: 20 });
    const socket = connectTcp(Number(running.address.split(':')[1]), '127.0.0.1');
    socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0');
    socket.resume();
    await once(socket, 'close');
    await stop(running);
  });

  it('keeps a connection that answers pings', async () => {
    const running = await serveEcho({ keepalive: 10, keepaliveTimeout: 2_000 });
    const session = connect(`http://${running.address}`);
    for (let count = 0; count < 5; count += 1) await once(session, 'ping');
    assert.equal(session.closed, false);
    session.destroy();
    await stop(running);
  });

  it('sends a client away that pings without end', async () => {
    const told: string[] = [];
    const running = await serveEcho({ minPingInterval: 60_000 }, { cut: ({ reason }) => told.push(reason) });
    const session = connect(`http://${running.address}`);
    session.on('error', () => undefined);
    const goaway = once(session, 'goaway') as Promise<[number, number, Buffer]>;
    await once(session, 'remoteSettings');
    for (let count = 0; count < 8 && !session.destroyed; count += 1) session.ping(() => undefined);
    const [code, , data] = await goaway;
    assert.equal(code, constants.NGHTTP2_ENHANCE_YOUR_CALM);
    assert.equal(String(data), 'too_many_pings');
    assert.deepEqual(told, ['too-many-pings']);
    await stop(running);
  });

  it('asks an old connection to go, and ends its calls after the grace', async () => {
    const running = await serveEcho({ maxAge: 40, maxAgeGrace: 40 });
    const session = connect(`http://${running.address}`);
    const goaway = once(session, 'goaway') as Promise<[number]>;
    const stream = session.request({ ...GRPC, ':path': '/test.Echo/Quiet' });
    stream.write(frameMessage(Buffer.from('x')));
    const answer = answerTo(stream);
    assert.equal((await goaway)[0], constants.NGHTTP2_NO_ERROR);
    assert.equal(statusOf(await answer), String(STATUS.OK));
    if (!session.destroyed) await once(session, 'close');
    await stop(running);
  });

  it('ends its calls when it shuts down, and its connections', async () => {
    const running = await serveEcho();
    const session = connect(`http://${running.address}`);
    const idle = connect(`http://${running.address}`);
    await once(idle, 'remoteSettings');
    const stream = session.request({ ...GRPC, ':path': '/test.Echo/Stream' });
    stream.write(frameMessage(Buffer.from('x')));
    await once(stream, 'data');
    const answer = answerTo(stream);
    const closed = Promise.all([once(session, 'close'), once(idle, 'close')]);
    await stop(running);
    assert.equal(statusOf(await answer), String(STATUS.UNAVAILABLE));
    await closed;
    assert.equal(running.server.connections, 0);
  });

  it('does not wait for a client that neither reads nor goes', async () => {
    const running = await serveEcho();
    const socket = connectTcp(Number(running.address.split(':')[1]), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    socket.resume();
    await running.server.shutdown({ status: { code: STATUS.UNAVAILABLE, message: '' }, graceMs: 20 });
    await closed;
  });

  it('says which address is in use', async () => {
    const running = await serveEcho();
    const other = createGrpcServer({ methods: new Map() });
    const port = Number(running.address.split(':')[1]);
    await assert.rejects(other.listen({ host: '127.0.0.1', port }), { code: 'EADDRINUSE' });
    await stop(running);
  });
});
