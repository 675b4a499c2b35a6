import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:http2';
import type { ClientHttp2Session, OutgoingHttpHeaders } from 'node:http2';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { frameMessage } from '../../src/grpc/framing.ts';
import { STATUS } from '../../src/grpc/status.ts';
import { createSnapshotCache } from '../../src/snapshot/cache.ts';
import { TYPE_URLS } from '../../src/snapshot/model.ts';
import { createFleet } from '../../src/xds/fleet.ts';
import type { FleetRegistry } from '../../src/xds/fleet.ts';
import { NO_METRICS } from '../../src/xds/ports.ts';
import { createXdsServer } from '../../src/xds/server.ts';
import type { XdsServer } from '../../src/xds/server.ts';
import { answerTo, compressed, GRPC, statusOf } from '../support/grpc-server.ts';
import { heapBytes } from '../support/heap.ts';
import { snapshotOf } from '../support/xds/mesh.ts';
import { encodeRequest } from '../support/xds/wire.ts';

const silent = (): void => undefined;
const ADS = '/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources';
const MIB = 1_048_576;
/** What the rounds after the first may leave behind; the messages that never end, kept, would be three times as much. */
const GROWTH_BYTES = 8 * MIB;

interface Served {
  readonly server: XdsServer;
  readonly fleet: FleetRegistry;
  readonly address: string;
}

async function serve(t: TestContext): Promise<Served> {
  const cache = createSnapshotCache();
  const fleet = createFleet({ now: Date.now, defer: (task) => setImmediate(task) });
  cache.publish({
    services: ['svc'],
    groups: [snapshotOf({ targets: { a: { v1: 1 } }, listeners: { one: 'a' } })],
  });
  const server = createXdsServer({
    snapshots: cache,
    fleet,
    log: { debug: silent, info: silent, warn: silent },
    metrics: NO_METRICS,
    limits: { requestTimeout: 40 },
  });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => server.shutdown({ graceMs: 500 }));
  return { server, fleet, address: `http://127.0.0.1:${port}` };
}

const request = encodeRequest('delta', { node: { id: 'n', cluster: 'svc' }, typeUrl: TYPE_URLS.cds });

/** What a client sends on a stream of its own; `open`: it does not half-close. */
interface Attempt {
  readonly what: string;
  readonly code: number;
  readonly body: Buffer;
  readonly headers?: OutgoingHttpHeaders;
  readonly path?: string;
  readonly open?: boolean;
}

const ATTEMPTS: readonly Attempt[] = [
  { what: 'not a message', code: STATUS.INVALID_ARGUMENT, body: frameMessage(Buffer.from([0x0a, 0x7f, 1])) },
  {
    what: 'a message after a good one',
    code: STATUS.INVALID_ARGUMENT,
    body: Buffer.concat([frameMessage(request), frameMessage(Buffer.from([0xff]))]),
    open: true,
  },
  {
    what: 'one that announces more than may be',
    code: STATUS.RESOURCE_EXHAUSTED,
    body: Buffer.concat([Buffer.from([0, 2, 0, 0, 0]), Buffer.alloc(60_000)]),
    open: true,
  },
  {
    what: 'one that unpacks to a thousand times its size',
    code: STATUS.RESOURCE_EXHAUSTED,
    headers: { 'grpc-encoding': 'gzip' },
    body: compressed(gzipSync(Buffer.alloc(20 * MIB))),
    open: true,
  },
  {
    what: 'one that is not what its encoding says',
    code: STATUS.INTERNAL,
    headers: { 'grpc-encoding': 'gzip' },
    body: compressed(Buffer.alloc(1_000)),
  },
  {
    what: 'an encoding that nobody reads',
    code: STATUS.UNIMPLEMENTED,
    headers: { 'grpc-encoding': 'snappy' },
    body: frameMessage(request),
  },
  { what: 'no such method', code: STATUS.UNIMPLEMENTED, path: '/x.Y/Z', body: frameMessage(request) },
  { what: 'a frame of no kind', code: STATUS.INTERNAL, body: Buffer.alloc(100, 9), open: true },
  { what: 'one cut short', code: STATUS.INTERNAL, body: frameMessage(request).subarray(0, 20) },
  {
    what: 'one that never ends',
    code: STATUS.DEADLINE_EXCEEDED,
    body: Buffer.concat([Buffer.from([0, 0, 0xf0, 0, 0]), Buffer.alloc(500_000)]),
    open: true,
  },
  { what: 'nothing', code: STATUS.DEADLINE_EXCEEDED, body: Buffer.alloc(0), open: true },
];

async function attempt(session: ClientHttp2Session, of: Attempt): Promise<unknown> {
  const stream = session.request({ ...GRPC, ':path': of.path ?? ADS, ...of.headers });
  stream.on('error', () => undefined);
  if (of.body.length > 0) stream.write(of.body);
  if (of.open !== true) stream.end();
  return statusOf(await answerTo(stream));
}

describe('a bad request', () => {
  for (const of of ATTEMPTS) {
    it(`ends by its status: ${of.what}`, async (t) => {
      const { server, fleet, address } = await serve(t);
      const session = connect(address);
      t.after(() => {
        session.destroy();
      });
      assert.equal(await attempt(session, of), String(of.code));
      while (server.pressure().calls > 0) await new Promise(setImmediate);
      assert.deepEqual(fleet.list(), []);
      assert.equal(session.destroyed, false);
    });
  }

  it('costs nothing lasting, however often it comes', async (t) => {
    const { server, fleet, address } = await serve(t);
    let baseline = 0;
    for (let round = 0; round < 4; round += 1) {
      const sessions = [connect(address), connect(address)];
      await Promise.all(
        sessions.flatMap((session) =>
          Array.from({ length: 8 }, () => ATTEMPTS.map((of) => attempt(session, of))).flat(),
        ),
      );
      for (const session of sessions) {
        session.close();
        if (!session.destroyed) await once(session, 'close');
      }
      while (server.pressure().connections > 0) await new Promise(setImmediate);
      if (round === 0) baseline = await heapBytes();
    }
    assert.deepEqual(server.pressure(), { connections: 0, calls: 0, waiting: 0 });
    assert.deepEqual(fleet.list(), []);
    const growth = (await heapBytes()) - baseline;
    assert.ok(growth < GROWTH_BYTES, `the heap grew by ${growth} bytes`);
  });
});
