import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decode, decodeAny, encode } from '../../../src/proto/codec.ts';
import { TYPE_URLS } from '../../../src/snapshot/model.ts';
import { nodeContract } from '../../../src/xds/session/node-group.ts';
import { decodeDeltaRequest, decodeSotwRequest } from '../../../src/xds/wire/request.ts';
import { encodeEmptyAssignment, encodeRuntime } from '../../../src/xds/wire/resources.ts';
import { messageOf } from '../../../src/grpc/framing.ts';
import { encodeBody, frameResponse } from '../../../src/xds/wire/response.ts';

const node = {
  id: 'n1',
  cluster: 'gateway',
  metadata: {
    moniker: { contract: 1, bindAddress: '127.0.0.2', ports: { inbound: 15_106, egress: 15_101 } },
    list: [1, 'a', null, true],
  },
  locality: { region: 'eu', zone: 'eu-1', sub_zone: 'a' },
  user_agent_name: 'envoy',
  user_agent_build_version: { version: { major_number: 1, minor_number: 40, patch: 2 }, metadata: {} },
  extensions: [{ name: 'envoy.filters.http.router', category: 'envoy.filters.http' }],
};

describe('the wire, against the descriptors', () => {
  it('reads a SotW request with its node', () => {
    const bytes = encode('envoy.service.discovery.v3.DiscoveryRequest', {
      version_info: 'v7',
      node,
      resource_names: ['a', 'b'],
      type_url: TYPE_URLS.eds,
      response_nonce: '3',
      error_detail: { code: 3, message: 'no good' },
    });
    const request = decodeSotwRequest(bytes, true);
    assert.deepEqual(
      [request.versionInfo, request.names, request.typeUrl],
      ['v7', ['a', 'b'], TYPE_URLS.eds],
    );
    assert.deepEqual([request.responseNonce, request.error], ['3', 'no good']);
    assert.ok(request.node);
    assert.equal(request.node.userAgentVersion, '1.40.2');
    assert.deepEqual(request.node.locality, { region: 'eu', zone: 'eu-1', subZone: 'a' });
    assert.deepEqual(request.node.metadata['list'], [1, 'a', null, true]);
    assert.deepEqual(nodeContract(request.node), {
      contract: 1,
      group: {
        service: 'gateway',
        overrides: { bindAddress: '127.0.0.2', inboundPort: 15_106, egressPort: 15_101, edgePort: null },
      },
    });
    assert.equal(decodeSotwRequest(bytes, false).node, null);
  });

  it('reads a delta request', () => {
    const request = decodeDeltaRequest(
      encode('envoy.service.discovery.v3.DeltaDiscoveryRequest', {
        node,
        type_url: TYPE_URLS.cds,
        resource_names_subscribe: ['a'],
        resource_names_unsubscribe: ['b'],
        initial_resource_versions: { a: '1', c: '2' },
        response_nonce: 'x',
        error_detail: {},
      }),
      true,
    );
    assert.deepEqual([request.subscribe, request.unsubscribe], [['a'], ['b']]);
    assert.deepEqual(
      [...request.initialVersions],
      [
        ['a', '1'],
        ['c', '2'],
      ],
    );
    assert.equal(request.error, 'rejected without a reason');
    assert.equal(request.node?.cluster, 'gateway');
  });

  it('reads equal rejections as equal texts, whatever mark protobuf put into them', () => {
    for (const mark of ['goo.gle/debugonly   ', 'goo.gle/debugstr \n', '']) {
      const error_detail = { code: 3, message: `out of range: ${mark}seconds: 5` };
      const sotw = encode('envoy.service.discovery.v3.DiscoveryRequest', { error_detail });
      const delta = encode('envoy.service.discovery.v3.DeltaDiscoveryRequest', { error_detail });
      assert.equal(decodeSotwRequest(sotw, true).error, 'out of range: seconds: 5');
      assert.equal(decodeDeltaRequest(delta, true).error, 'out of range: seconds: 5');
    }
  });

  it('refuses what is no message', () => {
    for (const bytes of [[0x0a], [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f], [0x12, 0x05, 0x0a, 0x10], [0xff]]) {
      assert.throws(() => decodeSotwRequest(Uint8Array.from(bytes), true));
      assert.throws(() => decodeDeltaRequest(Uint8Array.from(bytes), true));
    }
  });

  it('bounds how deep metadata nests', () => {
    let metadata: Record<string, unknown> = {};
    for (let depth = 0; depth < 100; depth += 1) metadata = { deeper: metadata };
    const bytes = encode('envoy.service.discovery.v3.DiscoveryRequest', { node: { metadata } });
    assert.throws(() => decodeSotwRequest(bytes, true), /nests too deeply/);
  });

  it('writes responses that the descriptors read back', () => {
    const any = encodeEmptyAssignment('resolver/v2');
    const content = {
      typeUrl: TYPE_URLS.eds,
      version: 'v1',
      resources: [{ name: 'resolver/v2', version: 'r1', any }],
      removed: ['gone'],
    };
    const sotw = decode(
      'envoy.service.discovery.v3.DiscoveryResponse',
      messageOf(frameResponse(encodeBody('sotw', { ...content, removed: [] }), 'n')),
    );
    assert.deepEqual(sotw, {
      version_info: 'v1',
      resources: [{ '@type': TYPE_URLS.eds, cluster_name: 'resolver/v2' }],
      type_url: TYPE_URLS.eds,
      nonce: 'n',
    });
    const delta = decode(
      'envoy.service.discovery.v3.DeltaDiscoveryResponse',
      messageOf(frameResponse(encodeBody('delta', content), 'n')),
    );
    assert.deepEqual(delta, {
      system_version_info: 'v1',
      resources: [
        {
          version: 'r1',
          resource: { '@type': TYPE_URLS.eds, cluster_name: 'resolver/v2' },
          name: 'resolver/v2',
        },
      ],
      type_url: TYPE_URLS.eds,
      nonce: 'n',
      removed_resources: ['gone'],
    });
  });

  it('writes runtime layers', () => {
    assert.deepEqual(
      decodeAny(
        encodeRuntime('moniker.weights', [
          ['split.a.a/v1', 9_500],
          ['split.a.a/v2', 0],
        ]),
      ),
      {
        '@type': TYPE_URLS.rtds,
        name: 'moniker.weights',
        layer: { 'split.a.a/v1': 9_500, 'split.a.a/v2': 0 },
      },
    );
    assert.deepEqual(decodeAny(encodeRuntime('moniker.policy', [])), {
      '@type': TYPE_URLS.rtds,
      name: 'moniker.policy',
    });
  });
});
