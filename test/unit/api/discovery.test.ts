import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { request as httpRequest } from 'node:http';
import type { DiscoverySource } from '../../../src/api/ports.ts';
import { createApiServer } from '../../../src/api/server.ts';
import { encode } from '../../../src/proto/codec.ts';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';

type FetchArguments = Parameters<DiscoverySource['fetch']>;

const fails = (): never => {
  throw new Error('not asked for here');
};
const SOURCE = {
  status: fails,
  onChange: fails,
  config: fails,
  allConfig: fails,
  metrics: fails,
  accept: fails,
  release: fails,
};
const silent = (): void => undefined;
const BYTES = encode('envoy.service.discovery.v3.DiscoveryResponse', {
  version_info: 'v1',
  type_url: TYPE_URLS.eds,
  resources: [{ '@type': TYPE_URLS.eds, cluster_name: 'app' }],
});

async function discovery(t: TestContext, fetch?: DiscoverySource['fetch']) {
  const asked: FetchArguments[] = [];
  const answer: DiscoverySource['fetch'] = (type, request) => {
    asked.push([type, request]);
    return fetch?.(type, request) ?? Promise.resolve({ kind: 'response', version: 'v1', bytes: BYTES });
  };
  const log = { error: silent, info: silent };
  const server = createApiServer({ source: SOURCE, discovery: { fetch: answer }, log, loopback: true });
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => server.close());
  const post = (
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const sent = httpRequest({ port, path, method: 'POST', headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text });
        });
      });
      sent.on('error', reject);
      sent.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  return { asked, post };
}

test('a request in either spelling of JSON is answered with resources as JSON', async (t) => {
  const { asked, post } = await discovery(t);
  const node = {
    id: 'n',
    cluster: 'gateway',
    metadata: { moniker: { contract: 1 } },
    locality: { zone: 'a', subZone: 'x' },
    extensions: [{ name: 'envoy.something', a_field_of_tomorrow: true }],
  };
  const build = { version: { major_number: 1, minor_number: 40 } };
  const one = await post('/v3/discovery:endpoints', {
    node: { ...node, user_agent_name: 'envoy', user_agent_build_version: build },
    resource_names: ['app'],
    type_url: TYPE_URLS.eds,
  });
  assert.equal(one.status, 200);
  assert.deepEqual(JSON.parse(one.text), {
    version_info: 'v1',
    type_url: TYPE_URLS.eds,
    resources: [{ '@type': TYPE_URLS.eds, cluster_name: 'app' }],
  });
  await post('/v3/discovery:endpoints', {
    node: { ...node, userAgentName: 'envoy', userAgentVersion: '1.40.0' },
    resourceNames: ['app'],
    versionInfo: 'v0',
  });
  const [first, second] = asked.map(([, request]) => request);
  assert.deepEqual(first, {
    node: {
      id: 'n',
      cluster: 'gateway',
      metadata: { moniker: { contract: 1 } },
      locality: { region: '', zone: 'a', subZone: 'x' },
      userAgentName: 'envoy',
      userAgentVersion: '1.40.0',
    },
    typeUrl: TYPE_URLS.eds,
    versionInfo: '',
    names: ['app'],
  });
  assert.deepEqual(second?.node, first.node);
  assert.equal(second.versionInfo, 'v0');
});

test('a client that holds it all is told so, without the resources', async (t) => {
  const { post } = await discovery(t);
  const answer = await post('/v3/discovery:endpoints', { node: { id: 'n' }, version_info: 'v1' });
  assert.deepEqual(answer, { status: 304, text: '' });
});

test('what is no discovery request, and what is not there, is said', async (t) => {
  const { asked, post } = await discovery(t);
  assert.equal((await post('/v3/discovery:clusters', '{')).status, 400);
  assert.equal((await post('/v3/discovery:clusters', [])).status, 400);
  assert.equal((await post('/v3/discovery:clusters', { resource_names: [1] })).status, 400);
  const secrets = await post('/v3/discovery:secrets', { node: { id: 'n' } });
  assert.equal(secrets.status, 404);
  assert.match(secrets.text, /it has listeners, routes/);
  assert.deepEqual(asked, []);
});

test('refusals have their own status', async (t) => {
  const reasons = { invalid: 400, 'unknown-service': 404, 'not-ready': 503 } as const;
  for (const [reason, status] of Object.entries(reasons) as [keyof typeof reasons, number][]) {
    const { post } = await discovery(t, () =>
      Promise.resolve({ kind: 'refused', reason, message: `because ${reason}` }),
    );
    const answer = await post('/v3/discovery:clusters', { node: { id: 'n' } });
    assert.equal(answer.status, status);
    assert.match(answer.text, new RegExp(`because ${reason}`));
  }
});

test('a sidecar may name the host as it likes, and a page is turned away', async (t) => {
  const { post } = await discovery(t);
  const request = { node: { id: 'n' }, resource_names: ['app'] };
  assert.equal((await post('/v3/discovery:endpoints', request, { host: 'xds_cluster' })).status, 200);
  const fromPage = { host: 'xds_cluster', origin: 'http://xds_cluster' };
  assert.equal((await post('/v3/discovery:endpoints', request, fromPage)).status, 403);
});
