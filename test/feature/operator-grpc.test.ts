import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Client, credentials, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { decode, encode } from '../../src/proto/codec.ts';
import type { envoy } from '../../src/proto/types.generated.d.ts';
import { TYPE_URLS } from '../../src/snapshot/model.ts';
import { createOperatorServer } from '../../src/xds/operator/operator-server.ts';
import { openTestStream, startTestServer, TestStream } from '../support/xds/line.ts';
import { snapshotOf } from '../support/xds/mesh.ts';
import { decodeResponse, encodeRequest } from '../support/xds/wire.ts';

type StatusRequest = envoy.service.status.v3.ClientStatusRequest;
type StatusResponse = envoy.service.status.v3.ClientStatusResponse;

const CSDS = '/envoy.service.status.v3.ClientStatusDiscoveryService';
const pass = (bytes: Buffer): Buffer => bytes;
const silent = (): void => undefined;

function call(client: Client, path: string, bytes: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest<Buffer, Buffer>(path, pass, pass, Buffer.from(bytes), (error, response) => {
      if (response) resolve(response);
      else reject(error ?? new Error('no response'));
    });
  });
}

async function clientStatus(client: Client, request: StatusRequest): Promise<StatusResponse> {
  const bytes = encode('envoy.service.status.v3.ClientStatusRequest', request);
  const answer = await call(client, `${CSDS}/FetchClientStatus`, bytes);
  return decode('envoy.service.status.v3.ClientStatusResponse', answer);
}

/** By type. */
const statuses = ({ config = [] }: StatusResponse) =>
  config.map(({ node, generic_xds_configs: configs = [] }) => [
    node?.id,
    configs
      .filter(({ name = '' }) => name === '')
      .map(({ type_url, config_status, error_state }) => [type_url, config_status, error_state?.details]),
  ]);

async function withSidecars(
  test: (at: { xds: Client; operator: Client; other: Client }) => Promise<void>,
  threads = 1,
): Promise<void> {
  const running = await startTestServer({ threads });
  const log = { debug: silent, info: silent, warn: silent };
  const operatorServer = createOperatorServer({
    list: async () => {
      await running.server.refresh();
      return running.fleet.list();
    },
    resources: (id) => running.server.resources(id),
    log,
  });
  const { port } = await operatorServer.listen({ host: '127.0.0.1', port: 0 });
  const operator = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
  running.cache.publish({
    services: ['svc'],
    groups: [snapshotOf({ targets: { a: { v1: 10 } }, listeners: { one: 'a' } })],
  });
  const xds = running.client();
  try {
    for (const [id, error] of [
      ['good', undefined],
      ['bad', 'no such thing'],
    ] as const) {
      const stream = openTestStream(xds, 'delta');
      stream.send(encodeRequest('delta', { node: { id, cluster: 'svc' }, typeUrl: TYPE_URLS.cds }));
      const { nonce } = decodeResponse('delta', await stream.receive());
      stream.send(encodeRequest('delta', { typeUrl: TYPE_URLS.cds, nonce, ...(error && { error }) }));
      // Its answer comes behind what the server made of the request before.
      stream.send(encodeRequest('delta', { typeUrl: 'fence', subscribe: ['fence'] }));
      await stream.receive();
    }
    await test({ xds, operator, other: running.client() });
  } finally {
    operator.close();
    await operatorServer.close();
    await running.close();
  }
}

const GOOD = ['good', [[TYPE_URLS.cds, 'SYNCED', undefined]]];
const BAD = ['bad', [[TYPE_URLS.cds, 'ERROR', 'no such thing']]];

