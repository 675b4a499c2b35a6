import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { status } from '@grpc/grpc-js';
import type { Client, ServiceError } from '@grpc/grpc-js';
import { TYPE_URLS } from '../../src/snapshot/model.ts';
import type { ExtraType, GroupSnapshot, ResourceSet, ResourceType } from '../../src/snapshot/model.ts';
import { startTestServer, TestStream } from '../support/xds/line.ts';
import type { Protocol, TestServer } from '../support/xds/line.ts';
import { resource, resourceSet, snapshotOf } from '../support/xds/mesh.ts';
import { onThreads, THREADS } from '../support/xds/serve-xds.ts';
import { decodeResponse, encodeRequest, readResource } from '../support/xds/wire.ts';
import type { ClientRequest } from '../support/xds/wire.ts';

const node = { id: 'n1', cluster: 'svc' };
const pass = (bytes: Buffer): Buffer => bytes;

/** Type → its service and the ending of its methods' names, and a resource that the snapshot below has. */
const SERVICES: Readonly<Record<Exclude<ResourceType, 'vhds'>, readonly [string, string, string]>> = {
  lds: ['listener.v3.ListenerDiscoveryService', 'Listeners', 'one'],
  rds: ['route.v3.RouteDiscoveryService', 'Routes', 'routes/a'],
  srds: ['route.v3.ScopedRoutesDiscoveryService', 'ScopedRoutes', 'scope'],
  cds: ['cluster.v3.ClusterDiscoveryService', 'Clusters', 'a/v1'],
  eds: ['endpoint.v3.EndpointDiscoveryService', 'Endpoints', 'a/v1'],
  sds: ['secret.v3.SecretDiscoveryService', 'Secrets', 'certificate'],
  rtds: ['runtime.v3.RuntimeDiscoveryService', 'Runtime', 'moniker.weights'],
  ecds: ['extension.v3.ExtensionConfigDiscoveryService', 'ExtensionConfigs', 'filter'],
};
const TYPES = Object.keys(SERVICES) as (keyof typeof SERVICES)[];

const extraSet = (type: ExtraType, name: string, aliases?: readonly string[]): ResourceSet =>
  resourceSet([{ ...resource(type, name), ...(aliases && { aliases }) }]);

function snapshot(): GroupSnapshot {
  return {
    ...snapshotOf({ targets: { a: { v1: 10 } }, listeners: { one: 'a' } }),
    extra: {
      sds: extraSet('sds', 'certificate'),
      ecds: extraSet('ecds', 'filter'),
      srds: extraSet('srds', 'scope'),
      vhds: extraSet('vhds', 'table/host', ['table/host.example']),
    },
  };
}

async function withServer(test: (running: TestServer) => Promise<void>, threads = 1): Promise<void> {
  const running = await startTestServer({ threads });
  const published = snapshot();
  running.cache.onNeed(({ kind, group }) => {
    if (kind === 'plainRoutes') running.cache.publishPlainRoutes(group, published.sets.rds);
  });
  running.cache.publish({ services: ['svc'], groups: [published] });
  try {
    await test(running);
  } finally {
    await running.close();
  }
}

function open(running: TestServer, type: keyof typeof SERVICES, protocol: Protocol): TestStream {
  const [service, ending] = SERVICES[type];
  const method = `${protocol === 'sotw' ? 'Stream' : 'Delta'}${ending}`;
  return new TestStream(running.client(), `/envoy.service.${service}/${method}`);
}

function fetch(client: Client, type: keyof typeof SERVICES, request: ClientRequest): Promise<Buffer> {
  const [service, ending] = SERVICES[type];
  const bytes = encodeRequest('sotw', request);
  return new Promise((resolve, reject) => {
    const path = `/envoy.service.${service}/Fetch${ending}`;
    client.makeUnaryRequest<Buffer, Buffer>(path, pass, pass, bytes, (error, response) => {
      if (response) resolve(response);
      else reject(error ?? new Error('no response'));
    });
  });
}

