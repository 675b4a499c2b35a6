import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import { createApiServer } from '../../../src/api/server.ts';
import type { ServerLimits } from '../../../src/grpc/model.ts';
import { createSnapshotCache } from '../../../src/snapshot/cache.ts';
import type { SnapshotCache } from '../../../src/snapshot/cache.ts';
import type { GroupSnapshot } from '../../../src/snapshot/model.ts';
import { createFleet } from '../../../src/xds/fleet.ts';
import type { FleetRegistry } from '../../../src/xds/fleet.ts';
import { NO_METRICS } from '../../../src/xds/ports.ts';
import type { XdsMetrics } from '../../../src/xds/ports.ts';
import { createXdsServer } from '../../../src/xds/server.ts';
import type { Loads } from '../../../src/xds/server.ts';
import type { Timings } from '../../../src/xds/session/timings.ts';
import { acquireSubnet } from '../../../scripts/local-mesh/subnet.ts';
import type { Upstream } from './real-resources.ts';

const silent = (): void => undefined;
const SILENT = { debug: silent, info: silent, warn: silent, error: silent };

export interface RealServer {
  readonly xds: Upstream;
  readonly http: Upstream;
  readonly fleet: FleetRegistry;
  readonly loads: Loads;
  /** An address of this test's own, all ports of which are free. */
  readonly address: (host: number) => string;
  publish(snapshot: GroupSnapshot): void;
  /** An application that answers with its name and the request's headers. */
  stub(name: string): Promise<Upstream>;
  stop(): Promise<void>;
}

/** The xDS server and the REST form, in this process, without a pipeline: the test publishes. */
export async function startRealServer(
  t: TestContext,
  options: {
    readonly timings?: Partial<Timings>;
    readonly limits?: Partial<ServerLimits>;
    readonly metrics?: Partial<XdsMetrics>;
    /** Absent: plaintext. */
    readonly tls?: { readonly cert: string; readonly key: string };
    /** Milliseconds between two load reports. */
    readonly loadInterval?: number;
    /** Puts something between what is published and the streams. */
    readonly deliver?: (cache: SnapshotCache) => SnapshotCache;
  } = {},
): Promise<RealServer> {
  const subnet = await acquireSubnet();
  t.after(() => subnet.release());
  const published = createSnapshotCache();
  const cache = options.deliver?.(published) ?? published;
  const fleet = createFleet({ now: Date.now, defer: (task) => setImmediate(task) });
  const server = createXdsServer({
    snapshots: cache,
    fleet,
    log: SILENT,
    metrics: { ...NO_METRICS, ...options.metrics },
    timings: { removalGrace: 50, ...options.timings },
    ...(options.limits && { limits: options.limits }),
    ...(options.tls && { tls: options.tls }),
    ...(options.loadInterval !== undefined && { loadInterval: options.loadInterval }),
  });
  // Routes by hand carry their weights themselves.
  cache.onNeed(({ kind, group }) => {
    const snapshot = cache.current(group);
    if (kind === 'plainRoutes' && snapshot) cache.publishPlainRoutes(group, snapshot.sets.rds);
  });
  const missing = (): never => {
    throw new Error('only discovery is asked for here');
  };
  const source = { status: missing, onChange: missing, config: missing, allConfig: missing };
  const api = createApiServer({
    source: { ...source, metrics: missing, accept: missing, release: missing },
    discovery: server,
    log: SILENT,
    loopback: true,
  });
  const xds = await server.listen({ host: '127.0.0.1', port: 0 });
  const http = await api.listen({ host: '127.0.0.1', port: 0 });
  let running = true;
  const stop = async (): Promise<void> => {
    if (!running) return;
    running = false;
    await server.shutdown({ graceMs: 100 });
    await api.close();
  };
  t.after(stop);
  return {
    xds,
    http,
    fleet,
    loads: server.loads,
    address: subnet.address,
    publish: (snapshot) => {
      cache.publish({ services: [snapshot.group.service], groups: [snapshot] });
    },
    async stub(name) {
      const application = createServer((request, response) => {
        response.end(JSON.stringify({ stub: name, headers: request.headers }));
      });
      const port = await new Promise<number>((resolve) => {
        application.listen(0, '127.0.0.1', () => {
          const at = application.address();
          resolve(typeof at === 'object' && at !== null ? at.port : 0);
        });
      });
      t.after(() => {
        application.close();
        application.closeAllConnections();
      });
      return { host: '127.0.0.1', port };
    },
    stop,
  };
}
