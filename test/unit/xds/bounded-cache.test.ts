import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBoundedCache } from '../../../src/xds/session/bounded-cache.ts';

describe('a bounded cache', () => {
  it('forgets the least recently used beyond its bytes', () => {
    const cache = createBoundedCache<number>({ bytes: 100, entries: 10 });
    cache.set('a', 1, 40);
    cache.set('b', 2, 40);
    assert.equal(cache.get('a'), 1);
    cache.set('c', 3, 40);
    assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('c')], [1, undefined, 3]);
  });

  it('forgets the least recently used beyond its entries', () => {
    const cache = createBoundedCache<number>({ bytes: 100, entries: 2 });
    for (const [index, key] of ['a', 'b', 'c'].entries()) cache.set(key, index, 1);
    assert.deepEqual([cache.get('a'), cache.get('b'), cache.get('c')], [undefined, 1, 2]);
  });

  it('counts a value that is replaced once', () => {
    const cache = createBoundedCache<number>({ bytes: 100, entries: 10 });
    cache.set('a', 1, 40);
    for (let n = 0; n < 10; n += 1) cache.set('b', n, 60);
    assert.deepEqual([cache.get('a'), cache.get('b')], [1, 9]);
  });

  it('keeps the newest, however large it is', () => {
    const cache = createBoundedCache<number>({ bytes: 100, entries: 10 });
    cache.set('a', 1, 10);
    cache.set('b', 2, 1_000);
    assert.deepEqual([cache.get('a'), cache.get('b')], [undefined, 2]);
  });
});
