import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { after, before, describe, it } from 'node:test';
import { Client, credentials, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { frameMessage } from '../../src/grpc/framing.ts';
import type { Method } from '../../src/grpc/model.ts';
import { createGrpcServer } from '../../src/grpc/server.ts';
import type { GrpcServer } from '../../src/grpc/server.ts';
import { STATUS } from '../../src/grpc/status.ts';
import { makeCertificates } from '../support/certificates.ts';
import type { Certificate, Certificates } from '../support/certificates.ts';
import { raw, statusOf } from '../support/grpc-server.ts';

const OK = { code: STATUS.OK, message: '' };
const LEAVING = { status: { code: STATUS.UNAVAILABLE, message: 'leaving' }, graceMs: 2_000 };
const pass = (bytes: Buffer): Buffer => bytes;

const echo: Method = (call) => ({
  message: (bytes) => {
    call.send(frameMessage(bytes));
  },
  halfClosed: () => {
    call.end(OK);
  },
  closed: () => undefined,
});

describe('the transport over TLS', () => {
  let made: Certificates;
  let open: GrpcServer;
  let mutual: GrpcServer;
  const ports = { open: 0, mutual: 0 };

  before(async () => {
    made = await makeCertificates();
    const methods = new Map([['/test.Echo/Once', echo]]);
    open = createGrpcServer({ methods, tls: made.server });
    const clients = { ca: made.ca.cert, requestCert: true, rejectUnauthorized: true };
    mutual = createGrpcServer({ methods, tls: { ...made.server, ...clients } });
    ports.open = (await open.listen({ host: '127.0.0.1', port: 0 })).port;
    ports.mutual = (await mutual.listen({ host: '127.0.0.1', port: 0 })).port;
  });
  after(async () => {
    await Promise.all([open.shutdown(LEAVING), mutual.shutdown(LEAVING)]);
  });

  /** What a grpc-js client gets back for `text`, or its error. */
  const ask = async (port: number, own?: Certificate): Promise<string> => {
    const pem = own && ([Buffer.from(own.key), Buffer.from(own.cert)] as const);
    const channel = credentials.createSsl(Buffer.from(made.ca.cert), ...(pem ?? []));
    const client = new Client(`localhost:${port}`, channel);
    try {
      return await new Promise((resolve, reject) => {
        const answered = (error: ServiceError | null, answer?: Buffer): void => {
          if (error) reject(error);
          else resolve(answer?.toString() ?? '');
        };
        client.makeUnaryRequest('/test.Echo/Once', pass, pass, Buffer.from('sent'), answered);
      });
    } finally {
      client.close();
    }
  };

  it('serves gRPC clients that trust the authority', async () => {
    assert.equal(await ask(ports.open), 'sent');
  });

  it('agrees on HTTP/2 by ALPN, with TLS 1.2 at the least', async () => {
    const socket = connectTls({
      port: ports.open,
      host: '127.0.0.1',
      ca: made.ca.cert,
      ALPNProtocols: ['h2'],
    });
    await once(socket, 'secureConnect');
    assert.equal(socket.alpnProtocol, 'h2');
    assert.match(socket.getProtocol() ?? '', /^TLSv1\.[23]$/);
    socket.destroy();
  });

  it('does not speak with a client that knows no HTTP/2', async () => {
    const socket = connectTls({
      port: ports.open,
      host: '127.0.0.1',
      ca: made.ca.cert,
      ALPNProtocols: ['http/1.1'],
    });
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.match(String(error.code), /ALPN|NO_APPLICATION_PROTOCOL/);
  });

  it('sends what is larger than any window, byte for byte, to a client with the smallest ones', async () => {
    const session = connectHttp2(`https://localhost:${ports.open}`, {
      ca: made.ca.cert,
      settings: { initialWindowSize: 65_535 },
    });
    try {
      const body = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * 31) % 253));
      const answer = await raw(session, { ':path': '/test.Echo/Once' }, frameMessage(body));
      assert.equal(statusOf(answer), '0');
      assert.ok(answer.body.subarray(5).equals(body));
    } finally {
      session.destroy();
    }
  });

  it('lets in a client whose certificate the authority signed', async () => {
    assert.equal(await ask(ports.mutual, made.client), 'sent');
  });

  for (const [who, own] of [
    ['without a certificate', () => undefined],
    ["with a stranger's certificate", () => made.stranger],
  ] as const) {
    it(`turns a client away that comes ${who}`, async () => {
      await assert.rejects(ask(ports.mutual, own()), { code: status.UNAVAILABLE });
    });
  }

  it('serves on while a client sends plaintext, and lets go of one whose handshake never ends', async () => {
    const lines = connectTcp(ports.open, '127.0.0.1');
    lines.on('error', () => undefined).resume();
    lines.write('GET / HTTP/1.1\r\n\r\n');
    await once(lines, 'close');
    assert.equal(await ask(ports.open), 'sent');

    const server = createGrpcServer({ methods: new Map(), tls: made.server });
    const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
    const silent = connectTcp(port, '127.0.0.1').resume();
    await once(silent, 'connect');
    const closed = once(silent, 'close');
    await server.shutdown({ ...LEAVING, graceMs: 10 });
    await closed;
    assert.equal(server.connections, 0);
  });
});
