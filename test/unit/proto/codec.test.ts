import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  anyOf,
  decode,
  decodeAny,
  encode,
  encodeAny,
  preEncoded,
  type MessageName,
} from '../../../src/proto/codec.ts';
import { ProtoError } from '../../../src/proto/error.ts';

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** What a caller without types, such as a file, may hand over. */
function encodeLoose(type: MessageName, json: unknown): Uint8Array {
  return encode(type, json as never);
}

function fails(type: MessageName, json: unknown, expected: { path: string; reason: RegExp }): void {
  assert.throws(
    () => encodeLoose(type, json),
    (error) =>
      error instanceof ProtoError && error.path === expected.path && expected.reason.test(error.reason),
  );
}

describe('encoding', () => {
  it('writes fields by number, whatever their order in the JSON', () => {
    const bytes = encode('envoy.config.route.v3.Route', {
      name: 'r',
      match: { prefix: '/' },
      route: { cluster: 'c' },
    });
    assert.equal(hex(bytes), '0a030a012f12030a0163720172');
    assert.deepEqual(
      bytes,
      encode('envoy.config.route.v3.Route', { route: { cluster: 'c' }, match: { prefix: '/' }, name: 'r' }),
    );
  });

  it('leaves out what is absent or has its default, but keeps a member of a oneof and a wrapper', () => {
    assert.equal(hex(encode('envoy.config.route.v3.RouteMatch', { prefix: '' })), '0a00');
    assert.equal(
      hex(encode('envoy.config.route.v3.WeightedCluster.ClusterWeight', { name: '', weight: 0 })),
      '1200',
    );
    assert.equal(
      hex(encodeLoose('envoy.config.cluster.v3.Cluster', { name: null, lb_policy: 'ROUND_ROBIN' })),
      '',
    );
    assert.equal(hex(encode('envoy.config.cluster.v3.Cluster', { type: 'STATIC' })), '1000');
  });

  it('moves a message of more than 127 bytes', () => {
    for (const length of [126, 127, 128, 200, 16_383, 16_384, 70_000]) {
      const name = 'é'.repeat(Math.floor(length / 2)) + 'x'.repeat(length % 2);
      const json = { virtual_hosts: [{ name, domains: ['*'], routes: [{ match: { prefix: '/' } }] }] };
      assert.deepEqual(
        decode(
          'envoy.config.route.v3.RouteConfiguration',
          encode('envoy.config.route.v3.RouteConfiguration', json),
        ),
        json,
      );
    }
  });

  it('sorts the keys of maps and of structs', () => {
    const one = { filter_metadata: { b: { z: 1, a: 2 }, a: {} } };
    const other = { filter_metadata: { a: {}, b: { a: 2, z: 1 } } };
    assert.deepEqual(
      encode('envoy.config.core.v3.Metadata', one),
      encode('envoy.config.core.v3.Metadata', other),
    );
  });

  it('packs an Any by its type, with `value` for a well-known one', () => {
    const json = { '@type': 'type.googleapis.com/envoy.config.route.v3.Route', name: 'x' };
    assert.deepEqual(decodeAny(encodeAny(json)), json);
    assert.deepEqual(anyOf('envoy.config.route.v3.Route', { name: 'x' }), json);
    const wrapped = anyOf('google.protobuf.UInt32Value', 7);
    assert.deepEqual(wrapped, { '@type': 'type.googleapis.com/google.protobuf.UInt32Value', value: 7 });
    assert.deepEqual(decodeAny(encodeAny(wrapped)), wrapped);
    const empty = { '@type': 'type.googleapis.com/google.protobuf.Empty' };
    assert.deepEqual(decodeAny(encodeAny(empty)), empty);
  });

  it('takes encoded subtrees as the message and as an Any', () => {
    const route = { name: 'x', match: { prefix: '/' } };
    const list = encode('envoy.config.route.v3.RouteList', { routes: [route] });
    const shared = preEncoded('envoy.config.route.v3.Route', route);
    assert.deepEqual(encode('envoy.config.route.v3.RouteList', { routes: [shared] }), list);
    const action = { name: 'a', typed_config: anyOf('envoy.config.route.v3.Route', route) };
    assert.deepEqual(
      encode('xds.core.v3.TypedExtensionConfig', {
        name: 'a',
        typed_config: anyOf('envoy.config.route.v3.Route', shared),
      }),
      encode('xds.core.v3.TypedExtensionConfig', action),
    );
    fails(
      'envoy.config.route.v3.VirtualHost',
      { cors: shared },
      { path: 'cors', reason: /found an encoded envoy.config.route.v3.Route/ },
    );
  });

  const errors: readonly (readonly [MessageName, unknown, string, RegExp])[] = [
    ['envoy.config.route.v3.RouteConfiguration', { nme: 'x' }, '', /unknown field "nme"/],
    [
      'envoy.config.route.v3.RouteConfiguration',
      { virtual_hosts: [{}, { routes: [{ match: { prefix: 1 } }] }] },
      'virtual_hosts[1].routes[0].match.prefix',
      /expected a string, found 1/,
    ],
    [
      'envoy.config.route.v3.RouteMatch',
      { prefix: '/', path: '/' },
      '',
      /"prefix" and "path" exclude each other/,
    ],
    [
      'envoy.config.route.v3.Route',
      { typed_per_filter_config: { 'a.b': { x: 1 } } },
      'typed_per_filter_config["a.b"]',
      /@type/,
    ],
    ['envoy.config.route.v3.RouteAction', { timeout: '5 s' }, 'timeout', /a duration such as "5s"/],
    [
      'envoy.config.cluster.v3.Cluster',
      { lb_policy: 'NONE' },
      'lb_policy',
      /a value of envoy.config.cluster.v3.Cluster.LbPolicy/,
    ],
    ['envoy.config.cluster.v3.Cluster', { respect_dns_ttl: 1 }, 'respect_dns_ttl', /true or false/],
    ['envoy.config.core.v3.SocketAddress', { port_value: -1 }, 'port_value', /from 0 to 4294967295/],
    ['envoy.config.core.v3.SocketAddress', { port_value: 1.5 }, 'port_value', /whole number/],
    ['envoy.config.core.v3.DataSource', { inline_bytes: '%' }, 'inline_bytes', /base64/],
    ['envoy.config.route.v3.RouteList', { routes: {} }, 'routes', /a list, found an object/],
    ['google.protobuf.Any', { '@type': 'type.googleapis.com/no.Such' }, '', /no.Such is not known/],
    ['google.protobuf.Any', {}, '', /"@type"/],
  ];
  for (const [type, json, path, reason] of errors) {
    it(`refuses ${JSON.stringify(json)} and says where`, () => {
      fails(type, json, { path, reason });
    });
  }
});

