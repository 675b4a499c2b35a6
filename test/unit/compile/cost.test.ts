import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { meshTexts, rolloutText } from '../../../bench/mesh-texts.ts';
import type { CatalogEntry } from '../../../src/catalog/model.ts';
import { compile } from '../../../src/compile/compile.ts';
import type { CompiledMesh } from '../../../src/compile/compile.ts';
import type { CompileInputs } from '../../../src/compile/model.ts';
import { groupOf, inputsOf } from '../../support/compile.ts';

/** Work is counted, not timed: reads of catalog entries, and bytes of the resources that come out. */
interface Counted {
  readonly inputs: CompileInputs;
  readonly reads: () => number;
}

const ROLLOUT = 'rollouts/resolver.yaml';

function counted(keys: number): Counted {
  const inputs = inputsOf(Object.fromEntries(meshTexts(keys)));
  let reads = 0;
  const watched = (entry: CatalogEntry): CatalogEntry =>
    new Proxy(entry, {
      get(target, property) {
        reads += 1;
        return Reflect.get(target, property) as unknown;
      },
    });
  const catalogs = inputs.catalogs.map((catalog) => ({
    ...catalog,
    entries: new Map([...catalog.entries].map(([key, entry]) => [key, watched(entry)])),
  }));
  return { inputs: { ...inputs, catalogs }, reads: () => reads };
}

/** Makes every group, as a publish does; resolves to the bytes of all distinct resources. */
function bytesOf(compiled: CompiledMesh): number {
  const sizes = new Map<string, number>();
  for (const service of compiled.services) {
    const group = compiled.group(groupOf(service));
    assert.ok(group);
    for (const { byName } of Object.values(group.sets)) {
      for (const { type, name, version, any } of byName.values())
        sizes.set(`${type} ${name} ${version}`, any.length);
    }
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

function fullCompile(keys: number): { readonly reads: number; readonly bytes: number } {
  const { inputs, reads } = counted(keys);
  const bytes = bytesOf(compile(inputs));
  return { reads: reads(), bytes };
}

describe('the cost of a compile', () => {
  it('grows with the number of keys, and hardly faster', () => {
    const [small, large] = [fullCompile(1_000), fullCompile(10_000)];
    assert.ok(small.reads >= 1_000, 'the entries are really watched');
    // Sorting the keys reads them n log n times: 13.3 times as often for ten times the keys.
    assert.ok(large.reads / small.reads < 14, `${small.reads} reads became ${large.reads}`);
    assert.ok(large.bytes / small.bytes < 11, `${small.bytes} bytes became ${large.bytes}`);
  });

  it('of a new weight does not depend on the catalog', () => {
    const readsOfChange = (keys: number): number => {
      const { inputs, reads } = counted(keys);
      const first = compile(inputs);
      const firstBytes = bytesOf(first);
      const before = reads();
      const texts = new Map([...meshTexts(1), [ROLLOUT, rolloutText('resolver', 60)]]);
      const { rollouts } = inputsOf(Object.fromEntries(texts));
      const second = compile({ ...inputs, rollouts }, first);
      const splits = [first, second].map((compiled) => compiled.group(groupOf('gateway'))?.splits);
      assert.equal(bytesOf(second), firstBytes, 'weights travel by runtime, not in the resources');
      assert.notDeepEqual(splits[0], splits[1], 'the weights are new');
      return reads() - before;
    };
    const [small, large] = [readsOfChange(1_000), readsOfChange(5_000)];
    assert.equal(large, small);
    // The entry that a diagnostic of the mesh names is looked up again; none of the others is touched.
    assert.ok(large < 10, `${large} reads`);
  });
});
