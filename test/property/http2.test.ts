import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2, getPackedSettings } from 'node:http2';
import type { Settings } from 'node:http2';
import { connect as connectTcp, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { ServerSession } from '../../src/http2/session.ts';
import type { SessionFault } from '../../src/http2/session.ts';
import { connectionEvents } from '../support/http2-server.ts';

/** What a server answers a request by its path `/SEED/SIZE,SIZE…`: messages of those sizes, each byte of the seed. */
function answerOf(path: string): Buffer[] {
  const [, seed = '', sizes = ''] = path.split('/');
  return sizes
    .split(',')
    .filter((size) => size !== '')
    .map((size, index) =>
      Buffer.from(Array.from({ length: Number(size) }, (_, at) => (Number(seed) + 7 * index + at) % 251)),
    );
}

function serve(socket: Socket): void {
  new ServerSession(
    socket,
    {
      maxConcurrentStreams: 100,
      streamWindow: 65_535,
      connectionWindow: 100_000,
      maxHeaderListBytes: 16_384,
      now: () => performance.now(),
    },
    {
      stream(stream, headers) {
        let received = 0;
        let sum = 0;
        stream.listen({
          data(bytes, start, end) {
            received += end - start;
            for (const byte of bytes.subarray(start, end)) sum = (sum + byte) % 65_521;
            // Now and then nobody reads for a while.
            if (received % 3 === 0) {
              stream.pause();
              setImmediate(() => {
                stream.resume();
              });
            }
          },
          ended() {
            stream.respond({ ':status': 200, 'x-echo': headers['x-echo'] ?? '' });
            if (headers[':path'] === '/headers') stream.write(Buffer.from(JSON.stringify(headers)));
            else for (const message of answerOf(headers[':path'] ?? '')) stream.write(message);
            stream.end({ received: String(received), sum: String(sum) });
          },
          closed: () => undefined,
        });
      },
      ...connectionEvents(faults),
    },
  );
}

const faults: SessionFault[] = [];
const servers = [createServer({ noDelay: true }, serve)];
const portOf = (index: number): number => (servers[index]?.address() as AddressInfo).port;
/** How the bytes of the next connection are cut up on their way. */
let cuts: readonly number[] = [];

before(async () => {
  const relay = createServer({ noDelay: true }, (near) => {
    const far = connectTcp({ port: portOf(0), host: '127.0.0.1', noDelay: true });
    const sizes = cuts;
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => undefined);
      from.on('close', () => to.destroy());
      let turn = 0;
      let sent = Promise.resolve();
      from.on('data', (chunk: Buffer) => {
        sent = sent.then(async () => {
          for (let at = 0; at < chunk.length && !to.destroyed;) {
            const size = sizes[turn % sizes.length] ?? 1;
            turn += 1;
            to.write(chunk.subarray(at, at + size));
            at += size;
            if (turn % 4 === 0) await new Promise(setImmediate);
          }
        });
      });
    }
  });
  servers.push(relay);
  for (const server of servers) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
});
after(() => {
  for (const server of servers) server.close();
});

interface Exchange {
  readonly seed: number;
  readonly body: number;
  readonly answer: readonly number[];
  readonly header: string;
}

const size = fc.oneof(
  { weight: 6, arbitrary: fc.nat(2_000) },
  fc.nat(60_000),
  fc.constantFrom(16_383, 16_384, 16_385, 65_535),
);
const printable = fc.string({
  unit: fc
    .integer({ min: 0x21, max: 0xff })
    .filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code)),
  maxLength: 200,
});
const exchange: fc.Arbitrary<Exchange> = fc.record({
  seed: fc.nat(250),
  body: fc.oneof(fc.constant(0), size),
  answer: fc.array(size, { maxLength: 4 }),
  header: printable,
});
const settings: fc.Arbitrary<Settings> = fc.record(
  {
    initialWindowSize: fc.oneof(
      fc.integer({ min: 200, max: 3_000 }),
      fc.integer({ min: 3_000, max: 300_000 }),
    ),
    headerTableSize: fc.constantFrom(0, 1, 64, 4_096, 65_536),
    maxFrameSize: fc.integer({ min: 16_384, max: 100_000 }),
    enablePush: fc.boolean(),
  },
  { requiredKeys: [] },
);

