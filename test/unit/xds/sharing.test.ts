import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSnapshotCache } from '../../../src/snapshot/cache.ts';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import { createFleet } from '../../../src/xds/fleet.ts';
import { NO_METRICS } from '../../../src/xds/ports.ts';
import { openStream } from '../../../src/xds/stream.ts';
import type { DiscoveryStream, StreamContext } from '../../../src/xds/stream.ts';
import type { DiscoveryRequest } from '../../../src/xds/wire/request.ts';
import { createRequestDecoder } from '../../../src/xds/wire/request-memo.ts';
import type { RequestDecoder } from '../../../src/xds/wire/request-memo.ts';
import { messageOf } from '../../../src/grpc/framing.ts';
import { newServer } from '../../support/xds/trio.ts';
import { snapshotOf } from '../../support/xds/mesh.ts';
import { decodeResponse, encodeRequest } from '../../support/xds/wire.ts';

const STREAMS = 40;

/** What came out of a decoder: equal objects were decoded once. */
function watched(decoder: RequestDecoder, decoded: Set<DiscoveryRequest>): RequestDecoder {
  return {
    decode(bytes, wantNode) {
      const request = decoder.decode(bytes, wantNode);
      decoded.add(request);
      return request;
    },
  };
}

interface Client {
  readonly stream: DiscoveryStream;
  readonly frames: Buffer[];
}

describe('what streams that want the same share', () => {
  for (const protocol of ['sotw', 'delta'] as const) {
    it(`is one buffer a change and one decoded ACK, however many they are (${protocol})`, async () => {
      const decoded = new Set<DiscoveryRequest>();
      const snapshots = createSnapshotCache();
      const silent = (): void => undefined;
      const context: StreamContext = {
        snapshots,
        fleet: createFleet({ now: () => 0, defer: setImmediate }),
        log: { debug: silent, info: silent, warn: silent },
        metrics: NO_METRICS,
        ...newServer(),
        requests: {
          sotw: watched(createRequestDecoder('sotw'), decoded),
          delta: watched(createRequestDecoder('delta'), decoded),
        },
      };
      const publish = (revision: number): void => {
        const spec = {
          targets: { a: { v1: 10_000 } },
          clusterRevisions: { 'a/v1': revision },
          listeners: { one: 'a' },
        };
        snapshots.publish({ services: ['svc'], groups: [snapshotOf(spec)] });
      };
      publish(0);
      const clients = Array.from({ length: STREAMS }, (_, index): Client => {
        const frames: Buffer[] = [];
        const port = { peer: `p${index}`, write: (frame: Buffer) => void frames.push(frame), reject: silent };
        const stream = openStream({ id: index + 1, protocol }, port, context);
        const node = { id: `n${index}`, cluster: 'svc' };
        stream.receive(encodeRequest(protocol, { typeUrl: TYPE_URLS.cds, node }));
        return { stream, frames };
      });
      const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
      const accept = ({ stream, frames }: Client): void => {
        const { nonce, version } = decodeResponse(protocol, messageOf(frames.at(-1) ?? Buffer.alloc(5)));
        const own = protocol === 'sotw' ? { version } : {};
        stream.receive(encodeRequest(protocol, { typeUrl: TYPE_URLS.cds, nonce, ...own }));
      };

      await settled();
      for (let revision = 1; revision <= 3; revision += 1) {
        decoded.clear();
        clients.forEach(accept);
        assert.equal(decoded.size, 1, 'one ACK was decoded for all');
        publish(revision);
        await settled();
        assert.deepEqual(new Set(clients.map(({ frames }) => frames.length)), new Set([revision + 1]));
        assert.equal(
          new Set(clients.map(({ frames }) => frames.at(-1))).size,
          1,
          'all were sent the same buffer',
        );
      }
      for (const { stream } of clients) stream.close();
    });
  }
});
