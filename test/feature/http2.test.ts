import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { describe, it } from 'node:test';
import {
  CODE,
  FLAG,
  frame,
  FRAME,
  headerFrames,
  MAX_WINDOW,
  numberFrame,
  PREFACE,
  SETTING,
  settingsFrame,
} from '../../src/http2/frames.ts';
import { encodeHeaders } from '../../src/http2/hpack-encoder.ts';
import { data, GREETING, request, REQUEST, serveHttp2 } from '../support/http2-server.ts';
import type { RawClient } from '../support/http2-server.ts';

const bare = (type: number, id: number, payload: Uint8Array = Buffer.alloc(0)): Buffer =>
  frame({ type, flags: 0, id }, payload);
const block = (headers: Readonly<Record<string, string>>): Buffer => encodeHeaders(headers);
const answered = async (client: RawClient, id: number): Promise<void> => {
  client.send(request(id, false), data(id, 'still here', FLAG.END_STREAM));
  const body = await client.next((one) => one.type === FRAME.DATA && one.id === id);
  assert.equal(String(body?.payload), 'still here');
};

describe('what a client may not do ends its connection (RFC 9113)', () => {
  const cases: readonly (readonly [what: string, code: number, sent: readonly Uint8Array[]])[] = [
    ['another protocol', CODE.PROTOCOL_ERROR, [Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n\r\n')]],
    ['no SETTINGS at first', CODE.PROTOCOL_ERROR, [PREFACE, bare(FRAME.PING, 0, Buffer.alloc(8))]],
    ['DATA on stream 0', CODE.PROTOCOL_ERROR, [...GREETING, data(0, 'x')]],
    ['DATA on a stream that was never opened', CODE.PROTOCOL_ERROR, [...GREETING, data(1, 'x')]],
    ['HEADERS on stream 0', CODE.PROTOCOL_ERROR, [...GREETING, request(0, true)]],
    ['HEADERS on an even stream', CODE.PROTOCOL_ERROR, [...GREETING, request(2, true)]],
    [
      'a stream number lower than before',
      CODE.STREAM_CLOSED,
      [...GREETING, request(3, true), request(1, true)],
    ],
    [
      'HEADERS on a stream that has ended',
      CODE.STREAM_CLOSED,
      [...GREETING, request(1, true), request(1, true)],
    ],
    ['RST_STREAM on an idle stream', CODE.PROTOCOL_ERROR, [...GREETING, numberFrame(FRAME.RST_STREAM, 1, 8)]],
    ['RST_STREAM on stream 0', CODE.PROTOCOL_ERROR, [...GREETING, numberFrame(FRAME.RST_STREAM, 0, 8)]],
    [
      'RST_STREAM of a wrong size',
      CODE.FRAME_SIZE_ERROR,
      [...GREETING, request(1, false), bare(FRAME.RST_STREAM, 1, Buffer.alloc(3))],
    ],
    ['PRIORITY on stream 0', CODE.PROTOCOL_ERROR, [...GREETING, bare(FRAME.PRIORITY, 0, Buffer.alloc(5))]],
    ['PUSH_PROMISE', CODE.PROTOCOL_ERROR, [...GREETING, bare(FRAME.PUSH_PROMISE, 1, Buffer.alloc(4))]],
    ['PING on a stream', CODE.PROTOCOL_ERROR, [...GREETING, bare(FRAME.PING, 1, Buffer.alloc(8))]],
    ['PING of a wrong size', CODE.FRAME_SIZE_ERROR, [...GREETING, bare(FRAME.PING, 0, Buffer.alloc(7))]],
    ['GOAWAY on a stream', CODE.PROTOCOL_ERROR, [...GREETING, bare(FRAME.GOAWAY, 1, Buffer.alloc(8))]],
    ['SETTINGS on a stream', CODE.PROTOCOL_ERROR, [...GREETING, bare(FRAME.SETTINGS, 1)]],
    [
      'SETTINGS of a wrong size',
      CODE.FRAME_SIZE_ERROR,
      [...GREETING, bare(FRAME.SETTINGS, 0, Buffer.alloc(5))],
    ],
    [
      'an acknowledgement with settings',
      CODE.FRAME_SIZE_ERROR,
      [...GREETING, frame({ type: FRAME.SETTINGS, flags: FLAG.ACK, id: 0 }, Buffer.alloc(6))],
    ],
    [
      'ENABLE_PUSH that is neither 0 nor 1',
      CODE.PROTOCOL_ERROR,
      [PREFACE, settingsFrame([[SETTING.ENABLE_PUSH, 2]])],
    ],
    [
      'an initial window beyond the largest',
      CODE.FLOW_CONTROL_ERROR,
      [PREFACE, settingsFrame([[SETTING.INITIAL_WINDOW_SIZE, 2 ** 31]])],
    ],
    [
      'MAX_FRAME_SIZE below the smallest',
      CODE.PROTOCOL_ERROR,
      [PREFACE, settingsFrame([[SETTING.MAX_FRAME_SIZE, 16_383]])],
    ],
    [
      'a window that grows by nothing',
      CODE.PROTOCOL_ERROR,
      [...GREETING, numberFrame(FRAME.WINDOW_UPDATE, 0, 0)],
    ],
    [
      'a window that grows beyond the largest',
      CODE.FLOW_CONTROL_ERROR,
      [...GREETING, numberFrame(FRAME.WINDOW_UPDATE, 0, MAX_WINDOW)],
    ],
    [
      'WINDOW_UPDATE of a wrong size',
      CODE.FRAME_SIZE_ERROR,
      [...GREETING, bare(FRAME.WINDOW_UPDATE, 0, Buffer.alloc(3))],
    ],
    [
      'WINDOW_UPDATE on an idle stream',
      CODE.PROTOCOL_ERROR,
      [...GREETING, numberFrame(FRAME.WINDOW_UPDATE, 1, 1)],
    ],
    ['CONTINUATION of nothing', CODE.PROTOCOL_ERROR, [...GREETING, bare(FRAME.CONTINUATION, 1)]],
    [
      'another frame within a header block',
      CODE.PROTOCOL_ERROR,
      [...GREETING, bare(FRAME.HEADERS, 1, block(REQUEST)), bare(FRAME.PING, 0, Buffer.alloc(8))],
    ],
    [
      'another stream within a header block',
      CODE.PROTOCOL_ERROR,
      [
        ...GREETING,
        bare(FRAME.HEADERS, 1, block(REQUEST)),
        frame({ type: FRAME.CONTINUATION, flags: FLAG.END_HEADERS, id: 3 }, Buffer.alloc(0)),
      ],
    ],
    [
      'a header block that is none',
      CODE.COMPRESSION_ERROR,
      [...GREETING, frame({ type: FRAME.HEADERS, flags: FLAG.END_HEADERS, id: 1 }, Buffer.from([0x80]))],
    ],
    [
      'more padding than frame',
      CODE.PROTOCOL_ERROR,
      [
        ...GREETING,
        request(1, false),
        frame({ type: FRAME.DATA, flags: FLAG.PADDED, id: 1 }, Buffer.from([5, 0])),
      ],
    ],
    [
      'a frame larger than the server takes',
      CODE.FRAME_SIZE_ERROR,
      [...GREETING, request(1, false), data(1, Buffer.alloc(16_385))],
    ],
  ];
  for (const [what, code, sent] of cases) {
    it(what, async (t) => {
      const server = await serveHttp2(t);
      const client = await server.client(sent);
      const goaway = await client.next(({ type }) => type === FRAME.GOAWAY);
      assert.equal(goaway?.payload.readUInt32BE(4), code, String(goaway?.payload.subarray(8)));
      client.socket.end();
      await client.closed();
    });
  }
});

describe('what a client may not do on a stream ends the stream', () => {
  const pseudo = { ':method': 'POST', ':scheme': 'http' };
  const cases: readonly (readonly [what: string, code: number, sent: readonly Uint8Array[]])[] = [
    ['an upper-case name', CODE.PROTOCOL_ERROR, [request(1, true, { 'X-Upper': 'a' })]],
    ['an unknown pseudo-header', CODE.PROTOCOL_ERROR, [request(1, true, { ':other': 'a' })]],
    ['a response pseudo-header', CODE.PROTOCOL_ERROR, [request(1, true, { ':status': '200' })]],
    [
      'a pseudo-header behind others',
      CODE.PROTOCOL_ERROR,
      [headerFrames(1, block({ ...pseudo, a: 'b', ':path': '/' }), true)],
    ],
    ['no path', CODE.PROTOCOL_ERROR, [headerFrames(1, block(pseudo), true)]],
    ['an empty path', CODE.PROTOCOL_ERROR, [request(1, true, { ':path': '' })]],
    [
      'a path twice',
      CODE.PROTOCOL_ERROR,
      [headerFrames(1, Buffer.concat([block(REQUEST), block({ ':path': '/' })]), true)],
    ],
    ['a header of the connection', CODE.PROTOCOL_ERROR, [request(1, true, { connection: 'close' })]],
    ['TE with more than trailers', CODE.PROTOCOL_ERROR, [request(1, true, { te: 'gzip' })]],
    ['a line break in a value', CODE.PROTOCOL_ERROR, [request(1, true, { a: 'b\r\nc: d' })]],
    [
      'less body than announced',
      CODE.PROTOCOL_ERROR,
      [request(1, false, { 'content-length': '3' }), data(1, 'ab', FLAG.END_STREAM)],
    ],
    [
      'more body than announced',
      CODE.PROTOCOL_ERROR,
      [request(1, false, { 'content-length': '1' }), data(1, 'ab')],
    ],
    [
      'trailers with a pseudo-header',
      CODE.PROTOCOL_ERROR,
      [request(1, false), headerFrames(1, block({ ':path': '/' }), true)],
    ],
    [
      'a second header block that is no end',
      CODE.PROTOCOL_ERROR,
      [request(1, false), headerFrames(1, block({ a: 'b' }), false)],
    ],
    [
      'a stream that depends on itself',
      CODE.PROTOCOL_ERROR,
      [
        frame(
          { type: FRAME.HEADERS, flags: FLAG.END_HEADERS | FLAG.PRIORITY, id: 1 },
          Buffer.concat([Buffer.from([0, 0, 0, 1, 15]), block(REQUEST)]),
        ),
      ],
    ],
    [
      'a window that grows by nothing',
      CODE.PROTOCOL_ERROR,
      [request(1, false), numberFrame(FRAME.WINDOW_UPDATE, 1, 0)],
    ],
    [
      'a window that grows beyond the largest',
      CODE.FLOW_CONTROL_ERROR,
      [request(1, false), numberFrame(FRAME.WINDOW_UPDATE, 1, MAX_WINDOW)],
    ],
    [
      'PRIORITY of a wrong size',
      CODE.FRAME_SIZE_ERROR,
      [request(1, false), bare(FRAME.PRIORITY, 1, Buffer.alloc(4))],
    ],
  ];
  for (const [what, code, sent] of cases) {
    it(what, async (t) => {
      const server = await serveHttp2(t);
      const client = await server.client();
      client.send(...sent);
      const reset = await client.next(({ type, id }) => type === FRAME.RST_STREAM && id === 1);
      assert.equal(reset?.payload.readUInt32BE(0), code);
      await answered(client, 3);
    });
  }

  it('DATA behind the end', async (t) => {
    const server = await serveHttp2(t);
    const client = await server.client();
    client.send(request(1, true));
    await client.next(({ type, flags }) => type === FRAME.HEADERS && (flags & FLAG.END_STREAM) !== 0);
    client.send(data(1, 'late'));
    const reset = await client.next(({ type }) => type === FRAME.RST_STREAM);
    assert.equal(reset?.payload.readUInt32BE(0), CODE.STREAM_CLOSED);
    await answered(client, 3);
  });

  it('one stream too many is refused, and the others go on', async (t) => {
    const server = await serveHttp2(t, { maxConcurrentStreams: 1 });
    const client = await server.client();
    client.send(request(1, false), request(3, false));
    const reset = await client.next(({ type }) => type === FRAME.RST_STREAM);
    assert.deepEqual([reset?.id, reset?.payload.readUInt32BE(0)], [3, CODE.REFUSED_STREAM]);
    client.send(data(1, 'x', FLAG.END_STREAM));
    await client.next(({ type, id }) => type === FRAME.DATA && id === 1);
  });
});

describe('HTTP/2 for servers', () => {
  it('takes frames in pieces of any size, padding, priority, unknown frames and CONTINUATION', async (t) => {
    const server = await serveHttp2(t);
    const client = await server.client([]);
    const headers = block({ ...REQUEST, 'x-long': 'l'.repeat(300) });
    const bytes = Buffer.concat([
      ...GREETING,
      bare(0xbb, 1, Buffer.from('unknown')),
      frame(
        { type: FRAME.HEADERS, flags: FLAG.PADDED | FLAG.PRIORITY, id: 1 },
        Buffer.concat([Buffer.from([3, 0x80, 0, 0, 9, 7]), headers.subarray(0, 20), Buffer.alloc(3)]),
      ),
      bare(FRAME.CONTINUATION, 1, headers.subarray(20, 30)),
      frame({ type: FRAME.CONTINUATION, flags: FLAG.END_HEADERS, id: 1 }, headers.subarray(30)),
      bare(FRAME.PRIORITY, 5, Buffer.alloc(5)),
      frame(
        { type: FRAME.DATA, flags: FLAG.PADDED, id: 1 },
        Buffer.concat([Buffer.from([4]), Buffer.from('body'), Buffer.alloc(4)]),
      ),
      headerFrames(1, block({ trailer: 'x' }), true),
    ]);
    for (const byte of bytes) {
      client.send(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    const body = await client.next(({ type }) => type === FRAME.DATA);
    assert.equal(String(body?.payload), 'body');
    await client.next(({ type, flags }) => type === FRAME.HEADERS && (flags & FLAG.END_STREAM) !== 0);
    assert.equal(server.headers[0]?.['x-long'], 'l'.repeat(300));
    assert.deepEqual(server.told, ['end 1', 'close 1']);
  });

  it('sends as much as the windows of stream and connection allow, and the rest as they grow', async (t) => {
    const server = await serveHttp2(t, { streamWindow: 1_000_000, connectionWindow: 1_000_000 });
    const client = await server.client([PREFACE, settingsFrame([[SETTING.INITIAL_WINDOW_SIZE, 10]])]);
    const body = Buffer.from('0123456789abcdefghijklmnopqrstuvwxyz');
    client.send(request(1, false), data(1, body, FLAG.END_STREAM));
    const payloads: Buffer[] = [];
    const take = async (): Promise<void> => {
      const one = await client.next(({ type }) => type === FRAME.DATA);
      payloads.push(one?.payload ?? Buffer.alloc(0));
    };
    await take();
    assert.equal(String(payloads[0]), '0123456789');
    client.send(numberFrame(FRAME.WINDOW_UPDATE, 1, 5));
    await take();
    // The setting counts for streams that are open already.
    client.send(settingsFrame([[SETTING.INITIAL_WINDOW_SIZE, 12]]));
    await take();
    client.send(numberFrame(FRAME.WINDOW_UPDATE, 1, 1_000));
    await take();
    assert.deepEqual(Buffer.concat(payloads), body);
    assert.deepEqual(
      payloads.map(({ length }) => length),
      [10, 5, 2, 19],
    );
    await client.next(({ type, flags }) => type === FRAME.HEADERS && (flags & FLAG.END_STREAM) !== 0);
  });

  it('says that its headers use no table to a client that makes its own smaller', async (t) => {
    const server = await serveHttp2(t);
    const client = await server.client([PREFACE, settingsFrame([[SETTING.HEADER_TABLE_SIZE, 0]])]);
    client.send(request(1, true), request(3, true));
    const first = await client.next(({ type, id }) => type === FRAME.HEADERS && id === 1);
    const next = await client.next(({ type, id }) => type === FRAME.HEADERS && id === 3);
    assert.equal(first?.payload[0], 0x20);
    assert.notEqual(next?.payload[0], 0x20);
  });

  it('gives back the window of what it has read', async (t) => {
    const server = await serveHttp2(t);
    const session = connect(`http://127.0.0.1:${server.port}`);
    t.after(() => {
      session.destroy();
    });
    const stream = session.request({ ':method': 'POST' });
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    const body = Buffer.alloc(1_000_000, 'abcdefg');
    stream.end(body);
    await once(stream, 'close');
    assert.deepEqual(Buffer.concat(chunks), body);
  });

  it('reads headers as another implementation codes them, octet by octet', async (t) => {
    const server = await serveHttp2(t);
    const session = connect(`http://127.0.0.1:${server.port}`);
    t.after(() => {
      session.destroy();
    });
    const octets = [...Array(256).keys()].filter((octet) => octet >= 0x20 && octet !== 0x7f);
    for (const octet of octets) {
      // So many short codes around it that the Huffman coding is the shorter one, whatever the octet.
      const value = `${'a'.repeat(20)}${String.fromCharCode(octet)}${'e'.repeat(20)}`;
      const stream = session.request({ ':method': 'POST', 'x-octet': value }, { endStream: true });
      stream.resume();
      await once(stream, 'close');
      assert.equal(server.headers.at(-1)?.['x-octet'], value, String(octet));
    }
  });

  it('holds what comes while nobody reads, and bounds it by the windows of stream and connection', async (t) => {
    const flood = Array.from({ length: 5 }, () => data(1, Buffer.alloc(16_384, 'x')));
    const paused = request(1, false, { ':path': '/paused' });
    const server = await serveHttp2(t, { connectionWindow: 1_000_000 });
    const client = await server.client();
    client.send(paused, ...flood);
    const reset = await client.next(({ type }) => type === FRAME.RST_STREAM);
    assert.equal(reset?.payload.readUInt32BE(0), CODE.FLOW_CONTROL_ERROR);
    await answered(client, 3);

    const wide = await serveHttp2(t, { streamWindow: 1_000_000 });
    const other = await wide.client();
    other.send(paused, ...flood);
    const goaway = await other.next(({ type }) => type === FRAME.GOAWAY);
    assert.equal(goaway?.payload.readUInt32BE(4), CODE.FLOW_CONTROL_ERROR);

    const patient = await serveHttp2(t);
    const third = await patient.client();
    third.send(paused, data(1, 'held', FLAG.END_STREAM), request(3, false), data(3, 'b', FLAG.END_STREAM));
    await third.next(({ type, id }) => type === FRAME.DATA && id === 3);
    assert.deepEqual(patient.told, ['end 3', 'close 3']);
    patient.resume();
    const body = await third.next(({ type, id }) => type === FRAME.DATA && id === 1);
    assert.equal(String(body?.payload), 'held');
    await third.next(
      ({ type, id, flags }) => type === FRAME.HEADERS && id === 1 && (flags & FLAG.END_STREAM) !== 0,
    );
  });

  it('takes no new stream once it closes, and goes when the last one has ended', async (t) => {
    const server = await serveHttp2(t);
    const client = await server.client();
    client.send(request(1, false), data(1, 'a'));
    await client.next(({ type }) => type === FRAME.DATA);
    server.sessions[0]?.close();
    const goaway = await client.next(({ type }) => type === FRAME.GOAWAY);
    assert.deepEqual([goaway?.payload.readUInt32BE(0), goaway?.payload.readUInt32BE(4)], [1, CODE.NO_ERROR]);
    client.send(request(3, false), data(3, 'too late'));
    const refused = await client.next(({ type, id }) => type === FRAME.RST_STREAM && id === 3);
    assert.equal(refused?.payload.readUInt32BE(0), CODE.REFUSED_STREAM);
    client.send(data(1, 'b', FLAG.END_STREAM));
    const last = await client.next(({ type, payload }) => type === FRAME.DATA && String(payload) === 'b');
    assert.equal(last?.id, 1);
    client.socket.end();
    await client.closed();
  });
});

describe('the greeting', () => {
  const first = (client: RawClient) => client.next(() => true);
  const type = async (client: RawClient) => (await first(client))?.type;

  it('comes before anything else, with the answer to the settings of a client behind it', async (t) => {
    const client = await (await serveHttp2(t, { connectionWindow: 100_000 })).client();
    const [settings, window, ack] = [await first(client), await first(client), await first(client)];
    assert.deepEqual([settings?.type, settings?.flags], [FRAME.SETTINGS, 0]);
    assert.deepEqual(
      [window?.type, window?.payload.readUInt32BE(0)],
      [FRAME.WINDOW_UPDATE, 100_000 - 65_535],
    );
    assert.deepEqual([ack?.type, ack?.flags], [FRAME.SETTINGS, FLAG.ACK]);
  });

  it('does not wait for the settings, nor for the whole preface', async (t) => {
    const server = await serveHttp2(t);
    const client = await server.client([PREFACE.subarray(0, 3)]);
    assert.equal(await type(client), FRAME.SETTINGS);
    client.send(PREFACE.subarray(3), settingsFrame([]));
    const ack = await first(client);
    assert.deepEqual([ack?.type, ack?.flags], [FRAME.SETTINGS, FLAG.ACK]);
    await answered(client, 1);
  });

  for (const what of ['retire', 'close', 'ping'] as const) {
    it(`comes before a ${what} where the client has said nothing`, async (t) => {
      const server = await serveHttp2(t);
      const client = await server.client([]);
      while (!server.sessions[0]) await new Promise(setImmediate);
      server.sessions[0][what](() => undefined);
      assert.equal(await type(client), FRAME.SETTINGS);
      assert.equal(await type(client), what === 'ping' ? FRAME.PING : FRAME.GOAWAY);
    });
  }

  it('comes before the reason why another protocol is none', async (t) => {
    const client = await (await serveHttp2(t)).client([Buffer.from('GET / HTTP/1.1\r\n\r\n')]);
    assert.equal(await type(client), FRAME.SETTINGS);
    assert.equal(await type(client), FRAME.GOAWAY);
  });
});
