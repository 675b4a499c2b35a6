import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as http2Connect } from 'node:http2';
import { after, before, describe, it } from 'node:test';
import { startEnvoy, type Envoy } from '../../scripts/local-mesh/envoy.ts';
import { rawRequest, type RawResponse } from '../../scripts/local-mesh/http.ts';
import { acquireSubnet, type Subnet } from '../../scripts/local-mesh/subnet.ts';
import { startStub, type Stub, type WhoAmI } from '../../scripts/stub-app/stub.ts';
import { createEnvoyRunner } from '../../src/validate/runner.ts';
import { createValidator } from '../../src/validate/validator.ts';
import { compileFiles, goldenCases, groupOf, readCase } from '../support/compile.ts';
import { envoyForTests } from '../support/envoy.ts';
import { SMALL_FILES, SMALL_MESH, smallEndpoints } from '../support/mesh-files.ts';
import { staticBootstrap } from '../support/static-envoy.ts';

const { binary, skip } = await envoyForTests();
const UPSTREAM = 15006;

interface Ask {
  readonly authority?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

describe("a group's resources in a real Envoy", { skip }, () => {
  const stubs: Stub[] = [];
  let subnet: Subnet;
  let envoy: Envoy | undefined;

  before(async () => {
    subnet = await acquireSubnet();
    const names = [
      'gateway',
      'resolver-v1',
      'resolver-v2',
      'policy-engine',
      'open-moniker',
      'oracle',
      'snowflake-v1',
      'snowflake-v2',
    ];
    for (const [i, name] of names.entries()) {
      const protocol = name === 'policy-engine' ? 'grpc' : 'http';
      stubs.push(await startStub({ name, host: subnet.address(11 + i), port: UPSTREAM, protocol }));
    }
    const app = { name: 'application', host: subnet.address(2), port: 8080 };
    stubs.push(await startStub(app));
    const mesh = SMALL_MESH.replace('app: {port: 8080', `app: {address: ${app.host}, port: 8080`);
    const compiled = compileFiles({
      ...SMALL_FILES,
      'mesh.yaml': mesh,
      'endpoints.yaml': smallEndpoints(subnet.address, UPSTREAM),
    });
    const snapshot = compiled.group(groupOf('gateway', { bindAddress: subnet.address(1) }));
    assert.ok(snapshot);
    const admin = { host: subnet.address(1), port: 9901 };
    envoy = await startEnvoy({
      binary,
      name: 'compiled',
      bootstrap: staticBootstrap({ snapshot, admin }),
      admin,
    });
    await envoy.live();
  });

  after(async () => {
    await envoy?.stop();
    await Promise.all(stubs.map((stub) => stub.close()));
    await subnet.release();
  });

  const ask = (port: number, { path, authority, headers }: Ask): Promise<RawResponse> =>
    rawRequest({
      host: subnet.address(1),
      port,
      path,
      ...(authority !== undefined && { authority }),
      ...(headers !== undefined && { headers }),
    });
  const egress = (request: Ask): Promise<RawResponse> =>
    ask(15001, { authority: 'adapters.moniker.local', ...request });
  const edge = (request: Ask): Promise<RawResponse> => ask(8000, request);
  const who = ({ status, body }: RawResponse): string => {
    assert.equal(status, 200, body);
    return (JSON.parse(body) as WhoAmI).name;
  };

  it('routes a moniker to the adapter of its key, and tells the key', async () => {
    const answer = await egress({ path: '/fetch/risk.cvar/desk/x?y=1' });
    assert.equal(who(answer), 'oracle');
    assert.equal(answer.headers['x-moniker-route'], 'risk.cvar');
    const seen = JSON.parse(answer.body) as WhoAmI;
    assert.equal(seen.headers['x-moniker-key'], undefined, 'the key stays inside the sidecar');
    assert.equal(seen.path, '/fetch/risk.cvar/desk/x?y=1');
  });

  it('walks up dots where the hierarchy says so', async () => {
    const answer = await egress({ path: '/fetch/risk.cvar.more/x', authority: 'adapters' });
    assert.equal(who(answer), 'oracle');
    assert.equal(answer.headers['x-moniker-route'], 'risk.cvar');
  });

  it('takes an override by the domain of the nearest key, also of one that binds nothing', async () => {
    assert.equal(who(await egress({ path: '/fetch/prices.equity/asia' })), 'snowflake-v1');
    const answer = await egress({ path: '/fetch/prices.equity/emea/x' });
    assert.equal(who(answer), 'snowflake-v2');
    assert.equal(answer.headers['x-moniker-route'], 'prices.equity');
  });

  it('takes an override by header, before the weights', async () => {
    const path = '/fetch/prices.equity/asia';
    assert.equal(who(await egress({ path, headers: { 'x-canary': '1' } })), 'snowflake-v2');
    assert.equal(who(await egress({ path, headers: { 'x-canary': '2' } })), 'snowflake-v1');
    assert.equal(who(await egress({ path, headers: { 'x-moniker-domain': 'risk' } })), 'snowflake-v2');
  });

  it('answers 501 in JSON for a source type without an adapter', async () => {
    const answer = await egress({ path: '/fetch/tape/x' });
    assert.equal(answer.status, 501);
    assert.equal(answer.headers['content-type'], 'application/json');
    assert.equal(answer.headers['x-moniker-route'], 'tape');
    const body = JSON.parse(answer.body) as Record<string, string>;
    assert.deepEqual([body['key'], body['sourceType']], ['tape', 'bloomberg']);
  });

  it('sends an unbound moniker, a batch and a skipped status to the unbound service, with its overrides', async () => {
    for (const path of ['/fetch/nothing/x', '/resolve/batch', '/fetch/prices.draft/x', '/other']) {
      const answer = await egress({ path });
      assert.equal(who(answer), 'resolver-v1', path);
      assert.equal(answer.headers['x-moniker-route'], undefined);
    }
    assert.equal(
      who(await egress({ path: '/fetch/risk.other/x' })),
      'resolver-v2',
      'domain risk, through risk.',
    );
    assert.equal(
      who(await egress({ path: '/fetch/nothing', headers: { 'x-client-id': 'qa-bot' } })),
      'resolver-v2',
    );
  });

  it('ignores a moniker key that a client sends', async () => {
    const headers = { 'x-moniker-key': 'risk.cvar/' };
    assert.equal(who(await egress({ path: '/fetch/prices.equity/x', headers })), 'snowflake-v1');
    assert.equal(who(await egress({ path: '/resolve/batch', headers })), 'resolver-v1');
  });

  it('routes by host name, with or without port and namespace, and knows no other', async () => {
    const path = '/resolve/anything';
    assert.equal(who(await egress({ authority: 'resolver.moniker.local:8080', path })), 'resolver-v1');
    assert.equal(who(await egress({ authority: 'resolver', path })), 'resolver-v1');
    assert.equal(who(await egress({ authority: 'resolver', path: '/resolve/risk.cvar/x' })), 'resolver-v2');
    assert.equal((await egress({ authority: 'oracle.moniker.local', path })).status, 404);
  });

  it('splits the edge by the longest prefix', async () => {
    assert.equal(who(await edge({ path: '/fetch/risk.cvar/x' })), 'oracle');
    assert.equal(who(await edge({ path: '/fetch/raw/x' })), 'open-moniker');
    assert.equal(who(await edge({ path: '/fetch/none/x' })), 'resolver-v1');
    assert.equal(who(await edge({ path: '/resolve/none/x' })), 'resolver-v1');
    assert.equal(who(await edge({ path: '/resolve/risk.cvar/x' })), 'resolver-v2');
    const own = await edge({ path: '/resolver' });
    assert.equal(who(own), 'application');
    assert.equal(own.headers['x-moniker-route'], undefined);
    assert.equal((await edge({ path: '/fetch/risk.cvar/x' })).headers['x-moniker-route'], 'risk.cvar');
  });

  it('strips what only a sidecar may say, and normalizes the path', async () => {
    const headers = {
      'x-envoy-upstream-rq-timeout-ms': '1',
      'x-moniker-key': 'a/',
      'x-client-id': 'c',
      'x-moniker-domain': 'd',
    };
    const seen = JSON.parse((await edge({ path: '/a/../b//c', headers })).body) as WhoAmI;
    assert.equal(seen.path, '/b/c');
    assert.equal(seen.headers['x-envoy-upstream-rq-timeout-ms'], undefined);
    assert.equal(seen.headers['x-moniker-key'], undefined);
    assert.equal(seen.headers['x-client-id'], 'c');
    assert.equal(seen.headers['x-moniker-domain'], 'd');
  });

  it('leads the inbound listener to the application', async () => {
    assert.equal(who(await ask(15006, { path: '/anything' })), 'application');
  });

  for (const [port, authority] of [
    [15001, 'policy-engine.moniker.local'],
    [19090, 'whatever'],
  ] as const) {
    it(`carries gRPC on port ${port}`, async () => {
      const session = http2Connect(`http://${subnet.address(1)}:${port}`);
      const headers = {
        ':method': 'POST',
        ':path': '/a.B/C',
        ':authority': authority,
        'content-type': 'application/grpc',
        te: 'trailers',
      };
      const stream = session.request(headers);
      stream.end(Buffer.from([0, 0, 0, 0, 0]));
      const answer = await new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
        stream.on('response', resolve);
        stream.on('error', reject);
      });
      assert.equal(answer['x-stub'], 'policy-engine');
      stream.resume();
      await once(stream, 'close');
      session.close();
    });
  }
});

describe('the golden cases of the compiler', { skip }, () => {
  for (const name of goldenCases()) {
    const compiled = compileFiles(readCase(name));
    if (!compiled.publishable) continue;
    it(`${name}: Envoy takes the resources of each service, as sent and with plain routes`, async () => {
      const sets = compiled.services.flatMap((service) => [
        ...Object.values(compiled.group(groupOf(service))?.sets ?? {}),
        ...[compiled.plainRoutes(groupOf(service))].filter((set) => set !== null),
      ]);
      const resources = sets.flatMap(({ byName }) => [...byName.values()]);
      assert.ok(resources.length > 0);
      const outcome = await createValidator(createEnvoyRunner({ binary })).check(resources);
      assert.deepEqual(outcome, { rejected: [], unknown: null });
    });
  }
});
