import { connect } from 'node:http2';
import type { ClientHttp2Session } from 'node:http2';
import { TYPE_URLS } from '../../src/snapshot/model.ts';
import type { ResourceType } from '../../src/snapshot/model.ts';
import { decodeResponse, encodeRequest } from '../../test/support/xds/wire.ts';
import type { ClientRequest, ClientResponse } from '../../test/support/xds/wire.ts';
import { routesOf } from '../fleet/knowledge.ts';
import { openMessageStream } from './stream.ts';
import type { MessageStream } from './stream.ts';

export interface SidecarOptions {
  /** `127.0.0.1:18000` */
  readonly address: string;
  readonly service: string;
  readonly id: string;
  readonly onError: (error: Error) => void;
}

/**
 * Asks for what an Envoy with the project's bootstrap asks for, in its order, on a connection of its own, and
 * accepts every response.
 */
export function startSidecar(options: SidecarOptions): ClientHttp2Session {
  const session = connect(`http://${options.address}`);
  session.on('error', options.onError);
  const state = { asked: new Set<string>() };
  const stream: MessageStream = openMessageStream(session, {
    onMessage: (message) => {
      answer(stream, state, decodeResponse('delta', message));
    },
    onEnd: options.onError,
  });
  const node = { id: options.id, cluster: options.service };
  send(stream, 'rtds', { node, subscribe: ['moniker.weights', 'moniker.policy'] });
  subscribe(stream, state, { type: 'eds', names: [`local/${options.service}`] });
  send(stream, 'cds', {});
  send(stream, 'lds', {});
  return session;
}

interface State {
  readonly asked: Set<string>;
}

function send(stream: MessageStream, type: ResourceType, request: ClientRequest): void {
  stream.send(encodeRequest('delta', { typeUrl: TYPE_URLS[type], ...request }));
}

function subscribe(
  stream: MessageStream,
  { asked }: State,
  { type, names }: { readonly type: ResourceType; readonly names: readonly string[] },
): void {
  const fresh = names.filter((name) => !asked.has(`${type} ${name}`));
  for (const name of fresh) asked.add(`${type} ${name}`);
  if (fresh.length > 0) send(stream, type, { subscribe: fresh });
}

function answer(stream: MessageStream, state: State, response: ClientResponse): void {
  const { type, nonce, resources } = response;
  if (type === null) throw new Error(`a response of an unknown type, ${response.typeUrl}`);
  send(stream, type, { nonce });
  if (type === 'cds') subscribe(stream, state, { type: 'eds', names: resources.map(({ name }) => name) });
  if (type === 'lds') {
    const names = resources.flatMap(routesOf);
    subscribe(stream, state, { type: 'rds', names });
  }
}
