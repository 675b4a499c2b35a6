import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deltaSubscription, sotwSubscription, wants } from '../../../src/xds/session/subscription.ts';

const names = (set: ReadonlySet<string>): string[] => [...set].sort();

describe('a SotW subscription', () => {
  it('takes an empty first request for everything, and an empty later one for nothing', () => {
    const legacy = sotwSubscription('cds', null, []);
    assert.equal(legacy.wildcard, true);
    const both = sotwSubscription('cds', legacy, ['*', 'A']);
    assert.deepEqual([both.wildcard, names(both.names)], [true, ['A']]);
    const one = sotwSubscription('cds', both, ['A']);
    assert.deepEqual([one.wildcard, names(one.names)], [false, ['A']]);
    const none = sotwSubscription('cds', one, []);
    assert.deepEqual([none.wildcard, names(none.names)], [false, []]);
    assert.equal(wants(none, { name: 'A' }), false);
  });

  it('has no legacy wildcard but for clusters and listeners', () => {
    assert.equal(sotwSubscription('lds', null, []).wildcard, true);
    assert.equal(sotwSubscription('eds', null, []).wildcard, false);
    assert.equal(sotwSubscription('rds', null, ['*']).wildcard, true);
  });

  it('stays the same object when a request repeats it, in any order and with repetitions', () => {
    const first = sotwSubscription('eds', null, ['A', 'B']);
    assert.equal(sotwSubscription('eds', first, ['B', 'A', 'A']), first);
  });
});

describe('a delta subscription', () => {
  const change = (subscribe: string[], unsubscribe: string[] = []) => ({ subscribe, unsubscribe });

  it('follows the walk from the legacy wildcard to nothing', () => {
    const legacy = deltaSubscription('lds', null, change([])).subscription;
    assert.equal(legacy.wildcard, true);
    const both = deltaSubscription('lds', legacy, change(['A'])).subscription;
    assert.deepEqual([both.wildcard, names(both.names)], [true, ['A']]);
    const one = deltaSubscription('lds', both, change([], ['*'])).subscription;
    assert.deepEqual([one.wildcard, names(one.names)], [false, ['A']]);
    const none = deltaSubscription('lds', one, change([], ['A'])).subscription;
    assert.deepEqual([none.wildcard, names(none.names)], [false, []]);
  });

  it('is no wildcard when the first request only unsubscribes', () => {
    assert.equal(deltaSubscription('cds', null, change([], ['A'])).subscription.wildcard, false);
  });

  it('sends a name again that is asked for again', () => {
    const first = deltaSubscription('eds', null, change(['A', 'B'])).subscription;
    assert.deepEqual(deltaSubscription('eds', first, change(['A'])).resend, ['A']);
  });

  it('tells equal requests apart by type and by what was asked for before', () => {
    const everything = change([]);
    assert.equal(deltaSubscription('lds', null, everything).subscription.wildcard, true);
    assert.equal(deltaSubscription('eds', null, everything).subscription.wildcard, false);
    const more = change(['B']);
    assert.deepEqual(names(deltaSubscription('eds', null, more).subscription.names), ['B']);
    const first = deltaSubscription('eds', null, change(['A'])).subscription;
    assert.deepEqual(names(deltaSubscription('eds', first, more).subscription.names), ['A', 'B']);
    const less = { subscribe: more.subscribe, unsubscribe: ['A'] };
    assert.deepEqual(names(deltaSubscription('eds', first, less).subscription.names), ['B']);
  });

  it('ignores a phantom unsubscription', () => {
    const first = deltaSubscription('eds', null, change(['A'])).subscription;
    const { subscription, resend } = deltaSubscription('eds', first, change([], ['B']));
    assert.equal(subscription.key, first.key);
    assert.deepEqual(resend, []);
  });

  it('tells a wildcard client what becomes of a name that it gives up', () => {
    const both = deltaSubscription('cds', null, change(['*', 'A'])).subscription;
    assert.deepEqual(deltaSubscription('cds', both, change([], ['A'])).resend, ['A']);
    assert.deepEqual(deltaSubscription('cds', both, change([], ['A', '*'])).resend, []);
  });

  it('keeps a name that one request gives up and asks for', () => {
    const first = deltaSubscription('eds', null, change(['A'])).subscription;
    const { subscription, resend } = deltaSubscription('eds', first, change(['A'], ['A']));
    assert.deepEqual([names(subscription.names), resend], [['A'], ['A']]);
  });
});
