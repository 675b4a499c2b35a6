import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createFactPool, metadataFacts, NO_FACTS } from '../../../src/snapshot/node-facts.ts';
import {
  variantName,
  variantOf,
  variantParts,
  type NodeFacts,
  type VariantRule,
} from '../../../src/snapshot/variants.ts';

function node(zone: string, metadata: Readonly<Record<string, unknown>> = {}): NodeFacts {
  return { locality: { region: 'eu', zone, subZone: '' }, metadata: metadataFacts(metadata) };
}

function rule(name: string, parts: Partial<VariantRule>): VariantRule {
  return { name, services: null, conditions: [], zones: [], pins: [], ...parts };
}

describe('which variant a node gets', () => {
  it('is none where nothing sets it apart', () => {
    assert.equal(variantOf({ rules: [], zones: ['a'] }, 'svc', NO_FACTS), undefined);
    assert.equal(variantOf({ rules: [], zones: ['a'] }, 'svc', node('b')), undefined);
    assert.equal(
      variantOf({ rules: [rule('x', { services: ['other'] })], zones: [] }, 'svc', node('a')),
      undefined,
    );
  });

  it('is its zone where endpoints make something of it', () => {
    assert.equal(variantOf({ rules: [], zones: ['a', 'b'] }, 'svc', node('b')), 'zone=b');
  });

  it('is of the first rule of which all conditions hold', () => {
    const label = { path: 'metadata.labels.tier', values: ['canary', 'staging'] } as const;
    const region = { path: 'locality.region', values: ['us'] } as const;
    const rules = [
      rule('us', { conditions: [label, region] }),
      rule('canary', { conditions: [label], zones: ['a'] }),
      rule('rest', { services: ['svc'] }),
    ];
    const canary = { labels: { tier: 'staging' } };
    assert.equal(variantOf({ rules, zones: ['b'] }, 'svc', node('a', canary)), 'canary zone=a');
    assert.equal(variantOf({ rules, zones: ['b'] }, 'svc', node('b', canary)), 'canary');
    assert.equal(variantOf({ rules, zones: ['b'] }, 'svc', node('b', { labels: { tier: 'prod' } })), 'rest');
    assert.equal(variantOf({ rules, zones: ['b'] }, 'other', node('b')), 'zone=b');
  });

  it('has a name that says both, and can be taken apart', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,9}$/);
    const parts = fc.record({ rule: fc.option(word), zone: fc.option(word) }, { noNullPrototype: true });
    fc.assert(
      fc.property(parts, (given) => {
        assert.deepEqual(variantParts(variantName(given)), given);
      }),
    );
  });
});

describe('what is known of a node', () => {
  it('is the scalar leaves of its metadata as text', () => {
    const facts = metadataFacts({ a: { b: 1, c: true, d: null, e: ['x'], 'f.g': 'y' }, h: 'z' });
    assert.deepEqual(
      [...facts],
      [
        ['a.b', '1'],
        ['a.c', 'true'],
        ['a.f.g', 'y'],
        ['h', 'z'],
      ],
    );
  });

  it('is bounded, whatever the node says', () => {
    const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`k${i}`, { x: 'v', y: 'w' }]));
    assert.equal(metadataFacts(many).size, 64);
    assert.equal(metadataFacts({ long: 'x'.repeat(513), ['k'.repeat(513)]: 'x', fits: 'x' }).size, 1);
  });

  it('is kept once for nodes that say the same, for as long as there are some', () => {
    const pool = createFactPool();
    const [one, two] = [pool.take(node('a', { x: 1, y: 2 })), pool.take(node('a', { y: 2, x: 1 }))];
    assert.equal(one, two);
    assert.notEqual(pool.take(node('b', { x: 1, y: 2 })), one);
    const same = node('a', { x: 1, y: 2 });
    for (let count = 0; count < 2; count += 1) assert.equal(pool.take(same), one);
    for (let count = 0; count < 2; count += 1) pool.give(one);
    pool.give(one);
    assert.equal(pool.take(node('a', { x: 1, y: 2 })), one);
    pool.give(one);
    pool.give(one);
    assert.notEqual(pool.take(node('a', { x: 1, y: 2 })), one);
    assert.notEqual(pool.take(same), one, 'what was kept as another object goes with that');
  });
});
