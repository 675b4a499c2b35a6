import { hash } from 'node:crypto';
import { Client, credentials, type ClientDuplexStream } from '@grpc/grpc-js';
import { TYPE_URLS } from '../../src/snapshot/model.ts';
import {
  decodeResponse,
  encodeRequest,
  type ClientNode,
  type ClientResponse,
} from '../../test/support/xds/wire.ts';
import type { Random } from './random.ts';

const METHODS = {
  delta: '/envoy.service.discovery.v3.AggregatedDiscoveryService/DeltaAggregatedResources',
  sotw: '/envoy.service.discovery.v3.AggregatedDiscoveryService/StreamAggregatedResources',
};
const LAYERS = ['moniker.policy', 'moniker.weights'];
/** Of a sidecar's own: each pair is a node group that is compiled when one comes. */
const OWN_PORTS = 40;
const pass = (bytes: Buffer): Buffer => bytes;

export interface ChurnClient {
  readonly close: () => void;
}

export interface ChurnCounts {
  connects: number;
  responses: number;
  /** By clients that judge nothing. */
  rejections: number;
  /** By sidecars of our bootstrap: verdicts for their service. */
  verdicts: number;
}

export interface ChurnSpec {
  readonly service: string;
  /** `sidecar`: of our bootstrap, so that what it rejects is kept from others. */
  readonly kind: 'sidecar' | 'foreign';
  readonly random: Random;
  readonly counts: ChurnCounts;
}

/** Asks for everything, and rejects or leaves unanswered some of what it gets. */
export function connectChurnClient(
  at: { readonly host: string; readonly port: number },
  spec: ChurnSpec,
): ChurnClient {
  const { random, counts } = spec;
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
  const node = nodeOf(spec);
  let asksRoutes = spec.kind === 'sidecar';
  stream.on('error', () => undefined);
  stream.on('data', (bytes: Buffer) => {
    const response = decodeResponse(protocol, bytes);
    const { typeUrl, nonce, version, resources } = response;
    counts.responses += 1;
    if (random.oneIn(spec.kind === 'foreign' ? 30 : 3_000)) return;
    const error = errorOf(spec, response);
    const names = namesOf(spec.service, typeUrl);
    stream.write(
      encodeRequest(protocol, {
        typeUrl,
        nonce,
        ...(error === null ? { version } : { error }),
        ...(protocol === 'sotw' && { names }),
      }),
    );
    if (typeUrl === TYPE_URLS.cds && protocol === 'delta' && resources.length > 0)
      stream.write(
        encodeRequest(protocol, { typeUrl: TYPE_URLS.eds, subscribe: resources.map(({ name }) => name) }),
      );
    if (typeUrl === TYPE_URLS.lds && asksRoutes) {
      asksRoutes = false;
      const routes = namesOf(spec.service, TYPE_URLS.rds);
      const wanted = protocol === 'delta' ? { subscribe: routes } : { names: routes };
      stream.write(encodeRequest(protocol, { typeUrl: TYPE_URLS.rds, ...wanted }));
    }
  });
  const wanted = protocol === 'delta' ? { subscribe: LAYERS } : { names: LAYERS };
  stream.write(encodeRequest(protocol, { node, typeUrl: TYPE_URLS.rtds, ...wanted }));
  stream.write(encodeRequest(protocol, { typeUrl: TYPE_URLS.cds }));
  stream.write(encodeRequest(protocol, { typeUrl: TYPE_URLS.lds }));
  if (spec.kind === 'foreign' && random.oneIn(20)) stream.pause();
  return {
    close: () => {
      stream.cancel();
      client.close();
    },
  };
}

/** What a client names of a type; of others it has all. */
function namesOf(service: string, typeUrl: string): readonly string[] {
  if (typeUrl === TYPE_URLS.rtds) return LAYERS;
  if (typeUrl !== TYPE_URLS.rds) return [];
  return ['inbound', 'egress', 'edge'].map((name) => `${service}/${name}`);
}

function nodeOf({ service, kind, random, counts }: ChurnSpec): ClientNode {
  const node = { id: `churn-${counts.connects}`, cluster: service };
  if (kind === 'foreign') return node;
  const ports = random.oneIn(10) ? { egress: 30_000 + random.below(OWN_PORTS) } : {};
  return {
    ...node,
    metadata: { moniker: { contract: 1, build: 'churn', ports } },
    userAgent: { name: 'envoy', version: random.oneIn(4) ? '1.36.2' : '1.40.0' },
  };
}

/**
 * What a client says against a response. Foreign ones reject at random. Sidecars agree, as Envoys do: some contents
 * are bad for all of them.
 */
function errorOf({ kind, random, counts }: ChurnSpec, { typeUrl, resources }: ClientResponse): string | null {
  if (kind === 'foreign') {
    if (!random.oneIn(20)) return null;
    counts.rejections += 1;
    return `no, thank you ${counts.responses}`;
  }
  if (typeUrl !== TYPE_URLS.rds || !resources.some(({ any }) => isBad(any))) return null;
  counts.verdicts += 1;
  return `bad routes ${counts.responses}`;
}

function isBad(any: Uint8Array): boolean {
  return Number.parseInt(hash('sha1', any, 'hex').slice(0, 2), 16) < 16;
}
