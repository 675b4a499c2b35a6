import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EMPTY_STATE, stepInputs } from '../../../src/pipeline/inputs-state.ts';
import type { InputsEvent, InputsState, InputsStep } from '../../../src/pipeline/inputs-state.ts';
import { contents, FAKE_PARSERS, range } from '../../support/fake-inputs.ts';

const RULES = { parsers: FAKE_PARSERS, acceptLargeChanges: false };

function step(
  state: InputsState,
  files: Readonly<Record<string, string | null>>,
  more: Partial<InputsEvent> = {},
): InputsStep {
  return stepInputs(state, { changes: contents(files), now: 1000, ...more }, RULES);
}

function started(): InputsState {
  const files = {
    'mesh.yaml': 'a.yaml +gateway',
    'a.yaml': range(0, 10),
    'endpoints.yaml': 'gateway:2 resolver:1',
    'rollouts/resolver.yaml': 'resolver v2',
  };
  // The catalog is named by the mesh of the same event.
  return step(EMPTY_STATE, files).state;
}

function good(state: InputsState, file: string): unknown {
  return state.files.get(file)?.good?.model;
}

function problem(state: InputsState, file: string) {
  const found = state.files.get(file)?.problem;
  return found
    ? { state: found.state, codes: found.diagnostics.map(({ code }) => code), since: found.since }
    : null;
}

