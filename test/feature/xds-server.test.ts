import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { status } from '@grpc/grpc-js';
import { decode, encode } from '../../src/proto/codec.ts';
import { createSnapshotCache } from '../../src/snapshot/cache.ts';
import { TYPE_URLS } from '../../src/snapshot/model.ts';
import type { NodeGroup } from '../../src/snapshot/model.ts';
import type { SidecarView } from '../../src/xds/fleet.ts';
import type { Convergence } from '../../src/xds/ports.ts';
import { openTestStream, startTestServer, TestStream } from '../support/xds/line.ts';
import type { Protocol, TestServer } from '../support/xds/line.ts';
import { resource, resourceSet, snapshotOf } from '../support/xds/mesh.ts';
import { decodeResponse, encodeRequest, readResource } from '../support/xds/wire.ts';
import type { ClientRequest, ClientResponse } from '../support/xds/wire.ts';

const spec = { targets: { a: { v1: 10 } }, listeners: { one: 'a' } };
const node = { id: 'n1', cluster: 'svc' };

async function withServer(test: (running: TestServer) => Promise<void>): Promise<void> {
  const running = await startTestServer();
  try {
    await test(running);
  } finally {
    await running.close();
  }
}

/** Waits for the fleet to show what is wanted. */
function seen(running: TestServer, wanted: (sidecars: readonly SidecarView[]) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!wanted(running.fleet.list())) return;
      stop();
      resolve();
    };
    const stop = running.fleet.subscribe(look);
    look();
  });
}

class Conversation {
  readonly stream: TestStream;
  readonly #protocol: Protocol;

  constructor(running: TestServer, protocol: Protocol) {
    this.#protocol = protocol;
    this.stream = openTestStream(running.client(), protocol);
  }

