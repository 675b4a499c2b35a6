import { createServer } from 'node:http';
import { hash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { systemClock } from '../../src/daemon/clock.ts';
import { createDelivery } from '../../src/delivery/delivery.ts';
import { DEFAULT_WAVES } from '../../src/delivery/settings.ts';
import { createSnapshotCache } from '../../src/snapshot/cache.ts';
import type {
  CompiledType,
  GroupSnapshot,
  NodeGroup,
  Resource,
  ResourceSet,
} from '../../src/snapshot/model.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { createLog } from '../../src/telemetry/pino-log.ts';
import { createFleet } from '../../src/xds/fleet.ts';
import { createXdsServer } from '../../src/xds/server.ts';
import { bumped, COMPILED, readDump, setOf } from './dump.ts';

/*
 * Serves a dump of resources to every client, by the code that serves a mesh: snapshot cache, delivery, discovery
 * streams, with the daemon's own metrics and log. `POST /bump?type=rds|eds|cds|lds` changes one field of one resource.
 */

type Sets = Record<CompiledType, ResourceSet>;

if (isMainThread) await main();
// As in the daemon, what is parsed and encoded is so on another thread.
else parentPort?.postMessage(readDump((workerData as { readonly dump: string }).dump));

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      'xds-address': { type: 'string', default: '127.0.0.1:18000' },
      'http-address': { type: 'string', default: '127.0.0.1:8081' },
      resources: { type: 'string' },
      waves: { type: 'string', default: 'off' },
    },
  });
  if (values.resources === undefined) throw new Error('--resources DUMP is required');
  const resources = await load(values.resources);
  let sets = Object.fromEntries(COMPILED.map((type) => [type, setOf(resources[type])])) as Sets;

  const log = await createLog({ level: 'info', format: 'json', ids: () => ({}) });
  const metrics = createMetrics('bench', null);
  const cache = createSnapshotCache();
  const fleet = createFleet({ now: Date.now, defer: setImmediate });
  const target =
    values.waves === 'on'
      ? createDelivery({
          cache,
          settings: DEFAULT_WAVES,
          clock: systemClock,
          log,
          origins: () => Promise.resolve([]),
        })
      : cache;

  // Every service that asks has all there is: a load client may call itself what it likes.
  const groups = new Map<string, NodeGroup>();
  const publish = (): void => {
    const services = [...new Set([...groups.values()].map(({ service }) => service))];
    target.publish({ services, groups: [...groups.values()].map((group) => snapshotOf(group, sets)) });
    for (const group of groups.values()) target.publishPlainRoutes(group, sets.rds);
  };
  cache.onNeed(({ kind, group }) => {
    if (kind === 'plainRoutes') target.publishPlainRoutes(group, sets.rds);
    else if (!groups.has(JSON.stringify(group))) {
      groups.set(JSON.stringify(group), group);
      publish();
    }
  });

  // As the daemon does once it serves.
  setFlagsFromString('--semi-space-growth-factor=1');
  const xds = createXdsServer({ snapshots: target, fleet, log, metrics });
  const address = await xds.listen(hostAndPort(values['xds-address']));
  let bumps = 0;
  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const type = COMPILED.find((one) => one === url.searchParams.get('type'));
    const original = type && resources[type][0];
    if (request.method !== 'POST' || url.pathname !== '/bump' || !original) {
      response.writeHead(400).end('POST /bump?type=rds|eds|cds|lds\n');
      return;
    }
    bumps += 1;
    const changed: Resource = bumped(original, bumps);
    sets = {
      ...sets,
      [type]: setOf(
        [...sets[type].byName.values()].map((one) => (one.name === changed.name ? changed : one)),
      ),
    };
    publish();
    response.end();
  });
  http.listen(hostAndPort(values['http-address']), () => {
    log.info({ ...address, waves: values.waves }, 'serving');
  });
  process.once('SIGTERM', () => {
    http.close();
    void xds.shutdown({ graceMs: 1_000 }).then(() => process.exit(0));
  });
}

function load(dump: string): Promise<Record<CompiledType, readonly Resource[]>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(process.argv[1] ?? '', { workerData: { dump } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

function snapshotOf(group: NodeGroup, sets: Sets): GroupSnapshot {
  const version = hash('sha256', COMPILED.map((type) => sets[type].version).join(), 'hex').slice(0, 16);
  return { group, version, sets, splits: [] };
}

function hostAndPort(text: string): { readonly host: string; readonly port: number } {
  const at = text.lastIndexOf(':');
  return { host: text.slice(0, at), port: Number(text.slice(at + 1)) };
}
