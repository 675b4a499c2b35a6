import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { EMPTY_STATE, namedCatalogs, stepInputs } from '../../src/pipeline/inputs-state.ts';
import type { InputsState } from '../../src/pipeline/inputs-state.ts';
import { joinInputs } from '../../src/pipeline/join.ts';
import type { FileContent } from '../../src/pipeline/files.ts';
import { contents, FAKE_PARSERS, range } from '../support/fake-inputs.ts';

const RULES = { parsers: FAKE_PARSERS, acceptLargeChanges: false };
const FILES = ['mesh.yaml', 'a.yaml', 'b.yaml', 'endpoints.yaml', 'rollouts/x.yaml', 'rollouts/y.yaml'];

const GOOD_TEXTS: Readonly<Record<string, readonly string[]>> = {
  'mesh.yaml': ['a.yaml +x +y', 'a.yaml b.yaml +x +y', 'b.yaml +x'],
  'a.yaml': [range(0, 20), range(2, 22), range(0, 4), range(0, 40)],
  'b.yaml': [range(100, 110), range(100, 109), 'k1:rest'],
  'endpoints.yaml': ['x:2 y:1', 'x:1 y:1', 'x:1', 'x:0 y:0'],
  'rollouts/x.yaml': ['x v1', 'x v2'],
  'rollouts/y.yaml': ['y v1', 'y v2'],
};

interface Edit {
  readonly file: string;
  readonly text: string | null;
  readonly accept: boolean;
}

const edit: fc.Arbitrary<Edit> = fc.constantFrom(...FILES).chain((file) =>
  fc.record({
    file: fc.constant(file),
    text: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...(GOOD_TEXTS[file] ?? [])) },
      { weight: 2, arbitrary: fc.constantFrom('bad', 'bad word', '', '# gone') },
      { weight: 1, arbitrary: fc.constant(null) },
    ),
    accept: fc.boolean(),
  }),
);

/** The directory and the state that followed it, as the daemon would: it reads the catalogs that are asked for. */
class World {
  readonly directory = new Map<string, string | null>(
    FILES.map((file) => [file, GOOD_TEXTS[file]?.[0] ?? null]),
  );
  state: InputsState = EMPTY_STATE;
  #clock = 0;

  constructor() {
    this.step(Object.fromEntries(this.directory), false);
  }

  step(files: Readonly<Record<string, string | null>>, accept: boolean): void {
    const read = new Set(this.state.files.keys());
    let changes: ReadonlyMap<string, FileContent> = contents(files);
    for (let round = 0; round === 0 || changes.size > 0; round += 1) {
      this.#clock += 1;
      const event = { changes, now: this.#clock, ...(accept && { accept: 'all' as const }) };
      this.state = stepInputs(this.state, event, RULES).state;
      for (const file of changes.keys()) read.add(file);
      const wanted = namedCatalogs(this.state).filter((file) => !read.has(file));
      for (const file of wanted) read.add(file);
      changes = contents(Object.fromEntries(wanted.map((file) => [file, this.directory.get(file) ?? null])));
    }
  }

  apply({ file, text, accept }: Edit): void {
    this.directory.set(file, text);
    this.step({ [file]: text }, accept);
  }
}

function parses(file: string, text: string | null): boolean {
  return text !== null && text.trim() !== '' && !text.startsWith('#') && !text.includes('bad') && file !== '';
}

describe('the state of the inputs under any edits', () => {
  it('always joins versions that parsed, with every catalog that the serving mesh.yaml names', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
        const world = new World();
        for (const one of edits) {
          world.apply(one);
          const joined = joinInputs(world.state, new Map(), null);
          assert.ok(joined, 'something always serves once something served');
          assert.deepEqual(
            joined.catalogs.map(({ file }) => file),
            joined.topology.catalogs.map(({ file }) => file),
          );
        }
      }),
    );
  });

  it('serves what the directory holds wherever no problem is told, and tells a problem wherever it does not', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
        const world = new World();
        for (const one of edits) {
          const before = world.state.files.get(one.file)?.good ?? null;
          world.apply(one);
          const after = world.state.files.get(one.file);
          const fits = parses(one.file, one.text);
          if (after === undefined) continue;
          if (!fits) {
            assert.equal(after.problem?.state, 'refused');
            assert.equal(after.good, before, 'a bad edit leaves the last good version alone');
          } else if (after.problem === null) {
            assert.ok(after.good);
            if (after.good.text !== null) assert.equal(after.good.text, one.text);
          }
        }
      }),
    );
  });

  it('recovers by good edits, whatever was before: then all is current and nothing is told', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
        const world = new World();
        for (const one of edits) world.apply(one);
        for (const file of FILES) world.apply({ file, text: GOOD_TEXTS[file]?.[1] ?? '', accept: true });
        for (const state of world.state.files.values()) assert.equal(state.problem, null, state.file);
        const joined = joinInputs(world.state, new Map(), null);
        const fresh = new World();
        for (const file of FILES) fresh.apply({ file, text: GOOD_TEXTS[file]?.[1] ?? '', accept: true });
        assert.deepEqual(joined, joinInputs(fresh.state, new Map(), null));
      }),
    );
  });

  it('harms no other file: an edit changes the good version of its own file, or of the mesh that waited for it', () => {
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
        const world = new World();
        for (const one of edits) {
          const before = world.state.files;
          world.apply({ ...one, accept: false });
          for (const file of ['rollouts/x.yaml', 'rollouts/y.yaml']) {
            if (file === one.file) continue;
            assert.equal(world.state.files.get(file)?.good, before.get(file)?.good);
          }
        }
      }),
    );
  });
});
