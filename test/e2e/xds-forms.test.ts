import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anyOf } from '../../src/proto/codec.ts';
import type { GroupSnapshot } from '../../src/snapshot/model.ts';
import { eventually } from '../../scripts/local-mesh/eventually.ts';
import { rawRequest } from '../../scripts/local-mesh/http.ts';
import type { RawResponse } from '../../scripts/local-mesh/http.ts';
import { envoyForTests, startTestEnvoy } from '../support/envoy.ts';
import { configSource, realBootstrap } from '../support/xds/real-bootstrap.ts';
import type { Form } from '../support/xds/real-bootstrap.ts';
import {
  real,
  realAssignment,
  realCluster,
  realListener,
  realRoutes,
  realSnapshot,
} from '../support/xds/real-resources.ts';
import type { Upstream } from '../support/xds/real-resources.ts';
import { startRealServer } from '../support/xds/real-server.ts';

const envoy = await envoyForTests();
const FORMS: readonly Form[] = ['ads', 'delta-ads', 'grpc', 'delta-grpc', 'rest'];
const SERVICE = 'forms';
const WEIGHT_KEY = 'split.app.app';

interface Mesh {
  readonly form: Form;
  readonly plain: Upstream;
  readonly scoped: Upstream;
  readonly upstream: Upstream;
  /** Told by the filter's configuration, which comes by ECDS. */
  readonly greeting: string;
}

/** One resource of each type, all of which a request needs. */
function snapshotOf({ form, plain, scoped, upstream, greeting }: Mesh): GroupSnapshot {
  const source = configSource(form);
  // The REST form has no secrets.
  const secretSource = form === 'rest' ? configSource('grpc') : source;
  const HEADER_MUTATION = 'envoy.extensions.filters.http.header_mutation.v3.HeaderMutation';
  const greet = anyOf(HEADER_MUTATION, {
    mutations: {
      response_mutations: [
        {
          append: {
            header: { key: 'x-greeting', value: greeting },
            append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
          },
        },
      ],
    },
  });
  const credential = anyOf('envoy.extensions.http.injected_credentials.generic.v3.Generic', {
    credential: { name: 'token', sds_config: secretSource },
    header: 'x-credential',
  });
  const filters = [
    {
      name: 'greeting',
      config_discovery: { config_source: source, type_urls: [`type.googleapis.com/${HEADER_MUTATION}`] },
    },
    {
      name: 'credential',
      typed_config: anyOf('envoy.extensions.filters.http.credential_injector.v3.CredentialInjector', {
        overwrite: true,
        credential: { name: 'envoy.http.injected_credentials.generic', typed_config: credential },
      }),
    },
  ];
  const scopes = {
    name: 'by-tenant',
    scope_key_builder: {
      fragments: [{ header_value_extractor: { name: 'x-tenant', index: 0, element_separator: '' } }],
    },
    rds_config_source: source,
    scoped_rds: { scoped_rds_config_source: source },
  };
  return realSnapshot({
    service: SERVICE,
    resources: [
      realCluster('app', source),
      realAssignment('app', upstream),
      realRoutes('table', 'app'),
      realListener({
        name: 'plain',
        address: plain,
        routing: { rds: { config_source: source, route_config_name: 'table' } },
        filters,
        routes: ['table'],
      }),
      realListener({
        name: 'scoped',
        address: scoped,
        routing: { scoped_routes: scopes },
        routes: ['table'],
      }),
      real('srds', {
        name: 'tenant-a',
        route_configuration_name: 'table',
        key: { fragments: [{ string_key: 'a' }] },
      }),
      real('ecds', { name: 'greeting', typed_config: greet }),
      real('sds', { name: 'token', generic_secret: { secret: { inline_string: 'letmein' } } }),
    ],
    splits: [{ target: 'app', runtimeKeyPrefix: 'split.app', weights: [{ cluster: 'app', weight: 10_000 }] }],
  });
}

async function ask(at: Upstream, headers: Readonly<Record<string, string>> = {}): Promise<RawResponse> {
  const { host, port } = at;
  return rawRequest({ host, port, path: '/', headers });
}

for (const form of FORMS) {
  test(`Envoy is served every type over ${form}`, { skip: envoy.skip, timeout: 90_000 }, async (t) => {
    const server = await startRealServer(t);
    const host = server.address(1);
    const [plain, scoped, admin] = [11_000, 11_001, 11_002].map((port) => ({ host, port })) as [
      Upstream,
      Upstream,
      Upstream,
    ];
    const [first, second] = [await server.stub('first'), await server.stub('second')];
    const mesh = { form, plain, scoped, upstream: first, greeting: 'hello' };
    server.publish(snapshotOf(mesh));
    const { xds, http } = server;
    const running = await startTestEnvoy(t, {
      binary: envoy.binary,
      name: `envoy-${form}`,
      bootstrap: realBootstrap({ service: SERVICE, form, xds, http, admin }),
      admin,
    });
    await running.live();
    const answer = await eventually({
      what: 'an answer by all that was discovered',
      probe: async () => {
        const response = await ask(plain);
        return response.status === 200 && response.headers['x-greeting'] === 'hello' ? response : null;
      },
      detail: () => running.log(),
    });
    const body = JSON.parse(answer.body) as { stub: string; headers: Readonly<Record<string, string>> };
    assert.equal(body.stub, 'first');
    assert.equal(body.headers['x-credential'], 'letmein');
    const tenant = await eventually({
      what: 'an answer by a scope',
      probe: async () => {
        const response = await ask(scoped, { 'x-tenant': 'a' });
        return response.status === 200 ? response : null;
      },
    });
    assert.equal((JSON.parse(tenant.body) as { stub: string }).stub, 'first');
    assert.equal((await ask(scoped, { 'x-tenant': 'b' })).status, 404);
    const runtime = JSON.parse(await running.page('/runtime')) as { entries: Record<string, unknown> };
    assert.ok(WEIGHT_KEY in runtime.entries, JSON.stringify(runtime));

    server.publish(snapshotOf({ ...mesh, upstream: second, greeting: 'again' }));
    await eventually({
      what: 'the change',
      probe: async () => {
        const response = await ask(plain);
        const { stub } = JSON.parse(response.body) as { stub: string };
        return stub === 'second' && response.headers['x-greeting'] === 'again' ? true : null;
      },
      detail: () => running.log(),
    });
    const rejected = await running.stats('update_rejected|init_fetch_timeout');
    assert.deepEqual(
      [...rejected].filter(([, count]) => count > 0),
      [],
      running.log(),
    );
  });
}
