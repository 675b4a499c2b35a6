import assert from 'node:assert/strict';
import { request } from 'node:http';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import type { StatusResponse } from '../../../src/api/model.ts';
import type { ApiSource } from '../../../src/api/ports.ts';
import { createApiServer } from '../../../src/api/server.ts';
import { SILENT } from '../../../src/telemetry/log.ts';

const STATUS: StatusResponse = {
  build: '1',
  startedAt: 0,
  delivery: { waves: [], held: [] },
  ready: true,
  degraded: false,
  version: 'v',
  publishedAt: 0,
  compileSeconds: 0,
  counts: {},
  inputs: [],
  diagnostics: [],
  sidecars: [],
};

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

async function api(t: TestContext, change: Partial<ApiSource> = {}, loopback = true) {
  const source: ApiSource = {
    status: () => STATUS,
    onChange: () => () => undefined,
    config: () => Promise.resolve(null),
    allConfig: () => Promise.resolve({ version: 'v', services: {} }),
    metrics: () => Promise.resolve({ contentType: 'text/plain', text: 'metric 1\n' }),
    accept: (files) => Promise.resolve({ accepted: files ?? ['all'] }),
    release: (service) => ({ released: [service ?? 'all'] }),
    ...change,
  };
  const server = createApiServer({ source, log: SILENT, loopback });
  const { host, port } = await server.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => server.close());
  return (path: string, { method = 'GET', headers = {}, body = '' }: Asked = {}) =>
    new Promise<{ status: number; text: string; headers: NodeJS.Dict<string | string[]> }>(
      (resolve, reject) => {
        const sent = request({ host, port, path, method, headers }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
          });
        });
        sent.on('error', reject).end(body);
      },
    );
}

describe('the management HTTP', () => {
  it('answers health, readiness, status, metrics and configuration', async (t) => {
    const ask = await api(t);
    assert.equal((await ask('/health')).status, 200);
    assert.deepEqual(JSON.parse((await ask('/ready')).text), { ready: true, degraded: false, version: 'v' });
    assert.deepEqual(JSON.parse((await ask('/status')).text), STATUS);
    assert.equal((await ask('/metrics')).text, 'metric 1\n');
    assert.deepEqual(JSON.parse((await ask('/config')).text), { version: 'v', services: {} });
  });

  it('answers 503 until it is ready', async (t) => {
    const ask = await api(t, { status: () => ({ ...STATUS, ready: false }) });
    assert.equal((await ask('/ready')).status, 503);
  });

  it('answers errors as JSON: nothing there, no such service, the wrong method, a bad path or body', async (t) => {
    const ask = await api(t);
    const cases: readonly [string, Asked, number][] = [
      ['/nowhere', {}, 404],
      ['/config/nobody', {}, 404],
      ['/accept', {}, 405],
      ['/status', { method: 'POST' }, 405],
      ['/%', {}, 400],
      ['/accept', { method: 'POST', body: '{"files": 1}' }, 400],
      ['/accept', { method: 'POST', body: 'x'.repeat(100_000) }, 413],
    ];
    for (const [path, asked, status] of cases) {
      const answer = await ask(path, asked);
      assert.equal(answer.status, status, path);
      assert.equal(typeof (JSON.parse(answer.text) as { error: unknown }).error, 'string');
    }
    assert.equal((await ask('/accept')).headers['allow'], 'POST');
  });

  it('answers 500 without the cause where its source fails', async (t) => {
    const ask = await api(t, { allConfig: () => Promise.reject(new Error('inner detail')) });
    const answer = await ask('/config');
    assert.equal(answer.status, 500);
    assert.doesNotMatch(answer.text, /inner detail/);
  });

  it('accepts all held files, or those that the body names', async (t) => {
    const ask = await api(t);
    assert.deepEqual(JSON.parse((await ask('/accept', { method: 'POST' })).text), { accepted: ['all'] });
    const some = await ask('/accept', { method: 'POST', body: '{"files": ["a.yaml"]}' });
    assert.deepEqual(JSON.parse(some.text), { accepted: ['a.yaml'] });
  });

  it('releases all that is quarantined, or a service that the body names', async (t) => {
    const ask = await api(t);
    assert.deepEqual(JSON.parse((await ask('/release', { method: 'POST' })).text), { released: ['all'] });
    const one = await ask('/release', { method: 'POST', body: '{"service": "gateway"}' });
    assert.deepEqual(JSON.parse(one.text), { released: ['gateway'] });
    for (const body of ['{"service": 1}', '[]', '{', '{}']) {
      assert.equal((await ask('/release', { method: 'POST', body })).status, 400, body);
    }
  });

  it('refuses a rebound name and a request from another site', async (t) => {
    const ask = await api(t);
    const rebound = { host: 'evil.example.com' };
    assert.equal((await ask('/status', { headers: rebound })).status, 403);
    assert.equal((await ask('/accept', { method: 'POST', headers: rebound })).status, 403);
    const foreign = { host: '127.0.0.1:1', origin: 'http://evil.example.com' };
    assert.equal((await ask('/accept', { method: 'POST', headers: foreign })).status, 403);
    assert.equal((await ask('/accept', { method: 'POST', headers: { host: 'localhost:1' } })).status, 200);
  });

  it('lets names read, but not change, where it listens off loopback', async (t) => {
    const ask = await api(t, {}, false);
    const headers = { host: 'control-plane.internal:8081' };
    assert.equal((await ask('/metrics', { headers })).status, 200);
    assert.equal((await ask('/accept', { method: 'POST', headers })).status, 403);
  });
});
