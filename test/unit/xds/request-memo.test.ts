import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRequestDecoder } from '../../../src/xds/wire/request-memo.ts';
import { encodeRequest } from '../../support/xds/wire.ts';

const ack = (nonce: string): Buffer => Buffer.from(encodeRequest('delta', { typeUrl: 'a', nonce }));

describe('the memo of requests', () => {
  it('decodes equal ACKs once, and tells others apart', () => {
    const decoder = createRequestDecoder('delta');
    const first = decoder.decode(ack('1'), false);
    assert.equal(first.responseNonce, '1');
    assert.equal(decoder.decode(ack('1'), false), first);
    assert.equal(decoder.decode(ack('2'), false).responseNonce, '2');
    assert.equal(decoder.decode(ack('1'), false), first);
  });

  it('keeps nothing of the buffer that a request came in', () => {
    const decoder = createRequestDecoder('delta');
    const bytes = ack('1');
    decoder.decode(bytes, false);
    bytes.set(ack('2'));
    assert.equal(decoder.decode(bytes, false).responseNonce, '2');
  });

  it('shares no request that is asked for its node', () => {
    const decoder = createRequestDecoder('delta');
    assert.notEqual(decoder.decode(ack('1'), true), decoder.decode(ack('1'), true));
  });

  it('keeps what sidecars come back with apart from ACKs, up to a limit', () => {
    const decoder = createRequestDecoder('delta');
    const opening = (name: string): Buffer =>
      encodeRequest('delta', { typeUrl: 'a', subscribe: [name.padEnd(9_000, '-')] });
    const first = decoder.decode(opening('first'), false);
    for (let count = 0; count < 20; count += 1) decoder.decode(ack(String(count)), false);
    assert.equal(decoder.decode(opening('first'), false), first);
    for (let count = 0; count < 40; count += 1) decoder.decode(opening(String(count)), false);
    const again = decoder.decode(opening('first'), false);
    assert.notEqual(again, first);
    assert.deepEqual(again, first);
  });

  it('forgets what is long past', () => {
    const decoder = createRequestDecoder('delta');
    const first = decoder.decode(ack('first'), false);
    for (let count = 0; count < 20; count += 1) decoder.decode(ack(String(count)), false);
    const again = decoder.decode(ack('first'), false);
    assert.notEqual(again, first);
    assert.deepEqual(again, first);
  });
});
