import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CompressionError, HpackDecoder } from '../../../src/http2/hpack-decoder.ts';
import { encodeHeaders } from '../../../src/http2/hpack-encoder.ts';
import { STATIC_TABLE } from '../../../src/http2/static-table.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const fieldsOf = (decoder: HpackDecoder, block: string): string[] =>
  decoder.decode(hex(block)).fields.map(({ name, value }) => `${name}: ${value}`);

describe('HPACK', () => {
  it('has the 61 entries of the static table', () => {
    assert.equal(STATIC_TABLE.length, 61);
    assert.deepEqual(STATIC_TABLE[30], { name: 'content-type', value: '' });
    assert.deepEqual(STATIC_TABLE[60], { name: 'www-authenticate', value: '' });
  });

  // RFC 7541, appendix C.3 and C.4: the same requests without and with Huffman coding.
  const requests = [
    [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com'],
    [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com', 'cache-control: no-cache'],
    [
      ':method: GET',
      ':scheme: https',
      ':path: /index.html',
      ':authority: www.example.com',
      'custom-key: custom-value',
    ],
  ];
  const codings: readonly (readonly [string, readonly string[]])[] = [
    [
      'plain',
      [
        '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
        '8286 84be 5808 6e6f 2d63 6163 6865',
        '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
      ],
    ],
    [
      'Huffman-coded',
      [
        '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
        '8286 84be 5886 a8eb 1064 9cbf',
        '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
      ],
    ],
  ];
  for (const [what, blocks] of codings) {
    it(`reads the requests of the RFC, ${what}, one after the other`, () => {
      const decoder = new HpackDecoder(16_384);
      assert.deepEqual(
        blocks.map((block) => fieldsOf(decoder, block)),
        requests,
      );
    });
  }

  it('evicts what no longer fits when the table shrinks', () => {
    const decoder = new HpackDecoder(16_384);
    fieldsOf(decoder, '400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65');
    assert.deepEqual(fieldsOf(decoder, 'be'), ['custom-key: custom-value']);
    assert.deepEqual(fieldsOf(decoder, '20'), []);
    assert.throws(() => fieldsOf(decoder, 'be'), CompressionError);
  });

  const malformed: readonly (readonly [string, string])[] = [
    ['index 0', '80'],
    ['an index beyond the table', 'ff e1 ff ff 7f'],
    ['an integer without end', 'ff ff ff ff ff ff ff ff'],
    ['a string longer than its block', '40 01 61 7f 00'],
    ['a table larger than allowed', '3f e2 1f'],
    ['a table size between fields', '82 20'],
    ['a name that is cut off', '40'],
    ['Huffman padding of eight bits', '40 01 61 82 1f ff'],
    ['Huffman padding that is not all 1', '40 01 61 81 18'],
    ['the end-of-string code', '40 01 61 84 ff ff ff ff'],
  ];
  for (const [what, block] of malformed) {
    it(`is told from what is none: ${what}`, () => {
      assert.throws(() => new HpackDecoder(16_384).decode(hex(block)), CompressionError);
    });
  }

  it('goes on with the table where a list is too large', () => {
    const decoder = new HpackDecoder(100);
    const { fields, oversize } = decoder.decode(encodeIndexed('a', 'x'.repeat(200)));
    assert.deepEqual([fields, oversize], [[], true]);
    const next = decoder.decode(hex('be'));
    assert.equal(next.oversize, true);
    assert.equal(decoder.decode(hex('82')).oversize, false);
  });

  it('reads what it writes, and leaves the table alone', () => {
    const headers = {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': '13',
      'grpc-message': 'm'.repeat(500),
      trailer: '',
    };
    const decoder = new HpackDecoder(16_384);
    const block = encodeHeaders(headers);
    for (let count = 0; count < 2; count += 1) {
      const { fields } = decoder.decode(block);
      assert.deepEqual(
        Object.fromEntries(fields.map(({ name, value }) => [name, value])),
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      );
    }
    assert.throws(() => decoder.decode(hex('be')), CompressionError);
  });
});

/** A literal that goes into the table, with a value of up to 382 octets. */
function encodeIndexed(name: string, value: string): Buffer {
  const length =
    value.length < 127
      ? [value.length]
      : [127, ((value.length - 127) & 0x7f) | 0x80, (value.length - 127) >> 7];
  return Buffer.concat([
    Buffer.from([0x40, name.length]),
    Buffer.from(name),
    Buffer.from(length),
    Buffer.from(value),
  ]);
}
