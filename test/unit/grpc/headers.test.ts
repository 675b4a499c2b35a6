import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { encodingOf } from '../../../src/grpc/inflate.ts';
import { encodeMessage, STATUS, statusTrailers } from '../../../src/grpc/status.ts';
import { parseTimeout } from '../../../src/grpc/timeout.ts';

describe('gRPC headers', () => {
  it('reads a timeout of every unit', () => {
    const cases: readonly [string, number][] = [
      ['2H', 7_200_000],
      ['3M', 180_000],
      ['15S', 15_000],
      ['250m', 250],
      ['1500u', 1.5],
      ['1000000n', 1],
      ['0S', 0],
      ['99999999H', Infinity],
    ];
    for (const [header, milliseconds] of cases) assert.equal(parseTimeout(header), milliseconds, header);
  });

  it('refuses what is no timeout', () => {
    for (const header of ['', '1', 'S', '-1S', '1s', '123456789S', '1.5S', ' 1S', '1S ']) {
      assert.equal(parseTimeout(header), null, header);
    }
  });

  it('knows identity and gzip', () => {
    assert.equal(encodingOf(undefined), 'identity');
    assert.equal(encodingOf('identity'), 'identity');
    assert.equal(encodingOf('gzip'), 'gzip');
    assert.equal(encodingOf('deflate'), null);
  });

  it('encodes a message so that it can be a header, and loses nothing of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (message) => {
        const encoded = encodeMessage(message);
        assert.match(encoded, /^[\x20-\x7e]*$/);
        assert.equal(decodeURIComponent(encoded), message.toWellFormed());
      }),
    );
  });

  it('leaves an empty message out', () => {
    assert.deepEqual(statusTrailers({ code: STATUS.OK, message: '' }), { 'grpc-status': '0' });
    assert.deepEqual(statusTrailers({ code: STATUS.NOT_FOUND, message: '50 % off' }), {
      'grpc-status': '5',
      'grpc-message': '50 %25 off',
    });
  });
});
