import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createServer as createTlsServer } from 'node:tls';
import { createGrpcServer } from '../../src/grpc/server.ts';
import { STATUS } from '../../src/grpc/status.ts';
import { ServerSession } from '../../src/http2/session.ts';
import { makeCertificates } from '../support/certificates.ts';
import { cleanUp } from '../support/clean-up.ts';
import { NO_GO } from '../support/grpc-clients/build.ts';
import { buildH2spec } from '../support/h2spec/build.ts';

/** Answers a request once it has come to its end, as h2spec expects of a server. */
function answer(socket: Socket): void {
  new ServerSession(
    socket,
    {
      maxConcurrentStreams: 100,
      streamWindow: 65_535,
      connectionWindow: 65_535,
      maxHeaderListBytes: 16_384,
      now: () => performance.now(),
    },
    {
      stream(stream) {
        stream.listen({
          data: () => undefined,
          ended() {
            stream.respond({ ':status': 200 });
            stream.write(Buffer.from('an answer'));
            stream.end({ done: 'yes' });
          },
          closed: () => undefined,
        });
      },
      oversize: () => undefined,
      refused: () => undefined,
      ping: () => undefined,
      fault: () => undefined,
      close: () => undefined,
    },
  );
}

async function listening(t: TestContext, server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUp(t, () => server.close());
  return (server.address() as AddressInfo).port;
}

/** All that does not need a request under way: what is no gRPC is answered before it ends. */
const GRPC_SECTIONS = [
  ...['generic/1', 'generic/3', 'generic/4', 'generic/5', 'hpack'],
  ...['http2/3', 'http2/4', 'http2/5.3', 'http2/5.4', 'http2/5.5'],
  ...['http2/6.2', 'http2/6.3', 'http2/6.4', 'http2/6.5', 'http2/6.7', 'http2/6.8', 'http2/6.10', 'http2/7'],
];

test('h2spec, its strict cases too', { skip: NO_GO, timeout: 300_000 }, async (t) => {
  const h2spec = await buildH2spec(t);
  await t.test('against HTTP/2 in plaintext', async (t) => {
    const port = await listening(t, createServer(answer));
    assert.deepEqual(await h2spec({ port }), { cases: 146, failures: [] });
  });

  await t.test('against HTTP/2 over TLS', async (t) => {
    const { server } = await makeCertificates();
    const tls = createTlsServer({ ...server, ALPNProtocols: ['h2'] }).on('secureConnection', answer);
    const port = await listening(t, tls);
    assert.deepEqual(await h2spec({ port, tls: true }), { cases: 146, failures: [] });
  });

  await t.test('against the gRPC server', async (t) => {
    const server = createGrpcServer({ methods: new Map() });
    const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
    cleanUp(t, () => server.shutdown({ status: { code: STATUS.UNAVAILABLE, message: '' }, graceMs: 100 }));
    const { cases, failures } = await h2spec({ port, sections: GRPC_SECTIONS });
    assert.deepEqual(failures, []);
    assert.ok(cases > 80, `${cases} cases`);
  });
});
