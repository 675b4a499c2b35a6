import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { Client, credentials, status } from '@grpc/grpc-js';
import { createSnapshotCache } from '../../src/snapshot/cache.ts';
import { TYPE_URLS } from '../../src/snapshot/model.ts';
import { createFleet } from '../../src/xds/fleet.ts';
import type { FleetRegistry } from '../../src/xds/fleet.ts';
import { NO_METRICS } from '../../src/xds/ports.ts';
import { createXdsServer } from '../../src/xds/server.ts';
import type { XdsServer, XdsServerOptions } from '../../src/xds/server.ts';
import { TestSidecar } from '../support/xds/fleet.ts';
import { openTestStream } from '../support/xds/line.ts';
import { snapshotOf } from '../support/xds/mesh.ts';
import { decodeResponse, encodeRequest } from '../support/xds/wire.ts';

const silent = (): void => undefined;

interface Stormed {
  readonly server: XdsServer;
  readonly fleet: FleetRegistry;
  /** Events of the metrics, with their reason where they have one. */
  readonly counted: ReadonlyMap<string, number>;
  readonly logged: string[];
  publish(revision: number): void;
  client(): Client;
}

async function start(
  t: TestContext,
  options: Pick<XdsServerOptions, 'admitPerSecond' | 'limits'>,
): Promise<Stormed> {
  const cache = createSnapshotCache();
  const fleet = createFleet({ now: Date.now, defer: (task) => setImmediate(task) });
  const counted = new Map<string, number>();
  const logged: string[] = [];
  const count = (event: string, times = 1): void =>
    void counted.set(event, (counted.get(event) ?? 0) + times);
  const server = createXdsServer({
    snapshots: cache,
    fleet,
    log: { debug: silent, info: silent, warn: (_fields, message) => logged.push(message) },
    metrics: {
      ...NO_METRICS,
      streamDelayed: (times) => {
        count('delayed', times);
      },
      clientCut: ({ reason }) => {
        count(`cut ${reason}`);
      },
      clientRefused: ({ reason }) => {
        count(`refused ${reason}`);
      },
    },
    ...options,
  });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => server.shutdown({ graceMs: 500 }));
  const stormed: Stormed = {
    server,
    fleet,
    counted,
    logged,
    publish(revision) {
      cache.publish({
        services: ['svc'],
        groups: [
          snapshotOf({
            targets: { a: { v1: 10 } },
            listeners: { one: 'a' },
            clusterRevisions: { 'a/v1': revision },
          }),
        ],
      });
    },
    client() {
      const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
        'grpc.use_local_subchannel_pool': 1,
      });
      t.after(() => {
        client.close();
      });
      return client;
    },
  };
  stormed.publish(0);
  return stormed;
}

describe('a fleet that comes at once', () => {
  const STREAMS = 2_000;

  it(`${STREAMS} streams at a rate far below: all are served, none is refused, and those that are in go on`, async (t) => {
    const stormed = await start(t, { admitPerSecond: 1_000 });
    const events = new EventEmitter();
    const inside = new TestSidecar(stormed.client(), { id: 'inside' }, events);
    const holds = async (revision: number): Promise<void> => {
      while (inside.content('a/v1') !== String(revision)) await once(events, 'change');
    };
    await holds(0);
    const clients = Array.from({ length: 20 }, () => stormed.client());
    const codes = new Set<status>();
    const streams = Array.from({ length: STREAMS }, (_, index) => {
      const protocol = index % 2 === 0 ? 'sotw' : 'delta';
      const stream = openTestStream(clients[index % clients.length] ?? stormed.client(), protocol);
      stream.send(
        encodeRequest(protocol, { node: { id: `s${index}`, cluster: 'svc' }, typeUrl: TYPE_URLS.cds }),
      );
      void stream.ended.then(({ code }) => codes.add(code));
      return { stream, protocol } as const;
    });
    while (stormed.server.pressure().waiting === 0) await new Promise(setImmediate);
    stormed.publish(1);
    await holds(1);
    assert.ok(stormed.server.pressure().waiting > 0, 'the sidecar that was in had its change amid the storm');
    const clusters = await Promise.all(
      streams.map(
        async ({ stream, protocol }) => decodeResponse(protocol, await stream.receive()).resources.length,
      ),
    );
    assert.deepEqual(new Set(clusters), new Set([1]));
    assert.equal(codes.size, 0);
    await stormed.server.refresh();
    assert.ok((stormed.counted.get('delayed') ?? 0) > STREAMS / 2);
    assert.deepEqual(
      [...stormed.counted.keys()].filter((event) => event !== 'delayed'),
      [],
    );
    assert.equal(stormed.server.pressure().waiting, 0);
    inside.close();
  });

  it('keeps no place for those that give up, nor reads what they say', async (t) => {
    const stormed = await start(t, { admitPerSecond: 1 });
    const client = stormed.client();
    const streams = Array.from({ length: 50 }, () => openTestStream(client, 'delta'));
    // The first is let in at once, the others wait.
    const [first, ...others] = streams;
    for (const stream of others) {
      for (let count = 0; count < 20; count += 1) stream.send(Buffer.alloc(100_000, 1));
    }
    while (stormed.server.pressure().waiting < others.length) await new Promise(setImmediate);
    for (const { call } of others) call.cancel();
    while (stormed.server.pressure().waiting > 0) await new Promise(setImmediate);
    while (stormed.server.pressure().calls > 1) await new Promise(setImmediate);
    first?.call.cancel();
  });

  it('beyond the limit of streams is refused by status, counted, and told once', async (t) => {
    const stormed = await start(t, { limits: { maxStreams: 10 } });
    const client = stormed.client();
    const streams = Array.from({ length: 30 }, () => openTestStream(client, 'delta'));
    const refused = await Promise.all(
      streams.slice(10).map(({ ended }) => ended.then(({ code }) => status[code])),
    );
    assert.deepEqual(new Set(refused), new Set(['RESOURCE_EXHAUSTED']));
    assert.equal(stormed.counted.get('refused streams'), 20);
    assert.equal(stormed.logged.filter((line) => line.includes('--max-streams')).length, 1);
    for (const { call } of streams) call.cancel();
  });
});
