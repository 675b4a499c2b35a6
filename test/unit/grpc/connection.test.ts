import assert from 'node:assert/strict';
import { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { Connection } from '../../../src/grpc/connection.ts';
import { DEFAULT_LIMITS } from '../../../src/grpc/model.ts';

const [PING, GOAWAY] = [6, 7];

/** A socket of a client that says nothing; the types of the frames that it is sent are written down. */
class SilentClient extends Socket {
  readonly sent = new Set<number>();

  override write(chunk: Uint8Array | string): boolean {
    const bytes = Buffer.from(chunk);
    for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3))
      this.sent.add(bytes[at + 3] ?? 0);
    return true;
  }
}

/** Milliseconds after which it is so, looking each 10 ms; 0 if never. */
function firstAt(isSo: (client: SilentClient) => boolean, random: number, maxAge = 10_000): number {
  const client = new SilentClient();
  let now = 0;
  const connection = new Connection(client, {
    methods: new Map(),
    limits: { ...DEFAULT_LIMITS, maxAge, keepalive: 1_000, keepaliveTimeout: 20_000, maxIdle: 0 },
    events: { cut: () => undefined, refused: () => undefined, asked: () => undefined },
    totals: { calls: 0, requestBytes: 0 },
    now: () => now,
    random: () => random,
    closed: () => undefined,
  });
  try {
    for (now = 10; now <= 30_000; now += 10) {
      connection.tend(now);
      if (isSo(client)) return now;
    }
    return 0;
  } finally {
    client.destroy();
  }
}

describe('what falls due for a connection', () => {
  it('is spread by a tenth, so that those which came together do not go together', () => {
    const times = (isSo: (client: SilentClient) => boolean): readonly number[] =>
      [0, 0.5, 1].map((random) => firstAt(isSo, random));
    assert.deepEqual(
      times(({ sent }) => sent.has(GOAWAY)),
      [9_000, 10_000, 11_000],
    );
    assert.deepEqual(
      times(({ sent }) => sent.has(PING)),
      [900, 1_000, 1_100],
    );
  });

  it('is the end where no ping is answered', () => {
    assert.equal(
      firstAt(({ destroyed }) => destroyed, 0.5, 0),
      21_000,
    );
  });
});
