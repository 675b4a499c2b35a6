import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CompressionError, HpackDecoder } from '../../../src/http2/hpack-decoder.ts';
import { encodeHeaders } from '../../../src/http2/hpack-encoder.ts';
import { STATIC_TABLE } from '../../../src/http2/static-table.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
const fieldsOf = (decoder: HpackDecoder, block: string): string[] =>
  decoder.decode(hex(block)).fields.map(({ name, value }) => `${name}: ${value}`);

let bounds = 20_000;
const fresh = (): number => (bounds += 1);

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

  // C.5 and C.6: the same answers, with a table of 256 bytes, in which the first entries give way.
  const cookie = 'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1';
  const more = [
    'cache-control: private',
    'date: Mon, 21 Oct 2013 20:13:21 GMT',
    'location: https://www.example.com',
  ];
  const answers = [
    [':status: 302', ...more],
    [':status: 307', ...more],
    [
      ...[':status: 200', 'cache-control: private', 'date: Mon, 21 Oct 2013 20:13:22 GMT'],
      ...['location: https://www.example.com', 'content-encoding: gzip', cookie],
    ],
  ];
  const SMALL_TABLE = '3f e1 01';
  const answerCodings: readonly (readonly [string, readonly string[]])[] = [
    [
      'plain',
      [
        `${SMALL_TABLE} 4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133
         3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d`,
        '4803 3330 37c1 c0bf',
        `88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f
         6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b
         2076 6572 7369 6f6e 3d31`,
      ],
    ],
    [
      'Huffman-coded',
      [
        `${SMALL_TABLE} 4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d
         29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3`,
        '4883 640e ffc1 c0bf',
        `88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335
         dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07`,
      ],
    ],
  ];
  for (const [what, blocks] of answerCodings) {
    it(`reads the answers of the RFC, ${what}, one after the other`, () => {
      const decoder = new HpackDecoder(16_384);
      assert.deepEqual(
        blocks.map((block) => fieldsOf(decoder, block)),
        answers,
      );
      // Of the table of 256 bytes three entries are left: 215 bytes.
      assert.deepEqual(fieldsOf(decoder, 'be bf c0'), [cookie, 'content-encoding: gzip', answers[2]?.[2]]);
      assert.throws(() => fieldsOf(decoder, 'c1'), CompressionError);
    });
  }

  it('reads single fields of the RFC: a literal, one that is never indexed, an entry', () => {
    const decoder = new HpackDecoder(16_384);
    const fields = '040c 2f73 616d 706c 652f 7061 7468 1008 7061 7373 776f 7264 0673 6563 7265 74 82';
    assert.deepEqual(fieldsOf(decoder, fields), [':path: /sample/path', 'password: secret', ':method: GET']);
    assert.throws(() => fieldsOf(decoder, 'be'), CompressionError);
  });

  it('takes a field that is larger than the table for the end of all entries', () => {
    const decoder = new HpackDecoder(16_384);
    fieldsOf(decoder, '4001 6101 62');
    assert.deepEqual(fieldsOf(decoder, 'be'), ['a: b']);
    decoder.decode(Buffer.concat([hex('4001 637f a11f'), Buffer.alloc(4_128, 'd')]));
    assert.throws(() => fieldsOf(decoder, 'be'), CompressionError);
  });

  it('takes the name of an entry that the field itself drives out', () => {
    const decoder = new HpackDecoder(16_384);
    decoder.decode(Buffer.concat([hex('4001 617f b90f'), Buffer.alloc(2_104, 'b')]));
    const { fields } = decoder.decode(Buffer.concat([hex('7e 7f b90f'), Buffer.alloc(2_104, 'c')]));
    assert.deepEqual(fields, [{ name: 'a', value: 'c'.repeat(2_104) }]);
  });

  it('takes several sizes of the table at the beginning of a block', () => {
    const decoder = new HpackDecoder(16_384);
    fieldsOf(decoder, '4001 6101 62');
    assert.deepEqual(fieldsOf(decoder, '20 3fe1 1f 82'), [':method: GET']);
    assert.throws(() => fieldsOf(decoder, 'be'), CompressionError);
  });

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

  it('reads a first block that it has read for another connection as if it were the first of all', () => {
    const block = fc.constantFrom(
      ...[
        '82',
        'be',
        'bf',
        '4001 6101 62',
        '4001 6301 64',
        '20',
        '3fe1 1f',
        '3f04',
        '0001 6501 66',
        '1001 6701 68',
      ],
    );
    const blocks = fc.array(fc.array(block, { maxLength: 3 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(blocks, blocks, (one, other) => {
        const read = (decoder: HpackDecoder, parts: readonly string[]): readonly string[] | string => {
          try {
            return fieldsOf(decoder, parts.join(''));
          } catch (error) {
            return String(error);
          }
        };
        // Nothing is remembered of other bounds: what the last reads is read for the first time.
        const decoders = [16_384, 16_384, fresh()].map((bound) => new HpackDecoder(bound));
        const [begun, same, alone] = decoders.map((decoder) => read(decoder, one[0] ?? []));
        assert.deepEqual([same, alone], [begun, begun]);
        // They begin alike and go on differently.
        const [first, ...rest] = decoders;
        if (!first) return;
        for (const parts of one.slice(1)) read(first, parts);
        for (const parts of other) {
          const [shared, own] = rest.map((decoder) => read(decoder, parts));
          assert.deepEqual(shared, own);
        }
      }),
    );
  });

  it('keeps a first block for the next connection, but not what its client wants nobody to keep', () => {
    const twice = (block: string): readonly unknown[] =>
      [1, 2].map(() => new HpackDecoder(16_384).decode(hex(block)));
    const [kept, again] = twice('82 4001 6101 62');
    assert.equal(again, kept);
    const [secret, secretAgain] = twice('82 1001 6101 62');
    assert.notEqual(secretAgain, secret);
    const large = `00 01 61 7f 81 08 ${'62'.repeat(1_152)}`;
    const [first, second] = twice(large);
    assert.deepEqual(second, first);
    assert.notEqual(second, first);
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
