import { decodeAny } from '../../src/proto/codec.ts';
import { TYPE_URLS } from '../../src/snapshot/model.ts';
import type { ResourceType } from '../../src/snapshot/model.ts';
import { decodeResponse, encodeRequest } from '../../test/support/xds/wire.ts';
import { dataFrame } from './frames.ts';

/** Name → version. */
export type Versions = Readonly<Record<string, string>>;

/** What a service's sidecars ask for, in the order in which they do; learnt by one of them for all. */
export interface Holdings {
  readonly types: ReadonlyMap<ResourceType, Versions>;
}

/** Whose answer is always a response and never a resource, so that it tells that all before it was dealt with. */
export const PROBE = 'bench/probe';

export const LAYERS = ['moniker.weights', 'moniker.policy'];

/** The node of a sidecar with the project's bootstrap. */
function nodeOf(service: string, id: string) {
  const userAgent = { name: 'envoy', version: '1.40.0' };
  return { id, cluster: service, metadata: { moniker: { contract: 1, build: 'bench' } }, userAgent };
}

export function request(type: ResourceType, rest: Parameters<typeof encodeRequest>[1]): Buffer {
  return dataFrame(encodeRequest('delta', { typeUrl: TYPE_URLS[type], ...rest }));
}

export function firstRequest(service: string, id: string): Buffer {
  return request('rtds', { node: nodeOf(service, id), subscribe: LAYERS });
}

/** All that a sidecar says when it comes back with everything that it had. */
export function comeback(service: string, id: string, { types }: Holdings): Buffer {
  const frames = [...types].map(([type, initial]) => {
    const named = type === 'cds' || type === 'lds' ? {} : { subscribe: Object.keys(initial) };
    return request(type, { ...named, initial, ...(type === 'rtds' && { node: nodeOf(service, id) }) });
  });
  return Buffer.concat([...frames, request('rds', { subscribe: [PROBE] })]);
}

/** A small resource's name and version, and the routes that it names if it is a listener. */
export function readResource(bytes: Uint8Array): {
  readonly name: string;
  readonly version: string;
  readonly any: Uint8Array;
} {
  // As the one resource of a response.
  const head: number[] = [18];
  for (let size = bytes.length; ; size >>>= 7) {
    if (size < 0x80) {
      head.push(size);
      break;
    }
    head.push((size & 0x7f) | 0x80);
  }
  const [resource] = decodeResponse('delta', Buffer.concat([Buffer.from(head), bytes])).resources;
  if (resource === undefined) throw new Error('a resource that is none');
  return resource;
}

const routesByListener = new Map<string, readonly string[]>();

/** Routes that a listener names; every sidecar of a service gets the same listener, so each is read once. */
export function routesOf({ name, version, any }: ReturnType<typeof readResource>): readonly string[] {
  const key = `${name} ${version}`;
  const known = routesByListener.get(key);
  if (known !== undefined) return known;
  const text = JSON.stringify(decodeAny(any));
  const names = [...text.matchAll(/"route_config_name":"([^"]+)"/g)].map(([, route = '']) => route);
  routesByListener.set(key, names);
  return names;
}
