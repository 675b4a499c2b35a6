import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  CODE,
  FLAG,
  frame,
  FRAME,
  headerFrames,
  numberFrame,
  PREFACE,
  SETTING,
  settingsFrame,
} from '../../src/http2/frames.ts';
import { encodeHeaders } from '../../src/http2/hpack-encoder.ts';
import { data, GREETING, request, serveHttp2 } from '../support/http2-server.ts';
import type { Http2Server, RawClient } from '../support/http2-server.ts';

const ping = frame({ type: FRAME.PING, flags: 0, id: 0 }, Buffer.alloc(8));
const times = (count: number, one: Uint8Array): Uint8Array =>
  Buffer.concat(Array.from({ length: count }, () => one));
const odd = (count: number): number[] => Array.from({ length: count }, (_, index) => 2 * index + 1);

/** The connection ends with ENHANCE_YOUR_CALM, is counted once, and whoever comes next is served. */
async function isCut(server: Http2Server, client: RawClient): Promise<void> {
  const goaway = await client.next(({ type }) => type === FRAME.GOAWAY);
  assert.equal(goaway?.payload.readUInt32BE(4), CODE.ENHANCE_YOUR_CALM, String(goaway?.payload.subarray(8)));
  client.socket.end();
  await client.closed();
  assert.deepEqual(server.faults, ['flood']);
  await isServed(await server.client());
}

async function isServed(client: RawClient, id = 1): Promise<void> {
  client.send(request(id, false), data(id, 'served', FLAG.END_STREAM));
  const body = await client.next((one) => one.type === FRAME.DATA && one.id === id);
  assert.equal(String(body?.payload), 'served');
}

describe('what costs a client nothing ends its connection', () => {
  const open = request(1, false);
  const floods: readonly (readonly [what: string, sent: () => readonly Uint8Array[]])[] = [
    [
      'streams that it opens to reset them (CVE-2023-44487)',
      () => odd(1_001).flatMap((id) => [request(id, false), numberFrame(FRAME.RST_STREAM, id, CODE.CANCEL)]),
    ],
    [
      'streams that it makes the server reset by a window that grows by nothing (CVE-2025-8671)',
      () => odd(1_001).flatMap((id) => [request(id, false), numberFrame(FRAME.WINDOW_UPDATE, id, 0)]),
    ],
    [
      'streams that it makes the server reset by a window beyond the largest',
      () =>
        odd(1_001).flatMap((id) => [request(id, false), numberFrame(FRAME.WINDOW_UPDATE, id, 2 ** 31 - 1)]),
    ],
    [
      'streams that it makes the server reset by a priority',
      () =>
        odd(1_001).flatMap((id) => {
          const itself = Buffer.alloc(5);
          itself.writeUInt32BE(id);
          return [request(id, false), frame({ type: FRAME.PRIORITY, flags: 0, id }, itself)];
        }),
    ],
    [
      'streams that it makes the server reset by headers behind the end',
      () => odd(1_001).flatMap((id) => [request(id, true, { ':path': '/paused' }), request(id, true)]),
    ],
    [
      'streams that it makes the server reset by a body that is too long',
      () => odd(1_001).flatMap((id) => [request(id, false, { 'content-length': '0' }), data(id, 'x')]),
    ],
    ['requests that are none', () => odd(1_001).map((id) => request(id, true, { te: 'gzip' }))],
    [
      'frames on streams that are closed',
      () => [request(1, true), times(11_000, numberFrame(FRAME.RST_STREAM, 1, CODE.CANCEL))],
    ],
    ['settings (CVE-2019-9515)', () => [times(11_000, settingsFrame([]))]],
    [
      'settings that move the windows of its streams',
      () => [
        ...odd(10).map((id) => request(id, false)),
        times(
          3_000,
          Buffer.concat([1, 2].map((size) => settingsFrame([[SETTING.INITIAL_WINDOW_SIZE, size]]))),
        ),
        times(3_000, settingsFrame([[SETTING.INITIAL_WINDOW_SIZE, 3]])),
      ],
    ],
    ['pings (CVE-2019-9512)', () => [times(11_000, ping)]],
    [
      'answers to pings that there were not',
      () => [times(11_000, frame({ type: FRAME.PING, flags: FLAG.ACK, id: 0 }, Buffer.alloc(8)))],
    ],
    [
      'priorities (CVE-2019-9513)',
      () => [times(11_000, frame({ type: FRAME.PRIORITY, flags: 0, id: 1 }, Buffer.alloc(5)))],
    ],
    ['window updates', () => [open, times(11_000, numberFrame(FRAME.WINDOW_UPDATE, 1, 1))]],
    ['unknown frames', () => [times(11_000, frame({ type: 0xbb, flags: 0, id: 0 }))]],
    ['DATA that carries nothing (CVE-2019-9518)', () => [open, times(1_000, data(1, ''))]],
    [
      'DATA that is padding',
      () => [open, times(1_000, frame({ type: FRAME.DATA, flags: FLAG.PADDED, id: 1 }, Buffer.from([0])))],
    ],
    [
      'CONTINUATION without end (CVE-2024-27316)',
      () => [
        frame({ type: FRAME.HEADERS, flags: 0, id: 1 }),
        times(3, frame({ type: FRAME.CONTINUATION, flags: 0, id: 1 }, Buffer.alloc(16_384))),
      ],
    ],
    [
      'CONTINUATION that carries nothing',
      () => [
        frame({ type: FRAME.HEADERS, flags: 0, id: 1 }),
        times(600, frame({ type: FRAME.CONTINUATION, flags: 0, id: 1 })),
      ],
    ],
  ];
  for (const [what, sent] of floods) {
    it(what, async (t) => {
      const server = await serveHttp2(t, { maxConcurrentStreams: 2_000 });
      const client = await server.client();
      client.send(...sent());
      await isCut(server, client);
    });
  }
});

