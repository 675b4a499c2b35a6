/**
 * The Huffman code of HPACK (RFC 7541, appendix B). Within a length, codes grow with the symbol, and from a length to
 * the next they go on where they stopped: so the symbols of each length are all there is to know.
 */
const SYMBOLS_BY_LENGTH: Readonly<Record<number, string>> = {
  5: '48-50 97 99 101 105 111 115-116',
  6: '32 37 45-47 51-57 61 65 95 98 100 102-104 108-110 112 114 117',
  7: '58 66-87 89 106-107 113 118-122',
  8: '38 42 44 59 88 90',
  10: '33-34 40-41 63',
  11: '39 43 124',
  12: '35 62',
  13: '0 36 64 91 93 126',
  14: '94 125',
  15: '60 96 123',
  19: '92 195 208',
  20: '128 130-131 162 184 194 224 226',
  21: '153 161 167 172 176-177 179 209 216-217 227 229-230',
  22: '129 132-134 136 146 154 156 160 163-164 169-170 173 178 181 185-187 189-190 196 198 228 232-233',
  23: '1 135 137-141 143 147 149-152 155 157-158 165-166 168 174-175 180 182-183 188 191 197 231 239',
  24: '9 142 144-145 148 159 171 206 215 225 236-237',
  25: '199 207 234-235',
  26: '192-193 200-202 205 210 213 218-219 238 240 242-243 255',
  27: '203-204 211-212 214 221-223 241 244-248 250-254',
  28: '2-8 11-12 14-21 23-31 127 220 249',
  30: '10 13 22 256',
};

const SHORTEST = 5;
const LONGEST = 30;
/** End of string: its first bits pad the last byte, and the whole of it may not occur. */
const EOS = 256;

/** By length: the first code, how many codes, and where their symbols begin. */
interface Table {
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly offset: Int32Array;
  readonly symbols: Uint16Array;
}

const TABLE = buildTable();

function buildTable(): Table {
  const first = new Int32Array(LONGEST + 1);
  const count = new Int32Array(LONGEST + 1);
  const offset = new Int32Array(LONGEST + 1);
  const symbols: number[] = [];
  let code = 0;
  for (let length = 1; length <= LONGEST; length += 1) {
    code <<= 1;
    first[length] = code;
    offset[length] = symbols.length;
    for (const range of SYMBOLS_BY_LENGTH[length]?.split(' ') ?? []) {
      const [from = 0, to = from] = range.split('-').map(Number);
      for (let symbol = from; symbol <= to; symbol += 1) symbols.push(symbol);
    }
    const here = symbols.length - (offset[length] ?? 0);
    count[length] = here;
    code += here;
  }
  return { first, count, offset, symbols: Uint16Array.from(symbols) };
}

/** Where the octets of a string are gathered, if it is no longer than most are. */
const SCRATCH = Buffer.alloc(1_024);

/** The octets of a Huffman-coded string as Latin-1 text; null where it is none (RFC 7541, 5.2). */
export function decodeHuffman(bytes: Uint8Array, start = 0, end = bytes.length): string | null {
  const { first, count, offset, symbols } = TABLE;
  // The shortest code has five bits. Octets, not text: a string that grows by characters is kept in pieces.
  const most = Math.ceil(((end - start) * 8) / SHORTEST);
  const octets = most <= SCRATCH.length ? SCRATCH : Buffer.allocUnsafe(most);
  let decoded = 0;
  let code = 0;
  let length = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    for (let bit = 7; bit >= 0; bit -= 1) {
      code = (code << 1) | ((byte >> bit) & 1);
      length += 1;
      const index = code - (first[length] ?? 0);
      if (index < (count[length] ?? 0)) {
        const symbol = symbols[(offset[length] ?? 0) + index] ?? EOS;
        if (symbol === EOS) return null;
        octets[decoded] = symbol;
        decoded += 1;
        code = 0;
        length = 0;
      }
    }
  }
  // Padding is at most seven bits, all of them 1.
  return length < 8 && code === (1 << length) - 1 ? octets.toString('latin1', 0, decoded) : null;
}