describe('the state of the inputs', () => {
  it('asks for the catalogs that mesh.yaml names before it takes it', () => {
    const first = step(EMPTY_STATE, { 'mesh.yaml': 'a.yaml b.yaml', 'endpoints.yaml': 'x:1' });
    assert.deepEqual(first.needs, ['a.yaml', 'b.yaml']);
    assert.equal(good(first.state, 'mesh.yaml'), undefined);
    const second = step(first.state, { 'a.yaml': 'k1', 'b.yaml': 'k2' });
    assert.deepEqual(second.needs, []);
    assert.deepEqual(second.changed, ['a.yaml', 'b.yaml', 'mesh.yaml']);
    assert.ok(good(second.state, 'mesh.yaml'));
  });

  it('keeps the last good version of a file that turns bad, and says since when', () => {
    const before = started();
    const after = step(before, { 'rollouts/resolver.yaml': 'bad' }, { now: 2000 }).state;
    assert.equal(good(after, 'rollouts/resolver.yaml'), good(before, 'rollouts/resolver.yaml'));
    assert.deepEqual(problem(after, 'rollouts/resolver.yaml'), {
      state: 'refused',
      codes: ['MCP1001'],
      since: 2000,
    });
    const still = step(after, { 'rollouts/resolver.yaml': 'bad again' }, { now: 3000 }).state;
    assert.equal(problem(still, 'rollouts/resolver.yaml')?.since, 2000);
    const mended = step(still, { 'rollouts/resolver.yaml': 'resolver v3' }).state;
    assert.equal(problem(mended, 'rollouts/resolver.yaml'), null);
    assert.notEqual(good(mended, 'rollouts/resolver.yaml'), good(before, 'rollouts/resolver.yaml'));
  });

  it('keeps the identity of a model whose text comes back', () => {
    const before = started();
    const broken = step(before, { 'a.yaml': 'bad' }).state;
    const back = step(broken, { 'a.yaml': range(0, 10) });
    assert.equal(good(back.state, 'a.yaml'), good(before, 'a.yaml'));
    assert.deepEqual(back.changed, []);
  });

  for (const file of ['mesh.yaml', 'a.yaml', 'endpoints.yaml', 'rollouts/resolver.yaml']) {
    it(`refuses an empty ${file}`, () => {
      const before = started();
      for (const text of ['', '  \n', '# only a comment\n', '---\n# nothing\n...\n']) {
        const after = step(before, { [file]: text }).state;
        assert.equal(good(after, file), good(before, file));
        assert.deepEqual(problem(after, file)?.codes, ['MCP1002'], JSON.stringify(text));
      }
    });
  }

  for (const file of ['mesh.yaml', 'a.yaml', 'endpoints.yaml']) {
    it(`refuses that ${file} vanishes`, () => {
      const before = started();
      const after = step(before, { [file]: null }).state;
      assert.equal(good(after, file), good(before, file));
      assert.deepEqual(problem(after, file)?.codes, ['MCP1702']);
    });
  }

  it('takes the removal of a rollout as the abort of it', () => {
    const after = step(started(), { 'rollouts/resolver.yaml': null });
    assert.equal(after.state.files.has('rollouts/resolver.yaml'), false);
    assert.deepEqual(after.changed, ['rollouts/resolver.yaml']);
  });

  it('keeps the rollouts when the whole directory vanishes', () => {
    const before = started();
    const gone = {
      'mesh.yaml': null,
      'a.yaml': null,
      'endpoints.yaml': null,
      'rollouts/resolver.yaml': null,
    };
    const after = step(before, gone);
    assert.deepEqual(after.changed, []);
    assert.equal(problem(after.state, 'rollouts/resolver.yaml')?.state, 'refused');
    const later = step(step(before, { 'mesh.yaml': null }).state, { 'rollouts/resolver.yaml': null });
    assert.deepEqual(later.changed, []);
  });

  it('reports an unreadable file as such', () => {
    const changes = new Map([['endpoints.yaml', { kind: 'unreadable', error: 'EACCES' } as const]]);
    const after = stepInputs(started(), { changes, now: 1 }, RULES).state;
    assert.deepEqual(problem(after, 'endpoints.yaml')?.codes, ['MCP1703']);
  });

  describe('holds', () => {
    it('a catalog that loses more than a fifth of its keys, until it is accepted', () => {
      const before = started();
      assert.equal(problem(step(before, { 'a.yaml': range(2, 10) }).state, 'a.yaml'), null);
      const held = step(before, { 'a.yaml': range(3, 10) }).state;
      assert.deepEqual(problem(held, 'a.yaml'), { state: 'held', codes: ['MCP1710'], since: 1000 });
      assert.equal(good(held, 'a.yaml'), good(before, 'a.yaml'));
      const other = step(held, {}, { accept: new Set(['endpoints.yaml']) });
      assert.deepEqual(other.changed, []);
      const accepted = step(held, {}, { accept: 'all' });
      assert.deepEqual(accepted.changed, ['a.yaml']);
      assert.equal(problem(accepted.state, 'a.yaml'), null);
    });

    it('a catalog whose keys are renamed, for the old names are dropped', () => {
      const held = step(started(), { 'a.yaml': range(0, 10, 'renamed') }).state;
      assert.equal(problem(held, 'a.yaml')?.state, 'held');
    });

    it('a catalog that unbinds more than a fifth of its bound keys', () => {
      const bound = 'k0:x k1:x k2:x k3:x k4:x';
      const before = step(started(), { 'a.yaml': `${bound} ${range(5, 10)}` }).state;
      const held = step(before, { 'a.yaml': `k0 k1 k2:x k3:x k4:x ${range(5, 10)}` }).state;
      assert.match(held.files.get('a.yaml')?.problem?.reason ?? '', /2 of 5 bound keys/);
    });

    it('endpoints when a target of the mesh would have none, but not for a target that the mesh no longer has', () => {
      const held = step(started(), { 'endpoints.yaml': 'gateway:0 resolver:1' }).state;
      assert.deepEqual(problem(held, 'endpoints.yaml')?.codes, ['MCP1711']);
      const fine = step(started(), { 'endpoints.yaml': 'gateway:1' }).state;
      assert.equal(problem(fine, 'endpoints.yaml'), null);
      const together = step(started(), {
        'mesh.yaml': 'a.yaml +other',
        'endpoints.yaml': 'resolver:1',
      }).state;
      assert.equal(problem(together, 'endpoints.yaml'), null);
    });

    it('a mesh.yaml that names the catalog no more', () => {
      const held = step(started(), { 'mesh.yaml': '+gateway' }).state;
      assert.deepEqual(problem(held, 'mesh.yaml')?.codes, ['MCP1712']);
      const back = step(held, { 'mesh.yaml': 'a.yaml +gateway' }).state;
      assert.equal(problem(back, 'mesh.yaml'), null);
    });

    it('nothing under the rule that accepts large changes', () => {
      const rules = { ...RULES, acceptLargeChanges: true };
      const after = stepInputs(started(), { changes: contents({ 'a.yaml': 'k1' }), now: 1 }, rules);
      assert.deepEqual(after.changed, ['a.yaml']);
    });

    it('not what came back by itself', () => {
      const held = step(started(), { 'a.yaml': 'k1' }).state;
      const back = step(held, { 'a.yaml': range(0, 10) });
      assert.equal(problem(back.state, 'a.yaml'), null);
      assert.deepEqual(back.changed, []);
    });
  });

  describe('switches mesh.yaml and its catalogs together', () => {
    it('refuses a mesh.yaml that names a broken catalog, and takes it when the catalog is mended', () => {
      const before = started();
      const asked = step(before, { 'mesh.yaml': 'a.yaml b.yaml +gateway' });
      assert.deepEqual(asked.needs, ['b.yaml']);
      const broken = step(asked.state, { 'b.yaml': 'bad' });
      assert.deepEqual(problem(broken.state, 'mesh.yaml')?.codes, ['MCP1704']);
      assert.equal(good(broken.state, 'mesh.yaml'), good(before, 'mesh.yaml'));
      const mended = step(broken.state, { 'b.yaml': 'k50' });
      assert.deepEqual(mended.changed, ['b.yaml', 'mesh.yaml']);
    });

    it('forgets a catalog that is named no more', () => {
      const two = step(started(), { 'mesh.yaml': 'a.yaml b.yaml', 'b.yaml': 'x1' }).state;
      assert.ok(two.files.has('b.yaml'));
      const one = step(two, { 'mesh.yaml': 'a.yaml' }).state;
      assert.equal(one.files.has('b.yaml'), false);
    });
  });
});