describe('what only looks like a flood is served', () => {
  it('window updates of a client that reads much', async (t) => {
    const server = await serveHttp2(t, { streamWindow: 1_048_576, connectionWindow: 1_048_576 });
    const client = await server.client();
    // More of them than are forgiven, and fewer than what is sent pays for.
    const chunk = data(1, Buffer.alloc(16_384));
    client.send(request(1, false));
    for (let round = 0; round < 800; round += 1) {
      client.send(chunk);
      await client.next(({ type }) => type === FRAME.DATA);
      for (const id of [0, 1]) client.send(times(7, numberFrame(FRAME.WINDOW_UPDATE, id, 2_341)));
    }
    client.send(data(1, 'end', FLAG.END_STREAM));
    await client.next(({ type, payload }) => type === FRAME.DATA && String(payload) === 'end');
    assert.deepEqual(server.faults, []);
  });

  it('time makes good for what was done, up to a point', async (t) => {
    let now = 0;
    const server = await serveHttp2(t, { maxConcurrentStreams: 2_000, now: () => now });
    const client = await server.client();
    const resets = (from: number, count: number): Uint8Array[] =>
      odd(count).flatMap((id) => [request(from + id, false), numberFrame(FRAME.RST_STREAM, from + id, 8)]);
    client.send(...resets(0, 1_000));
    await isServed(client, 2_001);
    now = 10_000;
    client.send(...resets(2_002, 330));
    await isServed(client, 3_001);
    client.send(...resets(3_002, 2));
    await isCut(server, client);
  });
});

describe('what a client makes the server keep is bounded', () => {
  it('answers that it does not read', async (t) => {
    const server = await serveHttp2(t, { now: () => performance.now() * 1e6 });
    const client = await server.client();
    client.socket.pause();
    const flood = setInterval(() => {
      if (!client.socket.destroyed) client.send(times(5_000, ping));
    }, 1);
    t.after(() => {
      clearInterval(flood);
    });
    while (server.faults.length === 0) await new Promise(setImmediate);
    assert.deepEqual(server.faults, ['unread-answers']);
    assert.equal(server.sessions[0]?.destroyed, true);
  });

  it('a header list that grows by what it refers to (an HPACK bomb)', async (t) => {
    const server = await serveHttp2(t);
    const client = await server.client();
    // A field of 4,000 bytes for the table, and 15,000 references to it: 60 MB of headers.
    const field = Buffer.concat([Buffer.from([0x40, 1, 0x61, 0x7f, 0xa1, 0x1e]), Buffer.alloc(4_000, 'b')]);
    const bomb = Buffer.concat([
      encodeHeaders({ ':method': 'POST', ':scheme': 'http', ':path': '/' }),
      field,
    ]);
    client.send(headerFrames(1, Buffer.concat([bomb, Buffer.alloc(15_000, 0xbe)]), true));
    const answer = await client.next(({ type, id }) => type === FRAME.HEADERS && id === 1);
    assert.ok(answer?.payload.includes('431'));
    assert.equal(server.headers.length, 0);
    await isServed(client, 3);
  });

  it('bodies of single bytes that nobody reads yet come through whole', async (t) => {
    const server = await serveHttp2(t);
    const client = await server.client();
    const body = Buffer.from(Array.from({ length: 20_000 }, (_, index) => index % 251));
    client.send(
      request(1, false, { ':path': '/paused' }),
      ...Array.from(body, (byte) => data(1, Uint8Array.of(byte))),
      data(1, '', FLAG.END_STREAM),
      ping,
    );
    await client.next(({ type }) => type === FRAME.PING);
    server.resume();
    const received: Buffer[] = [];
    for (let length = 0; length < body.length;) {
      const one = await client.next(({ type }) => type === FRAME.DATA);
      received.push(one?.payload ?? Buffer.alloc(0));
      length += one?.payload.length ?? 0;
    }
    assert.deepEqual(Buffer.concat(received), body);
    assert.ok(received.length < 20, `${received.length} pieces`);
  });

  it('a connection that it does not close when all is said', async (t) => {
    const server = await serveHttp2(t);
    const client = await server.client([PREFACE, settingsFrame([])]);
    await isServed(client);
    client.socket.allowHalfOpen = true;
    server.sessions[0]?.close();
    // What comes behind the end is not answered, and does no harm.
    client.send(times(100, ping), request(3, true));
    assert.notEqual(await client.next(({ type }) => type === FRAME.GOAWAY), null);
    while (server.sessions[0]?.destroyed !== true) await new Promise(setImmediate);
    assert.deepEqual(server.faults, []);
  });
});