  send(request: ClientRequest): void {
    this.stream.send(encodeRequest(this.#protocol, request));
  }

  async receive(): Promise<ClientResponse> {
    return decodeResponse(this.#protocol, await this.stream.receive());
  }

  /** Receives a response and accepts it. */
  async accept(names: readonly string[] = []): Promise<string[]> {
    const response = await this.receive();
    const { typeUrl, nonce, version } = response;
    this.send(this.#protocol === 'sotw' ? { typeUrl, nonce, version, names } : { typeUrl, nonce });
    return response.resources.map(({ any }) => readResource(any).name);
  }
}

describe('the xDS server', () => {
  for (const protocol of ['sotw', 'delta'] as const) {
    it(`${protocol}: refuses a stream whose first request has no node`, () =>
      withServer(async (running) => {
        const { stream } = new Conversation(running, protocol);
        stream.send(encodeRequest(protocol, { typeUrl: TYPE_URLS.cds }));
        const ended = await stream.ended;
        assert.equal(ended.code, status.INVALID_ARGUMENT);
        assert.match(ended.details, /must carry a node/);
      }));

    it(`${protocol}: refuses bytes that are no request, and serves the others on`, () =>
      withServer(async (running) => {
        running.cache.publish({ services: ['svc'], groups: [snapshotOf(spec)] });
        const good = new Conversation(running, protocol);
        const bad = new Conversation(running, protocol);
        bad.stream.send(Buffer.from([0x0a, 0xff, 0xff, 0xff]));
        assert.equal((await bad.stream.ended).code, status.INVALID_ARGUMENT);
        good.send({ node, typeUrl: TYPE_URLS.cds });
        assert.deepEqual(await good.accept(), ['a/v1']);
      }));

    it(`${protocol}: refuses a request without a type`, () =>
      withServer(async (running) => {
        const { stream } = new Conversation(running, protocol);
        stream.send(encodeRequest(protocol, { node }));
        assert.equal((await stream.ended).code, status.INVALID_ARGUMENT);
      }));
  }

  it('gives streams of one group the same bytes, nonce included', () =>
    withServer(async (running) => {
      running.cache.publish({ services: ['svc'], groups: [snapshotOf(spec)] });
      const responses: Buffer[] = [];
      for (const id of ['n1', 'n2']) {
        const one = new Conversation(running, 'sotw');
        one.send({ node: { id, cluster: 'svc' }, typeUrl: TYPE_URLS.cds });
        responses.push(await one.stream.receive());
      }
      assert.deepEqual(responses[0], responses[1]);
    }));

  it('waits for a group that is not compiled, and asks for it', () =>
    withServer(async (running) => {
      const wanted: NodeGroup[] = [];
      running.cache.onNeed(({ group }) => wanted.push(group));
      const one = new Conversation(running, 'delta');
      one.send({ node, typeUrl: TYPE_URLS.cds });
      await seen(running, (sidecars) => sidecars.length === 1);
      assert.deepEqual(
        wanted.map((group) => group.service),
        ['svc'],
      );
      running.cache.publish({ services: ['svc'], groups: [snapshotOf(spec)] });
      assert.deepEqual(await one.accept(), ['a/v1']);
    }));

  it('gives a client without a runtime layer routes with weights', () =>
    withServer(async (running) => {
      const plain = resourceSet([
        resource('rds', 'routes/a', { content: 'a/v1=100', references: { clusters: ['a/v1'] } }),
      ]);
      running.cache.onNeed((need) => {
        if (need.kind === 'plainRoutes') running.cache.publishPlainRoutes(need.group, plain);
      });
      running.cache.publish({ services: ['svc'], groups: [snapshotOf(spec)] });
      const one = new Conversation(running, 'sotw');
      one.send({ node, typeUrl: TYPE_URLS.rds, names: ['routes/a'] });
      const response = await one.receive();
      assert.deepEqual(
        response.resources.map(({ any }) => readResource(any).content),
        ['a/v1=100'],
      );
      assert.equal(running.fleet.list()[0]?.client, 'plain');
    }));

  it('shows each sidecar, what it rejected and why, and when it is served whole', () =>
    withServer(async (running) => {
      const snapshot = snapshotOf(spec);
      running.cache.publish({ services: ['svc'], groups: [snapshot] });
      const converged: Convergence[] = [];
      running.fleet.onConverged((one) => converged.push(one));
      const one = new Conversation(running, 'delta');
      one.send({ node, typeUrl: TYPE_URLS.cds });
      const first = await one.receive();
      one.send({ typeUrl: TYPE_URLS.cds, nonce: first.nonce, error: 'no such thing' });
      await seen(running, ([sidecar]) => sidecar?.state === 'NACKED');
      const [view] = running.fleet.list();
      assert.equal(view?.types.cds?.error, 'no such thing');
      assert.deepEqual([view.nodeId, view.service, view.protocol, view.known], ['n1', 'svc', 'delta', true]);
      const mended = snapshotOf({ ...spec, clusterRevisions: { 'a/v1': 1 } });
      running.cache.publish({ services: ['svc'], groups: [mended] });
      await one.accept();
      await seen(running, ([sidecar]) => sidecar?.state === 'SYNCED');
      assert.deepEqual(
        converged.map(({ version }) => version),
        [mended.version],
      );
      one.stream.call.end();
      await seen(running, (sidecars) => sidecars.length === 0);
      assert.deepEqual(running.cache.groups(), []);
    }));

  it('asks a load reporting stream once, and adds up what it says until it ends', () =>
    withServer(async (running) => {
      const reports = new TestStream(
        running.client(),
        '/envoy.service.load_stats.v3.LoadReportingService/StreamLoadStats',
      );
      reports.send(Buffer.alloc(0));
      assert.deepEqual(decode('envoy.service.load_stats.v3.LoadStatsResponse', await reports.receive()), {
        load_reporting_interval: '10s',
        send_all_clusters: true,
      });
      const { loads } = running.server;
      const changed = (): Promise<void> =>
        new Promise((resolve) => {
          const stop = loads.onChange(() => {
            stop();
            resolve();
          });
        });
      const told = changed();
      const statistics = { total_successful_requests: 30, locality: { zone: 'a' } };
      reports.send(
        Buffer.from(
          encode('envoy.service.load_stats.v3.LoadStatsRequest', {
            cluster_stats: [
              { cluster_name: 'a/v1', load_report_interval: '10s', upstream_locality_stats: [statistics] },
            ],
          }),
        ),
      );
      await told;
      assert.deepEqual(
        loads.view().map(({ cluster, zone, requestsPerSecond }) => [cluster, zone, requestsPerSecond]),
        [['a/v1', 'a', 3]],
      );
      assert.equal(reports.unread, 0);
      const left = changed();
      reports.call.end();
      assert.equal((await reports.ended).code, status.OK);
      await left;
      assert.deepEqual(
        loads.view().map(({ requestsPerSecond, requests }) => [requestsPerSecond, requests]),
        [[0, 30]],
      );
    }));

  it('ends its streams when it shuts down, and frees its port', async () => {
    const running = await startTestServer();
    const one = new Conversation(running, 'delta');
    one.send({ node, typeUrl: 'x', subscribe: ['x'] });
    await one.receive();
    await running.close();
    assert.equal((await one.stream.ended).code, status.UNAVAILABLE);
    assert.deepEqual(running.fleet.list(), []);
    const next = await startTestServer({ cache: createSnapshotCache() });
    await next.close();
  });

  it('says that its address is in use', () =>
    withServer(async (running) => {
      const other = await startTestServer();
      const [host = '', port = ''] = running.address.split(':');
      await assert.rejects(
        other.server.listen({ host, port: Number(port) }),
        (error: NodeJS.ErrnoException) => {
          assert.equal(error.code, 'EADDRINUSE');
          return true;
        },
      );
      await other.close();
    }));
});
