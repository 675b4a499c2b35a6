import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createViewHistory, viewOf, type View } from '../../../src/xds/session/view.ts';

const item = (name: string, version: string, any = new Uint8Array(400)): Parameters<typeof viewOf>[0] => [
  { name, version, any, references: {} },
];
const view = (version: string): View => viewOf(item('routes', version));

describe('the views that a server remembers', () => {
  it('are forgotten by their bytes, the least recently used first', () => {
    const history = createViewHistory(1_000);
    const [one, two, three] = [view('1'), view('2'), view('3')];
    history.remember('rds', one);
    history.remember('rds', two);
    history.remember('rds', one);
    history.remember('rds', three);
    assert.equal(history.recall('rds', one.version)?.items, one.items);
    assert.equal(history.recall('rds', two.version), undefined);
    assert.equal(history.recall('rds', three.version)?.items, three.items);
  });

  it('count what several of them share once', () => {
    const history = createViewHistory(1_000);
    const shared = new Uint8Array(900);
    const views = ['1', '2', '3'].map((version) =>
      viewOf([...item('same', '0', shared), ...item('other', version, new Uint8Array(10))]),
    );
    for (const one of views) history.remember('cds', one);
    for (const one of views) assert.equal(history.recall('cds', one.version)?.items, one.items);
  });

  it('keep the newest, however large it is', () => {
    const history = createViewHistory(100);
    history.remember('rds', view('1'));
    history.remember('rds', view('2'));
    assert.equal(history.recall('rds', view('1').version), undefined);
    assert.notEqual(history.recall('rds', view('2').version), undefined);
  });
});