describe('decoding', () => {
  const rounds: readonly (readonly [MessageName, unknown])[] = [
    ['google.protobuf.Duration', '0s'],
    ['google.protobuf.Duration', '-1.500s'],
    ['google.protobuf.Duration', '0.000001s'],
    ['google.protobuf.Duration', '0.000000001s'],
    ['google.protobuf.Timestamp', '2026-01-31T12:00:00Z'],
    ['google.protobuf.Timestamp', '1969-12-31T23:59:59.250Z'],
    ['google.protobuf.Struct', { a: [1, 'x', null, true, { b: -0.5 }], __proto: {} }],
    ['google.protobuf.UInt64Value', '18446744073709551615'],
    ['envoy.config.core.v3.DataSource', { inline_bytes: 'AP8=' }],
    ['envoy.config.route.v3.HeaderMatcher', { range_match: { start: '-9223372036854775808', end: '5' } }],
  ];
  for (const [type, json] of rounds) {
    it(`gives ${type} ${JSON.stringify(json)} back`, () => {
      assert.deepEqual(decode(type, encodeLoose(type, json)), json);
    });
  }

  it('passes over unknown fields, and keeps an Any of an unknown type', () => {
    assert.deepEqual(decode('envoy.config.route.v3.RouteMatch', Buffer.from('f83f01' + '0a012f', 'hex')), {
      prefix: '/',
    });
    const any = Buffer.concat([Buffer.from('0a05612f622e63', 'hex'), Buffer.from('12020102', 'hex')]);
    assert.deepEqual(decodeAny(any), { '@type': 'a/b.c', value: 'AQI=' });
  });

  it('refuses bytes that end too early, at every cut', () => {
    const bytes = encode('envoy.config.route.v3.RouteConfiguration', {
      name: 'x',
      virtual_hosts: [
        { name: 'v', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { timeout: '5s' } }] },
      ],
    });
    for (let cut = 4; cut < bytes.length; cut++) {
      assert.throws(
        () => decode('envoy.config.route.v3.RouteConfiguration', bytes.subarray(0, cut)),
        ProtoError,
      );
    }
  });
});
