import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { concatFrame, frameMessage, FrameParser, messageOf, soleMessage } from '../../../src/grpc/framing.ts';

const message = fc.uint8Array({ maxLength: 200 });

/** Cuts bytes at the given places, in whatever order they come. */
function chunked(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

describe('gRPC framing', () => {
  it('gives the same messages however the bytes are chunked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ bytes: message, compressed: fc.boolean() }), { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 40 }),
        (messages, cuts) => {
          const wire = Buffer.concat(
            messages.map(({ bytes, compressed }) => {
              const frame = frameMessage(bytes);
              frame[0] = compressed ? 1 : 0;
              return frame;
            }),
          );
          const parser = new FrameParser(200);
          const found = chunked(wire, cuts).flatMap((chunk) => {
            // Overwritten afterwards: nothing may be kept of a chunk that is read.
            const own = Buffer.from(chunk);
            const only = parser.isBetween ? soleMessage(own, 0, own.length) : null;
            if (only) {
              const copy = { bytes: Buffer.from(only), compressed: false };
              own.fill(0xff);
              return [copy];
            }
            const { messages: complete, fault } = parser.push(own);
            assert.equal(fault, null);
            const copies = complete.map(({ bytes, compressed }) => ({
              bytes: Buffer.from(bytes),
              compressed,
            }));
            own.fill(0xff);
            return copies;
          });
          assert.deepEqual(
            found,
            messages.map(({ bytes, compressed }) => ({ bytes: Buffer.from(bytes), compressed })),
          );
          assert.equal(parser.midMessage, false);
        },
      ),
    );
  });

  it('knows that it is within a message', () => {
    fc.assert(
      fc.property(message, fc.nat(), (bytes, cut) => {
        const frame = frameMessage(bytes);
        const parser = new FrameParser(200);
        const part = frame.subarray(0, cut % frame.length);
        assert.deepEqual(parser.push(part), { messages: [], fault: null });
        assert.equal(parser.midMessage, part.length > 0);
      }),
    );
  });

  it('stops at a message beyond the limit, chunked in whatever way, and gives those before it', () => {
    fc.assert(
      fc.property(message, fc.array(fc.nat(), { maxLength: 20 }), (bytes, cuts) => {
        const wire = Buffer.concat([
          frameMessage(bytes),
          frameMessage(new Uint8Array(201)),
          frameMessage(bytes),
        ]);
        const parser = new FrameParser(200);
        const results = chunked(wire, cuts).map((chunk) => parser.push(chunk));
        assert.equal(results.flatMap(({ messages }) => messages).length, 1);
        assert.ok(results.some(({ fault }) => fault === 'too-large'));
        assert.equal(parser.midMessage, false);
      }),
    );
  });

  it('stops at a flag that is neither 0 nor 1', () => {
    fc.assert(
      fc.property(message, fc.integer({ min: 2, max: 255 }), fc.array(fc.nat()), (bytes, flag, cuts) => {
        const frame = frameMessage(bytes);
        frame[0] = flag;
        const parser = new FrameParser(200);
        const results = chunked(frame, cuts).map((chunk) => parser.push(chunk));
        assert.ok(results.some(({ fault }) => fault === 'bad-flag'));
        assert.ok(results.every(({ messages }) => messages.length === 0));
      }),
    );
  });

  it('frames a message that comes in pieces like one in one piece', () => {
    fc.assert(
      fc.property(fc.array(message), (pieces) => {
        const whole = Buffer.concat(pieces);
        const frame = concatFrame(...pieces);
        assert.deepEqual(frame, frameMessage(whole));
        assert.deepEqual(messageOf(frame), whole);
      }),
    );
  });
});
