import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { BroadcastChannel } from 'node:worker_threads';
import { status } from '@grpc/grpc-js';
import type { StatusResponse } from '../../src/api/model.ts';
import { parseServeConfig } from '../../src/config/parse.ts';
import { serve } from '../../src/daemon/serve.ts';
import { encode } from '../../src/proto/codec.ts';
import { SILENT } from '../../src/telemetry/log.ts';
import { catalogCopy } from '../support/catalog-copy.ts';
import { startDaemon } from '../support/daemon.ts';
import type { Count, Question } from '../support/fragile-serving-worker.ts';
import { startFleet } from '../support/xds/fleet.ts';
import type { TestFleet, TestSidecar } from '../support/xds/fleet.ts';
import { startTestServer, TestStream } from '../support/xds/line.ts';
import { snapshotOf } from '../support/xds/mesh.ts';
import { onThreads, THREADS } from '../support/xds/serve-xds.ts';

const CLUSTER = 'a/v1';
const WORKER = new URL('../support/fragile-serving-worker.ts', import.meta.url);
const LRS = '/envoy.service.load_stats.v3.LoadReportingService/StreamLoadStats';

const mesh = (revision: number) =>
  snapshotOf({
    targets: { a: { v1: 10_000 } },
    clusterRevisions: { [CLUSTER]: revision },
    listeners: { one: 'a' },
  });

/** How many connections each thread has, by its id. */
async function connections(threads: number): Promise<ReadonlyMap<number, number>> {
  const channel = new BroadcastChannel('serving-threads');
  const counts = new Map<number, number>();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  channel.onmessage = ({ data }: { data: Question | Count }) => {
    if (data.kind !== 'counted') return;
    counts.set(data.threadId, data.connections);
    if (counts.size === threads) resolve(undefined);
  };
  const ask = (): void => {
    channel.postMessage({ kind: 'count' } satisfies Question);
  };
  // A thread that is being replaced does not hear of it.
  const again = setInterval(ask, 50);
  ask();
  await promise;
  clearInterval(again);
  channel.close();
  return counts;
}

function endThread(threadId: number): void {
  const channel = new BroadcastChannel('serving-threads');
  channel.postMessage({ kind: 'end', threadId } satisfies Question);
  channel.close();
}

/** Sidecars of both protocol variants, as many as it takes until each of two threads has some of them. */
async function spread(fleet: TestFleet): Promise<readonly TestSidecar[]> {
  const all: TestSidecar[] = [];
  do {
    for (const protocol of ['sotw', 'delta'] as const) {
      all.push(fleet.connect({ id: `n${all.length}`, protocol }));
    }
    await fleet.until('all to be served', () => all.every((one) => one.content(CLUSTER) === '1'));
  } while ([...(await connections(2)).values()].some((count) => count < 2));
  return all;
}

async function threadedFleet(t: TestContext, onLost: (error: Error) => void): Promise<TestFleet> {
  const fleet = await startFleet({}, [], { threads: 2, url: WORKER, onLost });
  t.after(() => fleet.close());
  fleet.delivery.publish({ services: ['svc'], groups: [mesh(1)] });
  return fleet;
}

const failed = (error: Error): void => {
  throw error;
};

describe('several serving threads', () => {
  it('serve sidecars on one port, and an edit reaches those of each thread', async (t) => {
    const fleet = await threadedFleet(t, failed);
    const converged: string[] = [];
    fleet.fleet.onConverged(({ version }) => void converged.push(version));
    const all = await spread(fleet);
    const edit = mesh(2);
    fleet.delivery.publish({ services: ['svc'], groups: [edit] });
    await fleet.until('all to have it', () => all.every((one) => one.content(CLUSTER) === '2'));
    await fleet.until('the last ACK', () => converged.at(-1) === edit.version);
    await fleet.server.refresh();
    const views = fleet.fleet.list();
    assert.equal(views.length, all.length);
    assert.equal(new Set(views.map(({ streamId }) => streamId)).size, all.length);
    assert.deepEqual([...new Set(views.map(({ state }) => state))], ['SYNCED']);
  });

  it('one that ends by a fault takes its sidecars along, and another takes its place', async (t) => {
    const lost: string[] = [];
    const fleet = await threadedFleet(t, ({ message }) => void lost.push(message));
    const all = await spread(fleet);
    const before = await connections(2);
    const [victim = 0, inVain = 0] = [...before][0] ?? [];
    endThread(victim);
    const rest = all.length - inVain;
    await fleet.until('its sidecars to be gone', () => fleet.fleet.list().length === rest);
    assert.deepEqual(lost, ['ended by the test']);

    // What the other serves goes on, and whoever comes is served by either.
    const gone = new Set<TestSidecar>();
    for (const one of all) void one.ended.then(() => gone.add(one));
    fleet.delivery.publish({ services: ['svc'], groups: [mesh(2)] });
    const staying = (): TestSidecar[] => all.filter((one) => !gone.has(one));
    await fleet.until('the others to have it', () => staying().every((one) => one.content(CLUSTER) === '2'));
    assert.equal(staying().length, rest);
    const fresh: TestSidecar[] = [];
    const other = [...before.keys()].find((id) => id !== victim) ?? 0;
    do {
      fresh.push(fleet.connect({ id: `fresh${fresh.length}` }));
      await fleet.until('the newcomers', () => fresh.every((one) => one.content(CLUSTER) === '2'));
    } while ([...(await connections(2))].every(([id, count]) => id === other || count === 0));
  });

  it('sum up the loads that sidecars of each thread report, and forget them with their streams', async (t) => {
    const running = await startTestServer({ threads: 2 });
    t.after(() => running.close());
    const report = Buffer.from(
      encode('envoy.service.load_stats.v3.LoadStatsRequest', {
        node: { id: 'n1' },
        cluster_stats: [
          {
            cluster_name: 'a/v1',
            load_report_interval: '1s',
            upstream_locality_stats: [{ locality: { zone: 'z' }, total_successful_requests: '8' }],
          },
        ],
      }),
    );
    const until = async (what: () => boolean): Promise<void> => {
      while (!what()) {
        await new Promise<void>((resolve) => {
          const stop = running.server.loads.onChange(() => {
            stop();
            resolve();
          });
        });
      }
    };
    const streams = Array.from({ length: 6 }, () => new TestStream(running.client(), LRS));
    for (const stream of streams) stream.send(report);
    await until(() => running.server.loads.view()[0]?.sidecars === 6);
    assert.equal(running.server.loads.view()[0]?.requestsPerSecond, 48);
    for (const stream of streams) stream.call.cancel();
    await until(() => running.server.loads.view()[0]?.sidecars === 0);
    assert.equal(running.server.loads.view()[0]?.requests, 48);
  });

  it('end their streams when the server shuts down', async () => {
    const fleet = await startFleet({}, [], { threads: 2, url: WORKER, onLost: failed });
    fleet.delivery.publish({ services: ['svc'], groups: [mesh(1)] });
    const all = await spread(fleet);
    const ends = Promise.all(all.map((one) => one.ended));
    await fleet.server.shutdown({ graceMs: 5_000 });
    const codes = (await ends).map((end) => (end as { readonly code: number }).code);
    assert.deepEqual([...new Set(codes)], [status.UNAVAILABLE]);
    await fleet.close();
  });
});

