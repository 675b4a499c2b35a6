import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_LIMITS } from '../../../src/grpc/model.ts';
import { shareOf } from '../../../src/threads/limits.ts';

describe("a thread's share of the limits", () => {
  it('is a part of what is for all clients together', () => {
    const share = shareOf({ admitPerSecond: 5_001, limits: { maxConnections: 10, maxStreams: 9 } }, 4);
    assert.deepEqual(share, {
      admitPerSecond: 1_251,
      limits: { maxConnections: 3, maxStreams: 3, maxRequestBytes: DEFAULT_LIMITS.maxRequestBytes / 4 },
    });
  });

  it('is the whole of what is for each client, and of what is no limit', () => {
    const limits = { slowReader: 1, maxConcurrentStreams: 100, maxAge: 7 };
    const share = shareOf({ loadInterval: 5, limits }, 2);
    assert.equal(share.loadInterval, 5);
    assert.equal(share.admitPerSecond, 5_000);
    assert.deepEqual({ ...share.limits, ...limits }, share.limits);
    assert.equal(share.limits?.maxConnections, DEFAULT_LIMITS.maxConnections / 2);
  });
});
