import { readFileSync } from 'node:fs';
import type { SecureServerOptions } from 'node:http2';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { parseHostPort } from '../../src/config/values.ts';
import type { HostPort } from '../../src/config/values.ts';
import { systemClock } from '../../src/daemon/clock.ts';
import { applyServingFlags } from '../../src/daemon/v8-settings.ts';
import { createDelivery } from '../../src/delivery/delivery.ts';
import { DEFAULT_WAVES } from '../../src/delivery/settings.ts';
import { textContent } from '../../src/pipeline/files.ts';
import { createPipeline } from '../../src/pipeline/pipeline.ts';
import type { Pipeline } from '../../src/pipeline/pipeline-model.ts';
import type { Batch, InputWatcher } from '../../src/pipeline/watch.ts';
import { hostWorker } from '../../src/pipeline/worker-host.ts';
import { createSnapshotCache } from '../../src/snapshot/cache.ts';
import type { SnapshotSource } from '../../src/snapshot/cache.ts';
import { createTracing } from '../../src/telemetry/create-tracing.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { createLog } from '../../src/telemetry/pino-log.ts';
import { createFleet } from '../../src/xds/fleet.ts';
import type { ThreadedServerOptions } from '../../src/threads/server.ts';
import { createXdsServer } from '../../src/xds/server.ts';
import type { XdsServer } from '../../src/xds/server.ts';
import { COMPILED } from './dump.ts';
import { BUMP_FILE } from './dump-engine.ts';
import type { BumpInput, DumpInput } from './dump-engine.ts';

/*
 * Serves a dump of resources by the code that serves a mesh, put together as the daemon puts it together: the compile
 * thread and what crosses to the main one, the pipeline, the delivery, the discovery streams, the fleet view, metrics
 * and log. Only the watch of files and the parsing of YAML are left out: `POST /bump?type=rds|eds|cds|lds` hands the
 * pipeline a change of one field of one resource, and is answered when that is published.
 */

const { values } = parseArgs({
  options: {
    'xds-address': { type: 'string', default: '127.0.0.1:18000' },
    'http-address': { type: 'string', default: '127.0.0.1:8081' },
    /** A dump (`xds-dump/1`). */
    resources: { type: 'string' },
    /** What clients call their service (`node.cluster`): each of these has all there is. */
    services: { type: 'string', default: 'bench' },
    /** off: as `moniker-cp serve --waves off`; on: its default. */
    waves: { type: 'string', default: 'off' },
    /** As of `moniker-cp serve`. */
    'serving-threads': { type: 'string', default: '1' },
    /** PEM files. With a CA, clients have to show a certificate of it. */
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    'tls-ca': { type: 'string' },
  },
});

const threads = Number(values['serving-threads']);

function address(text: string): HostPort {
  const parsed = parseHostPort(text);
  if (parsed === null) throw new Error(`${text} is no HOST:PORT`);
  return parsed;
}

function tlsOptions(): SecureServerOptions | undefined {
  const { 'tls-cert': cert, 'tls-key': key, 'tls-ca': ca } = values;
  if (cert === undefined && key === undefined && ca === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new Error('--tls-cert and --tls-key go together');
  const own = { cert: readFileSync(cert), key: readFileSync(key) };
  return ca === undefined
    ? own
    : { ...own, ca: readFileSync(ca), requestCert: true, rejectUnauthorized: true };
}

/** The files of a catalog directory that is none: the dump at the start, then whatever is reported. */
function inputs(dump: DumpInput): InputWatcher {
  const files = new Map([['mesh.yaml', textContent(JSON.stringify(dump))]]);
  return {
    readAll: () => Promise.resolve(files),
    follow: () => Promise.resolve(new Map()),
    start: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** Resolves when something new is published. */
function nextPublication(pipeline: Pipeline): Promise<void> {
  const before = pipeline.status().version;
  return new Promise((resolve) => {
    const stop = pipeline.onChange(() => {
      if (pipeline.status().version === before) return;
      stop();
      resolve();
    });
  });
}

/** Clients that look like no sidecar of ours follow a wave. With these, they are what it consists of. */
function judging(source: SnapshotSource): SnapshotSource {
  return {
    acquire: (group, listener, holder) =>
      source.acquire(group, listener, holder && { ...holder, judges: true }),
  };
}

async function threaded(
  options: Omit<ThreadedServerOptions, 'threads' | 'logLevel' | 'onLost'>,
): Promise<XdsServer> {
  const { createThreadedServer } = await import('../../src/threads/server.ts');
  return createThreadedServer({
    ...options,
    threads,
    logLevel: 'info',
    url: new URL('./serving-worker.mjs', import.meta.url),
    onLost(error) {
      throw error;
    },
  });
}

async function main(): Promise<void> {
  if (values.resources === undefined) throw new Error('--resources DUMP is required');
  if (values.waves !== 'on' && values.waves !== 'off') throw new Error('--waves is on or off');
  const withWaves = values.waves === 'on';
  const tracing = await createTracing({}, 'bench');
  const log = await createLog({ level: 'info', format: 'json', ids: tracing.ids });
  const metrics = createMetrics('bench', tracing.meter);
  const fleet = createFleet({ now: Date.now, defer: setImmediate });
  const delivery = createDelivery({
    cache: createSnapshotCache(),
    settings: withWaves ? DEFAULT_WAVES : { ...DEFAULT_WAVES, canary: false, shares: [100] },
    clock: systemClock,
    log,
    explain: () => Promise.resolve({ origins: [] }),
  });
  let report: (batch: Batch) => void = () => undefined;
  const pipeline = createPipeline({
    host: hostWorker({
      acceptLargeChanges: true,
      shareBytes: threads > 1,
      url: new URL('./worker.mjs', import.meta.url),
      onLost(error) {
        throw error;
      },
    }),
    watcher: (reports) => {
      report = (batch) => {
        reports.onBatch(batch);
      };
      return inputs({ dump: values.resources ?? '', services: values.services.split(',') });
    },
    target: delivery,
    store: null,
    log,
    metrics,
    tracing,
  });
  const tls = tlsOptions();
  const parts = { snapshots: withWaves ? judging(delivery) : delivery, fleet, log, metrics };
  const server = tls ? { tls } : {};
  const xds = threads === 1 ? createXdsServer({ ...parts, ...server }) : await threaded({ ...parts, server });
  await pipeline.start();
  fleet.onConverged(({ version, group, at }) => {
    pipeline.converged({ version, service: group.service, at });
  });

  let bumps = 0;
  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const type = COMPILED.find((one) => one === url.searchParams.get('type'));
    if (request.method !== 'POST' || url.pathname !== '/bump' || type === undefined) {
      response.writeHead(400).end('POST /bump?type=rds|eds|cds|lds\n');
      return;
    }
    bumps += 1;
    void nextPublication(pipeline).then(() => response.end());
    const bump: BumpInput = { type, value: bumps };
    report({ changes: new Map([[BUMP_FILE, textContent(JSON.stringify(bump))]]), since: Date.now() });
  });
  const at = await xds.listen(address(values['xds-address']));
  http.listen(address(values['http-address']), () => {
    log.info({ ...at, waves: values.waves, tls: tls !== undefined }, 'serving');
  });
  void metrics.load();
  // As the daemon does once it serves.
  applyServingFlags();
  process.once('SIGTERM', () => {
    http.close();
    void xds.shutdown({ graceMs: 1_000 }).then(() => process.exit(0));
  });
}

await main();
