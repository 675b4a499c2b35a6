import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isFast, isRolloutName, kindOf } from '../../../src/pipeline/files.ts';

it('knows each kind of file by its place', () => {
  assert.equal(kindOf('mesh.yaml'), 'mesh');
  assert.equal(kindOf('endpoints.yaml'), 'endpoints');
  assert.equal(kindOf('rollouts/resolver.yaml'), 'rollout');
  assert.equal(kindOf('rollouts/resolver.yml'), 'rollout');
  assert.equal(kindOf('sample_catalog.yaml'), 'catalog');
  assert.equal(kindOf('teams/rollouts/a.yaml'), 'catalog');
  assert.deepEqual(['rollouts/a.yaml', 'endpoints.yaml', 'mesh.yaml', 'a.yaml'].map(isFast), [
    true,
    true,
    false,
    false,
  ]);
});

it('passes over what editors leave beside a weight file', () => {
  const names = [
    'a.yaml~',
    '.a.yaml.swp',
    '4913',
    '.#a.yaml',
    '#a.yaml#',
    '#a.yaml',
    '.a.yaml',
    'a.yaml.tmp',
    '..data',
    'README.md',
  ];
  assert.deepEqual(names.filter(isRolloutName), []);
  assert.deepEqual(['a.yaml', 'a.yml', 'a b.yaml', 'a.v2.yaml'].filter(isRolloutName).length, 4);
});
