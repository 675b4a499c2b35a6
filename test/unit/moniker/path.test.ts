import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { normalizePath } from '../../../src/moniker/normalize.ts';
import { monikerKeyOf } from '../../../src/moniker/path.ts';

describe('the moniker of a path', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['/resolve/prices.equity/AAPL', 'prices.equity/AAPL'],
    ['/fetch/prices.equity/AAPL/', 'prices.equity/AAPL'],
    ['/fetch/prices.equity?date=1', 'prices.equity'],
    ['/fetch/prices.equity/AAPL%3Fx=1', 'prices.equity/AAPL'],
    ['/list/moniker:/prices.equity/AAPL', 'prices.equity/AAPL'],
    ['/resolve/verified@prices.equity/AAPL', 'prices.equity/AAPL'],
    ['/resolve/a.b@prices.equity/AAPL', null],
    ['/resolve/9x@prices.equity/AAPL', null],
    ['/resolve/@prices.equity/AAPL', null],
    [`/resolve/${'n'.repeat(64)}@a/b`, 'a/b'],
    [`/resolve/${'n'.repeat(65)}@a/b`, null],
    ['/resolve/holdings/positions@ACC001/summary', 'holdings/positions/summary'],
    ['/resolve/holdings/positions@ACC001', null],
    ['/resolve/holdings/positions@/summary', null],
    ['/resolve/x/p@a/q@b/foo', null],
    ['/resolve/x/p@a@b/foo', null],
    ['/resolve/ns@holdings/positions@ACC001/summary/v2', 'holdings/positions/summary'],
    ['/resolve/x/AAPL/date@20240101', 'x/AAPL'],
    ['/resolve/x/AAPL/date@3m', 'x/AAPL'],
    ['/resolve/x/AAPL/date@LATEST', 'x/AAPL'],
    ['/resolve/x/AAPL/date@previous/v12', 'x/AAPL'],
    ['/resolve/x/AAPL/date@2024', null],
    ['/resolve/x/AAPL/date@3q', null],
    ['/resolve/x/v2/date@latest', 'x/v2'],
    ['/resolve/x/date@latest/AAPL', 'x/date/AAPL'],
    ['/resolve/v2', 'v2'],
    ['/resolve/zz.v/v2/v1', 'zz.v/v2'],
    ['/resolve//x/y', 'x/y'],
    ['/resolve/x//y', null],
    ['/resolve/x/_y', null],
    ['/resolve/x/.y', null],
    [`/resolve/x/${'y'.repeat(128)}`, `x/${'y'.repeat(128)}`],
    [`/resolve/x/${'y'.repeat(129)}`, null],
    ['/r%65solve/%70rices', 'prices'],
    ['/resolve/a%20b', null],
    ['/resolve/a%', null],
    ['/resolve/batch', null],
    ['/fetch/batch', 'batch'],
    ['/resolve/', null],
    ['/resolve', null],
    ['/Resolve/x', null],
    ['/catalog/x', null],
    ['/moniker.v1.Resolver/Resolve', null],
    ['', null],
  ];
  for (const [path, key] of cases) {
    it(`${path.slice(0, 60)} → ${key?.slice(0, 40) ?? 'none'}`, () => {
      assert.equal(monikerKeyOf(path), key);
    });
  }

  it('is canonical: asking for it gives it back, unless it ends as a revision does', () => {
    const segment = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,8}$/);
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), (segments) => {
        const key = segments.join('/');
        fc.pre(segments.length === 1 || !/^[vV][0-9]+$/.test(segments.at(-1) ?? ''));
        assert.equal(monikerKeyOf(`/fetch/${key}`), key);
        assert.equal(monikerKeyOf(`/fetch/ns@${key}/v7`), key);
      }),
    );
  });

  it('takes time in proportion to the path', () => {
    for (const long of ['a'.repeat(60_000) + '/x@', '/'.repeat(60_000) + 'x/@', 'a/'.repeat(30_000) + '@@']) {
      assert.equal(monikerKeyOf(`/resolve/${long}`), null);
    }
  });
});

describe('path normalisation', () => {
  const cases: readonly (readonly [string, string | 400])[] = [
    ['/a/../b', '/b'],
    ['/a/%2e%2E/b', '/b'],
    ['/..', '/'],
    ['/a/.', '/a/'],
    ['/a/...', '/a/...'],
    ['/a//b///c/', '/a/b/c/'],
    ['/a\\..\\b', '/b'],
    ['/a%2Fb%5cc', '/a/b/c'],
    ['/a/..;x=1/b', '/b'],
    ['/a/.;', '/a/'],
    ['/a/%2e%2e;/b', '/a/..;/b'],
    ['/a/b;c', '/a/b;c'],
    ['/a%252Fb', '/a%252Fb'],
    ['/%41%7e%20%c3%A9', '/A~%20%c3%A9'],
    ['/%4%31', '/%2541'],
    ['/%%34%31', '/%2541'],
    ['/a"b|c', '/a%22b%7Cc'],
    ['/a?b=//../%2F', '/a?b=//../%2F'],
    ['/%zz', '/%zz'],
    ['/%00', 400],
    ['/a#b', 400],
    ['/é', 400],
    ['/a b', 400],
    ['a/b', 400],
    ['*', 400],
    ['', 400],
  ];
  for (const [target, expected] of cases) {
    it(`${target} → ${expected}`, () => {
      assert.deepEqual(normalizePath(target), expected === 400 ? { status: 400 } : { path: expected });
    });
  }
});
