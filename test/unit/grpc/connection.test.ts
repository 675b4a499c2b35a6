import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import type { ServerHttp2Session } from 'node:http2';
import { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { Connection } from '../../../src/grpc/connection.ts';
import { DEFAULT_LIMITS } from '../../../src/grpc/model.ts';

/** What a connection asks of its HTTP/2 session, without one. */
class SilentSession extends EventEmitter {
  readonly socket = new Socket();
  readonly done: string[] = [];
  closed = false;
  setLocalWindowSize(): void {
    // There is no window.
  }
  ping(): void {
    this.done.push('ping');
  }
  close(): void {
    this.closed = true;
    this.done.push('close');
  }
  destroy(): void {
    this.done.push('destroy');
  }
}

/** Milliseconds after which something is done first, looking each 10 ms; 0 if never. */
function firstAt(what: string, random: number): number {
  const session = new SilentSession();
  let now = 0;
  const connection = new Connection(session as unknown as ServerHttp2Session, {
    methods: new Map(),
    limits: { ...DEFAULT_LIMITS, maxAge: 10_000, keepalive: 1_000, keepaliveTimeout: 20_000, maxIdle: 0 },
    events: { cut: () => undefined, refused: () => undefined, asked: () => undefined },
    totals: { calls: 0, requestBytes: 0 },
    now: () => now,
    random: () => random,
    closed: () => undefined,
  });
  for (now = 10; now <= 30_000; now += 10) {
    connection.tend(now);
    if (session.done.includes(what)) return now;
  }
  return 0;
}

describe('what falls due for a connection', () => {
  it('is spread by a tenth, so that those which came together do not go together', () => {
    assert.deepEqual(
      [0, 0.5, 1].map((random) => firstAt('close', random)),
      [9_000, 10_000, 11_000],
    );
    assert.deepEqual(
      [0, 0.5, 1].map((random) => firstAt('ping', random)),
      [900, 1_000, 1_100],
    );
  });

  it('is the end where no ping is answered', () => {
    assert.equal(firstAt('destroy', 0.5), 21_000);
  });
});