describe("each type's own service", () => {
  const kinds = TYPES.flatMap((type) => THREADS.map((threads) => [type, threads] as const));
  for (const [type, threads] of kinds) {
    const [, , name] = SERVICES[type];
    it(`${type}: streams, in both variants, and answers a fetch${onThreads(threads)}`, () =>
      withServer(async (running) => {
        for (const protocol of ['sotw', 'delta'] as const) {
          const stream = open(running, type, protocol);
          // The type may be left out: the service says it.
          stream.send(encodeRequest(protocol, { node, names: [name], subscribe: [name] }));
          const response = decodeResponse(protocol, await stream.receive());
          assert.equal(response.type, type);
          assert.deepEqual(
            response.resources.map(({ any }) => readResource(any).name),
            [name],
          );
        }
        const fetched = await fetch(running.client(), type, { node, names: [name] });
        const response = decodeResponse('sotw', fetched);
        assert.equal(response.type, type);
        assert.deepEqual(
          response.resources.map(({ any }) => readResource(any).name),
          [name],
        );
        assert.notEqual(response.version, '');
      }, threads));
  }

  it('shows a stream as synced once it has accepted its one type', () =>
    withServer(async (running) => {
      const stream = open(running, 'eds', 'delta');
      stream.send(encodeRequest('delta', { node, subscribe: ['a/v1'] }));
      const { nonce } = decodeResponse('delta', await stream.receive());
      assert.equal(running.fleet.list()[0]?.state, 'STALE');
      stream.send(encodeRequest('delta', { nonce }));
      await new Promise<void>((resolve) => {
        const stop = running.fleet.subscribe(() => {
          if (running.fleet.list()[0]?.state !== 'SYNCED') return;
          stop();
          resolve();
        });
      });
    }));

  it('refuses a request for another type', () =>
    withServer(async (running) => {
      const stream = open(running, 'cds', 'sotw');
      stream.send(encodeRequest('sotw', { node, typeUrl: TYPE_URLS.lds }));
      const ended = await stream.ended;
      assert.equal(ended.code, status.INVALID_ARGUMENT);
      assert.match(ended.details, /serves .*Cluster only/);
      await assert.rejects(
        fetch(running.client(), 'cds', { node, typeUrl: TYPE_URLS.lds }),
        (error: ServiceError) => error.code === status.INVALID_ARGUMENT,
      );
    }));

  it('refuses a fetch without a node, and one of an unknown service', () =>
    withServer(async (running) => {
      await assert.rejects(
        fetch(running.client(), 'cds', {}),
        (error: ServiceError) => error.code === status.INVALID_ARGUMENT,
      );
      await assert.rejects(
        fetch(running.client(), 'cds', { node: { id: 'n', cluster: 'nobody' } }),
        (error: ServiceError) => error.code === status.NOT_FOUND,
      );
    }));

  it('gives virtual hosts by the route configuration and by domain, with their aliases', () =>
    withServer(async (running) => {
      const path = '/envoy.service.route.v3.VirtualHostDiscoveryService/DeltaVirtualHosts';
      for (const name of ['table', 'table/host', 'table/host.example']) {
        const stream = new TestStream(running.client(), path);
        stream.send(encodeRequest('delta', { node, subscribe: [name] }));
        const { resources, nonce } = decodeResponse('delta', await stream.receive());
        assert.deepEqual(
          resources.map((one) => [one.name, one.aliases]),
          [['table/host', ['table/host.example']]],
        );
        stream.send(encodeRequest('delta', { nonce, subscribe: ['table/elsewhere.example'] }));
        // A request waits for its domain: an alias without content says that nothing has it.
        const { resources: nothing, removed } = decodeResponse('delta', await stream.receive());
        assert.deepEqual(
          nothing.map((one) => [one.name, one.aliases, one.any.length]),
          [['table/elsewhere.example', ['table/elsewhere.example'], 0]],
        );
        assert.deepEqual(removed, []);
      }
    }));

  it('gives the members of an xdstp collection, whatever the order of its parameters', () =>
    withServer(async (running) => {
      const folder = 'xdstp://example.com/envoy.config.cluster.v3.Cluster/team';
      const names = [
        `${folder}/a?env=prod&zone=1`,
        `${folder}/b?env=prod&zone=1`,
        `${folder}/c?env=test&zone=1`,
        `${folder}/deep/d?env=prod&zone=1`,
      ];
      const base = snapshot();
      const cds = resourceSet(names.map((name) => resource('cds', name)));
      running.cache.publish({
        services: ['svc'],
        groups: [{ ...base, version: 'glob', sets: { ...base.sets, cds } }],
      });
      const stream = open(running, 'cds', 'delta');
      const collection = `${folder}/*?zone=1&env=prod`;
      stream.send(encodeRequest('delta', { node, subscribe: [collection] }));
      const first = decodeResponse('delta', await stream.receive());
      assert.deepEqual(
        first.resources.map((one) => one.name),
        names.slice(0, 2),
      );
      // Asked for again, all of it comes again; a singleton with its parameters in another order is the same.
      stream.send(encodeRequest('delta', { nonce: first.nonce, subscribe: [collection] }));
      const again = decodeResponse('delta', await stream.receive());
      assert.equal(again.resources.length, 2);
      stream.send(encodeRequest('delta', { nonce: again.nonce, subscribe: [`${folder}/c?zone=1&env=test`] }));
      const single = decodeResponse('delta', await stream.receive());
      assert.deepEqual(
        single.resources.map((one) => one.name),
        [names[2]],
      );
      stream.send(encodeRequest('delta', { nonce: single.nonce, subscribe: [`${folder}/none/*`] }));
      assert.deepEqual(decodeResponse('delta', await stream.receive()).removed, [`${folder}/none/*`]);
    }));
});
