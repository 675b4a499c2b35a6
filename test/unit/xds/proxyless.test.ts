import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeAny, encode, encodeAny } from '../../../src/proto/codec.ts';
import { TYPE_URLS, type GroupSnapshot, type ResourceType } from '../../../src/snapshot/model.ts';
import { streamContract } from '../../../src/xds/session/node-group.ts';
import { withPortForms } from '../../../src/xds/session/proxyless.ts';
import { decodeDeltaRequest, decodeSotwRequest } from '../../../src/xds/wire/request.ts';
import { compileFiles, groupOf, readCase } from '../../support/compile.ts';

interface Asked {
  readonly agent?: string;
  readonly names?: readonly string[];
  readonly type?: ResourceType;
  readonly delta?: boolean;
  readonly only?: ResourceType;
}

/** What kind of client a stream's first request comes from. */
function clientOf({ agent = 'gRPC Go', names = ['a'], type = 'lds', delta = false, only }: Asked): string {
  const node = {
    id: 'n',
    cluster: 'reports',
    user_agent_name: agent,
    metadata: { moniker: { contract: 1 } },
  };
  const head = { node, type_url: TYPE_URLS[type] };
  const request = delta
    ? decodeDeltaRequest(
        encode('envoy.service.discovery.v3.DeltaDiscoveryRequest', {
          ...head,
          resource_names_subscribe: names,
        }),
        true,
      )
    : decodeSotwRequest(
        encode('envoy.service.discovery.v3.DiscoveryRequest', { ...head, resource_names: names }),
        true,
      );
  assert.ok(request.node);
  const { group, contract } = streamContract({ request, node: request.node, only: only ?? null });
  assert.equal(group.service, 'reports');
  // Only a sidecar's answers tell whether a structure is good.
  assert.equal(contract, group.client === undefined ? 1 : null);
  return group.client ?? 'sidecar';
}

describe('a gRPC application without a sidecar', () => {
  it('is told by its library, by whatever type it asks for first', () => {
    for (const agent of ['gRPC Go', 'gRPC Java', 'gRPC C-core', 'gRPC Node Pure JS']) {
      assert.equal(clientOf({ agent }), 'proxyless');
      assert.equal(clientOf({ agent, type: 'eds' }), 'proxyless');
    }
  });

  it('is not an Envoy, a wildcard, a delta stream, or a stream of one type', () => {
    assert.equal(clientOf({ agent: 'envoy' }), 'sidecar');
    assert.equal(clientOf({ agent: 'grpcurl' }), 'sidecar');
    assert.equal(clientOf({ names: [] }), 'sidecar');
    assert.equal(clientOf({ names: ['*', 'a'] }), 'sidecar');
    assert.equal(clientOf({ delta: true }), 'sidecar');
    assert.equal(clientOf({ only: 'lds' }), 'sidecar');
  });
});

function applications(): GroupSnapshot {
  const snapshot = compileFiles(readCase('proxyless')).group({ ...groupOf('reports'), client: 'proxyless' });
  assert.ok(snapshot);
  return snapshot;
}

describe('listeners with a port behind their names', () => {
  const snapshot = applications();
  const { lds } = withPortForms(snapshot).sets;
  const [plain, formed] = ['resolver.moniker.local', 'resolver.moniker.local:8080'].map((name) => {
    const resource = lds.byName.get(name);
    assert.ok(resource);
    return resource;
  });

  it('are the same but for the name', () => {
    assert.ok(plain && formed);
    assert.ok(lds.byName.has(formed.name));
    assert.equal(formed.name, 'resolver.moniker.local:8080');
    assert.deepEqual(formed.any, encodeAny({ ...decodeAny(plain.any), name: formed.name }));
    assert.deepEqual(formed.references, plain.references);
    assert.notEqual(formed.version, plain.version);
    assert.equal(lds.byName.get(formed.name)?.version, formed.version);
  });

  it('are found for ports only, and not counted', () => {
    for (const port of ['0', '65536', '080', 'http', '', '1:2', '123456']) {
      assert.ok(!lds.byName.has(`resolver:${port}`), port);
      assert.equal(lds.byName.get(`resolver:${port}`), undefined, port);
    }
    assert.ok(lds.byName.has('resolver:65535'));
    assert.ok(!lds.byName.has('nobody:80'));
    assert.deepEqual([...lds.byName.keys()], [...snapshot.sets.lds.byName.keys()]);
    assert.equal(lds.byName.size, 4);
  });

  it('are shared by the streams of a group, and are no matter of sidecars', () => {
    assert.equal(withPortForms(snapshot).sets.lds, lds);
    const sidecars = compileFiles(readCase('proxyless')).group(groupOf('resolver'));
    assert.ok(sidecars);
    assert.equal(withPortForms(sidecars), sidecars);
  });
});
