import { Client, credentials, type ClientDuplexStream } from '@grpc/grpc-js';
import { TYPE_URLS } from '../../src/snapshot/model.ts';
import { decodeResponse, encodeRequest } from '../../test/support/xds/wire.ts';
import type { Random } from './random.ts';

const METHODS = {
  delta: '/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources',
  sotw: '/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources',
};
const pass = (bytes: Buffer): Buffer => bytes;

export interface ChurnClient {
  readonly close: () => void;
}

export interface ChurnCounts {
  connects: number;
  responses: number;
  rejections: number;
}

/** A sidecar that asks for everything, and rejects or leaves unanswered some of what it gets. */
export function connectChurnClient(
  at: { readonly host: string; readonly port: number },
  { random, counts, service }: { random: Random; counts: ChurnCounts; service: string },
): ChurnClient {
  const protocol = random.oneIn(2) ? 'delta' : 'sotw';
  const client = new Client(`${at.host}:${at.port}`, credentials.createInsecure(), {
    'grpc.use_local_subchannel_pool': 1,
  });
  const stream: ClientDuplexStream<Buffer, Buffer> = client.makeBidiStreamRequest(
    METHODS[protocol],
    pass,
    pass,
  );
  counts.connects += 1;
  const node = { id: `churn-${counts.connects}`, cluster: service };
  const layers = ['moniker.policy', 'moniker.weights'];
  stream.on('error', () => undefined);
  stream.on('data', (bytes: Buffer) => {
    const { typeUrl, nonce, version, resources } = decodeResponse(protocol, bytes);
    counts.responses += 1;
    if (random.oneIn(30)) return;
    const rejects = random.oneIn(20);
    if (rejects) counts.rejections += 1;
    const names = typeUrl === TYPE_URLS.rtds ? layers : [];
    stream.write(
      encodeRequest(protocol, {
        typeUrl,
        nonce,
        ...(rejects ? { error: `no, thank you ${nonce}` } : { version }),
        ...(protocol === 'sotw' && { names }),
      }),
    );
    if (typeUrl === TYPE_URLS.cds && protocol === 'delta' && resources.length > 0)
      stream.write(
        encodeRequest(protocol, { typeUrl: TYPE_URLS.eds, subscribe: resources.map(({ name }) => name) }),
      );
  });
  const wanted = protocol === 'delta' ? { subscribe: layers } : { names: layers };
  stream.write(encodeRequest(protocol, { node, typeUrl: TYPE_URLS.rtds, ...wanted }));
  stream.write(encodeRequest(protocol, { typeUrl: TYPE_URLS.cds }));
  stream.write(encodeRequest(protocol, { typeUrl: TYPE_URLS.lds }));
  const slow = random.oneIn(20);
  if (slow) stream.pause();
  return {
    close: () => {
      stream.cancel();
      client.close();
    },
  };
}