describe('HTTP/2 beside another implementation', () => {
  it('carries requests and answers byte for byte, whatever the windows, settings, sizes and pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          exchanges: fc.array(exchange, { minLength: 1, maxLength: 6 }),
          first: settings,
          later: settings,
          pieces: fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 500, max: 20_000 })), {
            minLength: 1,
            maxLength: 5,
          }),
        }),
        async ({ exchanges, first, later, pieces }) => {
          assert.ok(getPackedSettings(first));
          // Single bytes are for small conversations.
          const bytes = exchanges.reduce(
            (sum, one) => sum + one.body + one.answer.reduce((all, some) => all + some, 0),
            0,
          );
          cuts = bytes > 20_000 ? [...pieces, 16_384, 30_000] : pieces;
          const session = connectHttp2(`http://127.0.0.1:${portOf(1)}`, { settings: first });
          try {
            const all = Promise.all(exchanges.map((one) => exchangeOver(session, one)));
            session.settings(later);
            await all;
          } finally {
            session.destroy();
          }
          assert.deepEqual(faults, []);
        },
      ),
      { numRuns: Number(process.env['MONIKER_HTTP2_RUNS'] ?? 60) },
    );
  });
});

/** Few names and values, so that they come again, and many, so that they drive each other out of the table. */
const listOfHeaders = fc.array(
  fc.tuple(
    fc.oneof(
      fc.constantFrom('user-agent', 'accept', 'x-a', 'x-b'),
      fc.stringMatching(/^x-[a-z0-9_.-]{1,20}$/),
    ),
    fc.oneof(fc.constantFrom('', 'grpc-node-js/1', 'b'.repeat(300), 'c'.repeat(1_000)), printable),
  ),
  { maxLength: 12 },
);

describe('HPACK beside another implementation', () => {
  it('reads what it codes, request by request, whatever the table makes of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(listOfHeaders, { minLength: 1, maxLength: 12 }), async (requests) => {
        cuts = [30_000];
        const session = connectHttp2(`http://127.0.0.1:${portOf(1)}`);
        try {
          for (const list of requests) {
            const headers = Object.fromEntries(list);
            const stream = session.request(
              { ':method': 'POST', ':path': '/headers', ...headers },
              { endStream: true },
            );
            const chunks: Buffer[] = [];
            stream.on('data', (chunk: Buffer) => chunks.push(chunk));
            await once(stream, 'close');
            const read = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, string>;
            const regular = Object.entries(read).filter(([name]) => !name.startsWith(':'));
            assert.deepEqual(Object.fromEntries(regular), headers);
          }
        } finally {
          session.destroy();
        }
      }),
      { numRuns: Number(process.env['MONIKER_HTTP2_RUNS'] ?? 60) },
    );
  });
});

async function exchangeOver(session: ReturnType<typeof connectHttp2>, one: Exchange): Promise<void> {
  const path = `/${one.seed}/${one.answer.join(',')}`;
  const stream = session.request({ ':method': 'POST', ':path': path, 'x-echo': one.header });
  const body = Buffer.from(Array.from({ length: one.body }, (_, at) => (one.seed * 3 + at) % 256));
  const chunks: Buffer[] = [];
  let echoed: unknown;
  let trailers: Record<string, unknown> = {};
  stream.on('response', (headers) => (echoed = headers['x-echo']));
  stream.on('trailers', (received: Record<string, unknown>) => (trailers = received));
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.end(body);
  await once(stream, 'close');
  assert.equal(stream.rstCode, 0);
  assert.equal(echoed ?? '', one.header);
  assert.deepEqual(Buffer.concat(chunks), Buffer.concat(answerOf(path)));
  const sum = body.reduce((total, byte) => (total + byte) % 65_521, 0);
  assert.deepEqual([trailers['received'], trailers['sum']], [String(one.body), String(sum)]);
}