describe('GOAWAY in two steps', () => {
  it('takes what the client opens until it knows, and refuses what comes later', async (t) => {
    const server = await serveHttp2(t);
    const client = await server.client();
    client.send(request(1, false), data(1, 'a'));
    await client.next(({ type }) => type === FRAME.DATA);
    server.sessions[0]?.retire();
    const first = await client.next(({ type }) => type === FRAME.GOAWAY);
    assert.deepEqual(
      [first?.payload.readUInt32BE(0), first?.payload.readUInt32BE(4)],
      [2 ** 31 - 1, CODE.NO_ERROR],
    );
    const asked = await client.next(({ type }) => type === FRAME.PING);
    await isServed(client, 3);
    client.send(frame({ type: FRAME.PING, flags: FLAG.ACK, id: 0 }, asked?.payload ?? Buffer.alloc(8)));
    const last = await client.next(({ type }) => type === FRAME.GOAWAY);
    assert.deepEqual([last?.payload.readUInt32BE(0), last?.payload.readUInt32BE(4)], [3, CODE.NO_ERROR]);
    client.send(request(5, true), data(1, 'b', FLAG.END_STREAM));
    const refused = await client.next(({ type, id }) => type === FRAME.RST_STREAM && id === 5);
    assert.equal(refused?.payload.readUInt32BE(0), CODE.REFUSED_STREAM);
    await client.next(({ type, payload }) => type === FRAME.DATA && String(payload) === 'b');
    client.socket.end();
    await client.closed();
  });
});

describe('header blocks', () => {
  it('say that they use no table in the one that goes out first', async (t) => {
    const server = await serveHttp2(t);
    const client = await server.client([
      ...GREETING.slice(0, 1),
      settingsFrame([[SETTING.INITIAL_WINDOW_SIZE, 1]]),
    ]);
    // The first answer has begun and waits for its window; its trailers are known before the second answer is.
    client.send(request(1, false), data(1, 'ab'));
    await client.next(({ type, id }) => type === FRAME.DATA && id === 1);
    client.send(
      settingsFrame([[SETTING.HEADER_TABLE_SIZE, 0]]),
      data(1, '', FLAG.END_STREAM),
      request(3, true),
    );
    const next = await client.next(({ type, id }) => type === FRAME.HEADERS && id === 3);
    assert.equal(next?.payload[0], 0x20);
    client.send(numberFrame(FRAME.WINDOW_UPDATE, 1, 10));
    const trailers = await client.next(
      ({ type, id, flags }) => type === FRAME.HEADERS && id === 1 && (flags & FLAG.END_STREAM) !== 0,
    );
    assert.notEqual(trailers?.payload[0], 0x20);
  });

  it('behind the end of a request need no reset', async (t) => {
    const server = await serveHttp2(t);
    const client = await server.client();
    client.send(request(1, true), ping);
    await client.next(({ type }) => type === FRAME.PING);
    assert.equal(
      await Promise.race([client.next(({ type }) => type === FRAME.RST_STREAM), Promise.resolve('none')]),
      'none',
    );
  });
});
