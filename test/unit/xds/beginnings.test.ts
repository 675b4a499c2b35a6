import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createRequestDecoder } from '../../../src/xds/wire/request-memo.ts';
import { decodeDeltaRequest, decodeSotwRequest } from '../../../src/xds/wire/request.ts';
import { encodeRequest } from '../../support/xds/wire.ts';
import type { ClientRequest } from '../../support/xds/wire.ts';

type Protocol = 'sotw' | 'delta';

const PROTOCOLS: readonly Protocol[] = ['sotw', 'delta'];
const DECODE = { sotw: decodeSotwRequest, delta: decodeDeltaRequest };
const NODE_TAG = { sotw: 0x12, delta: 0x0a };

const beginning = (id: string, rest: Partial<ClientRequest> = {}, zone = 'z'): ClientRequest => ({
  node: { id, cluster: 'svc', locality: { zone }, metadata: { moniker: { contract: 1 } } },
  typeUrl: 'type',
  ...rest,
});

function message(fields: readonly (readonly [number, Buffer])[]): Buffer {
  return Buffer.concat(fields.flatMap(([tag, bytes]) => [Buffer.from([tag, bytes.length]), bytes]));
}

describe('what the first requests of equal nodes say', () => {
  for (const protocol of PROTOCOLS) {
    it(`is decoded once, but for the id (${protocol})`, () => {
      const decoder = createRequestDecoder(protocol);
      const decoded = ['a', 'bc', 'def'].map((id) =>
        decoder.decode(encodeRequest(protocol, beginning(id)), true),
      );
      assert.deepEqual(
        decoded.map((request) => request.node?.id),
        ['a', 'bc', 'def'],
      );
      const more = decoder.decode(encodeRequest(protocol, beginning('a')), true);
      const other = encodeRequest(protocol, beginning('a', { nonce: 'n' }));
      const [, , another] = [1, 2, 3].map(() => decoder.decode(other, true));
      assert.ok(more.node?.beginning && another?.node?.beginning);
      assert.equal(decoded[2]?.node?.beginning, more.node.beginning);
      assert.notEqual(another.node.beginning, more.node.beginning);
    });

    it(`is what it is by itself, whatever came before (${protocol})`, () => {
      const id = fc.oneof(fc.string({ maxLength: 4 }), fc.string({ minLength: 120, maxLength: 140 }));
      const names = fc.array(fc.constantFrom('one', 'two'), { maxLength: 2 });
      const rest: fc.Arbitrary<Partial<ClientRequest>> =
        protocol === 'sotw'
          ? fc.record({ names, nonce: fc.constantFrom('', 'n') }, { requiredKeys: [] })
          : fc.record(
              { subscribe: names, initial: fc.dictionary(fc.constant('one'), fc.constantFrom('1', '2')) },
              { requiredKeys: [] },
            );
      const request = fc.record({ id, zone: fc.constantFrom('z1', 'z2'), rest });
      fc.assert(
        fc.property(fc.array(request, { maxLength: 30 }), (requests) => {
          const decoder = createRequestDecoder(protocol);
          for (const { id: own, zone, rest } of requests) {
            const bytes = encodeRequest(protocol, beginning(own, rest, zone));
            const { node, ...others } = decoder.decode(bytes, true);
            const { beginning: _beginning, ...said } = node ?? {};
            assert.deepEqual({ ...others, node: said }, DECODE[protocol](bytes, true));
          }
        }),
      );
    });

    it(`counts as it stands where a field comes twice (${protocol})`, () => {
      const node = (id: string, last: string): Buffer =>
        message([
          [0x0a, Buffer.from(id)],
          [0x12, Buffer.from('svc')],
          [0x0a, Buffer.from(last)],
        ]);
      const twice = (id: string): Buffer =>
        message([
          [NODE_TAG[protocol], message([[0x0a, Buffer.from(id)]])],
          [NODE_TAG[protocol], message([[0x0a, Buffer.from('last')]])],
        ]);
      for (const make of [(id: string) => message([[NODE_TAG[protocol], node(id, 'last')]]), twice]) {
        const decoder = createRequestDecoder(protocol);
        const ids = ['last', 'last', 'else'].map((id) => decoder.decode(make(id), true).node?.id);
        assert.deepEqual(ids, ['last', 'last', 'last']);
      }
    });

    it(`is refused as ever where it is cut off (${protocol})`, () => {
      const decoder = createRequestDecoder(protocol);
      const version = protocol === 'sotw' ? message([[0x0a, Buffer.from('v1')]]) : Buffer.alloc(0);
      const whole = Buffer.concat([version, encodeRequest(protocol, beginning('a'))]);
      for (let count = 0; count < 2; count += 1) decoder.decode(whole, true);
      for (let length = 0; length < whole.length; length += 1) {
        const cut = whole.subarray(0, length);
        const outcome = (decode: () => unknown): unknown => {
          try {
            return decode();
          } catch (error) {
            return String(error);
          }
        };
        assert.deepEqual(
          outcome(() => decoder.decode(cut, true)),
          outcome(() => DECODE[protocol](cut, true)),
        );
      }
    });
  }

  it('tells apart what SotW clients say that they hold', () => {
    const decoder = createRequestDecoder('sotw');
    const held = (version: string): Buffer =>
      message([
        [0x0a, Buffer.from(version)],
        [0x12, message([[0x0a, Buffer.from('a')]])],
      ]);
    const versions = ['v1', 'v1', 'v2', 'v1', 'v22'].map((version) => {
      const request = decoder.decode(held(version), true);
      return request.protocol === 'sotw' ? request.versionInfo : null;
    });
    assert.deepEqual(versions, ['v1', 'v1', 'v2', 'v1', 'v22']);
  });

  it('keeps nothing of the buffer that a request came in', () => {
    const decoder = createRequestDecoder('delta');
    const zone = (name: string): Buffer => encodeRequest('delta', beginning('a', {}, name));
    const bytes = zone('one');
    for (let count = 0; count < 2; count += 1) decoder.decode(bytes, true);
    bytes.set(zone('two'));
    assert.equal(decoder.decode(bytes, true).node?.locality.zone, 'two');
  });
});
