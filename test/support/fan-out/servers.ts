import { createServer } from 'node:http2';
import type { ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { decode, encode, encodeAny } from '../../../src/proto/codec.ts';
import type { envoy } from '../../../src/proto/types.generated.d.ts';
import { frameMessage } from '../../../src/grpc/framing.ts';
import { createSnapshotCache } from '../../../src/snapshot/cache.ts';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import { createFleet } from '../../../src/xds/fleet.ts';
import { contentHash } from '../../../src/compile/memo.ts';
import { serveXds } from '../xds/serve-xds.ts';
import { nodeGroup, resourceSet } from '../xds/mesh.ts';

type Cluster = envoy.config.cluster.v3.Cluster;

/** A server of one cluster over delta CDS. */
export interface ClusterServer {
  readonly port: number;
  publish(revision: number): void;
  close(): Promise<void>;
}

const ENDPOINTS = 200;

/** A cluster with so many endpoints that to encode it costs more than to send it. */
function clusterOf(revision: number): Cluster {
  const lb_endpoints = Array.from({ length: ENDPOINTS }, (_, index) => ({
    endpoint: {
      address: { socket_address: { address: `10.0.${index >> 8}.${index & 255}`, port_value: 8_080 } },
    },
    load_balancing_weight: 1,
  }));
  return {
    name: 'one',
    type: 'STATIC',
    connect_timeout: `${1 + revision / 1_000}s`,
    load_assignment: { cluster_name: 'one', endpoints: [{ lb_endpoints }] },
  };
}

/** Cache, streams and transport as the daemon has them. */
export async function realServer(): Promise<ClusterServer> {
  const snapshots = createSnapshotCache();
  const fleet = createFleet({ now: Date.now, defer: setImmediate });
  const server = serveXds({ snapshots, fleet });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  const none = resourceSet([]);
  return {
    port,
    publish(revision) {
      const any = encodeAny({ '@type': TYPE_URLS.cds, ...clusterOf(revision) });
      const version = contentHash(any);
      const cds = resourceSet([{ type: 'cds', name: 'one', version, any, references: {} }]);
      const sets = { cds, eds: none, lds: none, rds: none };
      snapshots.publish({
        services: ['svc'],
        groups: [{ group: nodeGroup('svc'), version, sets, splits: [] }],
      });
    },
    close: () => server.shutdown({ graceMs: 100 }),
  };
}

/** What a server costs that does for each stream what can be done once: it encodes each response, decodes each ACK. */
export async function naiveServer(): Promise<ClusterServer> {
  const streams = new Set<ServerHttp2Stream>();
  let newest = clusterOf(0);
  let nonce = 0;
  const send = (stream: ServerHttp2Stream): void => {
    nonce += 1;
    const message = encode('envoy.service.discovery.v3.DeltaDiscoveryResponse', {
      type_url: TYPE_URLS.cds,
      nonce: String(nonce),
      resources: [{ name: 'one', version: String(nonce), resource: { '@type': TYPE_URLS.cds, ...newest } }],
    });
    stream.write(frameMessage(message));
  };
  const server = createServer();
  server.on('stream', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    stream.on('error', () => undefined);
    stream.on('data', (chunk: Buffer) => {
      const { response_nonce } = decode(
        'envoy.service.discovery.v3.DeltaDiscoveryRequest',
        chunk.subarray(5),
      );
      if (response_nonce !== undefined) return;
      streams.add(stream);
      send(stream);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    publish(revision) {
      newest = clusterOf(revision);
      for (const stream of streams) send(stream);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const stream of streams) stream.session?.destroy();
      }),
  };
}