describe("the operator's gRPC", () => {
  it('tells the status of all clients, of those that match, and of none', () =>
    withSidecars(async ({ operator }) => {
      assert.deepEqual(statuses(await clientStatus(operator, {})), [GOOD, BAD]);
      const matching = (node_id: envoy.type.matcher.v3.StringMatcher) =>
        clientStatus(operator, { node_matchers: [{ node_id }] }).then(statuses);
      assert.deepEqual(await matching({ exact: 'bad' }), [BAD]);
      assert.deepEqual(await matching({ prefix: 'GO', ignore_case: true }), [GOOD]);
      assert.deepEqual(await matching({ suffix: 'x' }), []);
      await assert.rejects(matching({ safe_regex: { regex: '.*' } }), {
        code: status.INVALID_ARGUMENT,
        details: 'a node_id is matched by exact, prefix, suffix, contains',
      });
    }));

  it('tells of each resource, too, to whoever asks for certain nodes', () =>
    withSidecars(async ({ operator, xds }) => {
      const resources = ({ config = [] }: StatusResponse) =>
        config.flatMap(({ generic_xds_configs: all = [] }) => all.filter(({ name = '' }) => name !== ''));
      assert.deepEqual(resources(await clientStatus(operator, {})), []);
      const [synced, ...more] = resources(await clientStatus(xds, { node: { id: 'good' } }));
      const version = synced?.version_info ?? '';
      assert.match(version, /./);
      const type_url = TYPE_URLS.cds;
      assert.deepEqual(
        [synced, ...more],
        [{ type_url, name: 'a/v1', version_info: version, config_status: 'SYNCED', client_status: 'ACKED' }],
      );
      const rejected = await clientStatus(operator, { node_matchers: [{ node_id: { exact: 'bad' } }] });
      assert.deepEqual(resources(rejected), [
        {
          type_url,
          name: 'a/v1',
          config_status: 'ERROR',
          client_status: 'NACKED',
          error_state: { details: 'no such thing', version_info: version },
        },
      ]);
    }));

  it('tells what a client has not accepted yet, what does not exist, and what it was never sent', () =>
    withSidecars(async ({ operator, xds }) => {
      const open = async (id: string, cluster: string, acks: boolean): Promise<void> => {
        const stream = openTestStream(xds, 'delta');
        const subscribe = ['a/v1', 'nowhere'];
        stream.send(encodeRequest('delta', { node: { id, cluster }, typeUrl: TYPE_URLS.cds, subscribe }));
        if (acks) {
          const { nonce } = decodeResponse('delta', await stream.receive());
          stream.send(encodeRequest('delta', { typeUrl: TYPE_URLS.cds, nonce }));
        }
        stream.send(encodeRequest('delta', { typeUrl: 'fence', subscribe: ['fence'] }));
        await stream.receive();
      };
      await open('accepts', 'svc', true);
      await open('waits', 'svc', false);
      await open('stranger', 'nobody', false);
      const told = async (exact: string): Promise<readonly (readonly [unknown, unknown, unknown])[]> => {
        const { config = [] } = await clientStatus(operator, { node_matchers: [{ node_id: { exact } }] });
        return (config[0]?.generic_xds_configs ?? [])
          .slice(1)
          .map((one) => [one.name, one.config_status, one.client_status] as const);
      };
      assert.deepEqual(await told('accepts'), [
        ['a/v1', 'SYNCED', 'ACKED'],
        ['nowhere', 'NOT_SENT', 'DOES_NOT_EXIST'],
      ]);
      assert.deepEqual(await told('waits'), [
        ['a/v1', 'STALE', undefined],
        ['nowhere', 'STALE', undefined],
      ]);
      assert.deepEqual(await told('stranger'), [
        ['a/v1', 'NOT_SENT', 'REQUESTED'],
        ['nowhere', 'NOT_SENT', 'REQUESTED'],
      ]);
    }));

  it('answers each request of a stream', () =>
    withSidecars(async ({ operator }) => {
      const stream = new TestStream(operator, `${CSDS}/StreamClientStatus`);
      for (const exact of ['bad', 'good']) {
        const request = { node_matchers: [{ node_id: { exact } }] };
        stream.send(Buffer.from(encode('envoy.service.status.v3.ClientStatusRequest', request)));
        const answer = decode('envoy.service.status.v3.ClientStatusResponse', await stream.receive());
        assert.deepEqual(statuses(answer), [exact === 'bad' ? BAD : GOOD]);
      }
      stream.call.end();
      assert.equal((await stream.ended).code, status.OK);
    }));

  it('on the xDS port shows a sidecar itself only', () =>
    withSidecars(async ({ xds }) => {
      assert.deepEqual(statuses(await clientStatus(xds, { node: { id: 'good' } })), [GOOD]);
      assert.deepEqual(statuses(await clientStatus(xds, { node: { id: 'nobody' } })), []);
      await assert.rejects(
        clientStatus(xds, {}),
        (error: ServiceError) => error.code === status.INVALID_ARGUMENT,
      );
    }));

  it('says the same of sidecars whose streams are on several threads, on whichever of them they ask', () =>
    withSidecars(async ({ operator, xds, other }) => {
      assert.deepEqual(statuses(await clientStatus(operator, {})), [GOOD, BAD]);
      const request = { node_matchers: [{ node_id: { exact: 'bad' } }] };
      const [bad] = (await clientStatus(operator, request)).config ?? [];
      const named = bad?.generic_xds_configs?.find(({ name }) => name === 'a/v1');
      assert.equal(named?.error_state?.details, 'no such thing');
      const own = await clientStatus(xds, { node: { id: 'good' } });
      assert.deepEqual(statuses(own), [GOOD]);
      assert.deepEqual(await clientStatus(other, { node: { id: 'good' } }), own);
    }, 2));

  it('answers health checks of the server and of its services', () =>
    withSidecars(async ({ operator }) => {
      const check = '/grpc.health.v1.Health/Check';
      assert.deepEqual([...(await call(operator, check, Buffer.alloc(0)))], [8, 1]);
      const named = (name: string): Buffer => Buffer.from([10, name.length, ...Buffer.from(name)]);
      assert.deepEqual([...(await call(operator, check, named(CSDS.slice(1))))], [8, 1]);
      await assert.rejects(
        call(operator, check, named('nothing')),
        (error: ServiceError) => error.code === status.NOT_FOUND,
      );
      const watch = new TestStream(operator, '/grpc.health.v1.Health/Watch');
      watch.send(named('nothing'));
      assert.deepEqual([...(await watch.receive())], [8, 3]);
      watch.call.cancel();
    }));
});