describe('the daemon on several threads', () => {
  const config = (catalog: string, ...args: readonly string[]) => {
    const found = parseServeConfig(['--catalog', catalog, '--http-address', '127.0.0.1:0', ...args], {});
    assert.ok(found.config);
    return found.config;
  };

  it('does not share a port with another process', async (t) => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    t.after(() => other.close());
    const { port } = other.address() as AddressInfo;
    const { directory } = await catalogCopy(t);
    const wanted = config(directory, '--xds-address', `127.0.0.1:${port}`, '--serving-threads', '2');
    await assert.rejects(serve(wanted, { log: SILENT, environment: {} }), /MCP1801/);
  });

  it('listens on nothing before the first snapshot', async (t) => {
    const catalog = await catalogCopy(t);
    await catalog.write('mesh.yaml', 'nonsense: true\n');
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    const address = `127.0.0.1:${port}`;
    const wanted = config(catalog.directory, '--xds-address', address, '--serving-threads', '2');
    await assert.rejects(serve(wanted, { log: SILENT, environment: {} }), /cannot be served/);
    const socket = connect(port, '127.0.0.1');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
  });

  /** What an operator sees, without what differs from run to run. */
  async function shown(t: TestContext, threads: number) {
    const catalog = await catalogCopy(t);
    const started = await startDaemon(t, catalog.directory, ['--serving-threads', String(threads)]);
    const { connect: open, until, url } = started;
    const services = ['gateway', 'gateway', 'resolver', 'resolver', 'nobody', 'nobody'];
    const clients = services.map((service) => open(service));
    const settled = ({ sidecars }: StatusResponse): boolean =>
      sidecars.length === 6 &&
      sidecars.every(({ state }) => state === 'SYNCED' || state === 'UNKNOWN_SERVICE');
    await until('all in sync', settled);
    await catalog.write('rollouts/resolver.yaml', 'target: resolver\nweights: { v1: 40, v2: 60 }\n');
    for (const client of clients.slice(0, 2)) {
      await client.until('the weights', () =>
        client.text('rtds', 'moniker.weights').includes('"split.resolver.resolver/v1":4000'),
      );
    }
    const { sidecars } = await until('all in sync again', settled);
    const metrics = await (await fetch(url('/metrics'))).text();
    clients[5]?.close();
    const left = await until('one less', (seen) => seen.sidecars.length === 5);
    return {
      sidecars: sidecars.map(({ streamId: _, peer: __, connectedAt: ___, types, ...rest }) => ({
        ...rest,
        types: Object.entries(types).map(([type, view]) => [type, view.subscribed, view.acked, view.state]),
      })),
      left: left.sidecars.length,
      metrics: metrics
        .split('\n')
        .filter((line) => /^moniker_cp_(streams|sidecars|nacks|connections)/.test(line)),
      pushed: /^moniker_cp_push_bytes_total\{type="rds"\} [1-9]/m.test(metrics),
    };
  }

  it('shows what it shows on one', async (t) => {
    const [one, two] = await Promise.all([shown(t, 1), shown(t, 2)]);
    assert.ok(one.pushed);
    assert.deepEqual(two, one);
  });

  for (const threads of THREADS) {
    it(`answers a fetch over HTTP${onThreads(threads)}`, async (t) => {
      const { directory } = await catalogCopy(t);
      const { url } = await startDaemon(t, directory, ['--serving-threads', String(threads)]);
      const node = { id: 'gateway-1', cluster: 'gateway' };
      const response = await fetch(url('/v3/discovery:clusters'), {
        method: 'POST',
        body: JSON.stringify({ node }),
      });
      assert.equal(response.status, 200);
      assert.match(await response.text(), /resolver\/v1/);
    });
  }
});
