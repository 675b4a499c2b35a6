import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatAge, parseDuration } from '../../../src/cli/duration.ts';
import { serverEvents, textLines } from '../../../src/cli/server-events.ts';

/** The bytes of a text in pieces that are cut anywhere, also within a character. */
// eslint-disable-next-line @typescript-eslint/require-await
async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('durations', () => {
  it('reads a number with its unit, and nothing else', () => {
    assert.deepEqual(
      ['250ms', '1.5s', '2m', '1h', '0s'].map(parseDuration),
      [250, 1_500, 120_000, 3_600_000, 0],
    );
    assert.deepEqual(['30', 's', '-1s', '1 s', '1d', '1e3s', ''].map(parseDuration), Array(7).fill(null));
  });

  it('rounds an age to its largest unit', () => {
    assert.deepEqual([-5, 59_999, 60_000, 7_200_000, 172_800_000].map(formatAge), [
      '0s',
      '59s',
      '1m',
      '2h',
      '2d',
    ]);
  });
});

describe('serverEvents', () => {
  it('gives the data of each event, however the bytes are cut', async () => {
    const text = ': ping\r\n\r\ndata: {"a":"é"}\n\nevent: x\ndata:one\ndata: two\n\ndata: unfinished';
    for (const size of [1, 2, 3, 7, 1000]) {
      assert.deepEqual(await all(serverEvents(pieces(text, size))), ['{"a":"é"}', 'one\ntwo']);
    }
  });
});

describe('textLines', () => {
  it('gives the same lines whatever the pieces are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'binary' })),
        fc.integer({ min: 1, max: 9 }),
        async (words, size) => {
          const lines = words.map((word) => word.toWellFormed().replaceAll(/[\r\n\uFEFF]/g, ''));
          const text = lines.map((line) => `${line}\n`).join('');
          assert.deepEqual(await all(textLines(pieces(text, size))), lines);
        },
      ),
    );
  });

  it('takes a last line without an end for a line', async () => {
    assert.deepEqual(await all(textLines(pieces('a\r\nb', 2))), ['a', 'b']);
  });
});
