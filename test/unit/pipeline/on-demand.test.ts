import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createOnDemand, type OnDemand } from '../../../src/pipeline/on-demand.ts';
import type { GroupSnapshot, NodeGroup, ResourceSet } from '../../../src/snapshot/model.ts';
import { groupOf } from '../../support/compile.ts';
import { snapshotOf } from '../../support/xds/mesh.ts';

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const group = (egressPort: number): NodeGroup => groupOf('svc', { egressPort });
const ROUTES = snapshotOf({ targets: { a: { v1: 1 } }, listeners: { one: 'a' } }).sets.rds;
const GROUPS = Array.from({ length: 20 }, (_, i) => group(i + 1));

interface Made {
  readonly demand: OnDemand;
  readonly asked: NodeGroup[];
  readonly askedRoutes: NodeGroup[];
  readonly published: (readonly GroupSnapshot[])[];
  readonly routes: [NodeGroup, ResourceSet][];
  readonly errors: unknown[];
  readonly nothings: NodeGroup[];
}

function make(answer: (group: NodeGroup) => Promise<GroupSnapshot | null>): Made {
  const asked: NodeGroup[] = [];
  const published: (readonly GroupSnapshot[])[] = [];
  const askedRoutes: NodeGroup[] = [];
  const routes: [NodeGroup, ResourceSet][] = [];
  const errors: unknown[] = [];
  const nothings: NodeGroup[] = [];
  const demand = createOnDemand({
    host: {
      group(wanted) {
        asked.push(wanted);
        return answer(wanted);
      },
      plainRoutes(wanted) {
        askedRoutes.push(wanted);
        return Promise.resolve(ROUTES);
      },
    },
    publish: (groups) => {
      published.push(groups);
      // As the cache does: each publish names what is still missing.
      for (const one of GROUPS) if (!isDone(one)) demand.need({ kind: 'group', group: one });
    },
    publishPlainRoutes: (of, rds) => routes.push([of, rds]),
    onNothing: (nothing) => nothings.push(nothing),
    onError: (error) => errors.push(error),
  });
  const isDone = (one: NodeGroup): boolean => published.flat().some((done) => done.group === one);
  return { demand, asked, askedRoutes, published, routes, errors, nothings };
}

const compiled = (of: NodeGroup): Promise<GroupSnapshot> =>
  Promise.resolve({ ...snapshotOf({ targets: { a: { v1: 1 } }, listeners: { one: 'a' } }), group: of });

describe('groups that are compiled on demand', () => {
  it('are asked for once, and published together', async () => {
    const { demand, asked, published } = make(compiled);
    for (const one of GROUPS) demand.need({ kind: 'group', group: one });
    for (const one of GROUPS) demand.need({ kind: 'group', group: one });
    await turn();
    await turn();
    assert.equal(asked.length, GROUPS.length);
    assert.deepEqual(
      published.map((groups) => groups.length),
      [GROUPS.length],
    );
  });

  it('are asked for again when they have changed meanwhile, and never published as they were', async () => {
    const { demand, asked, published } = make(compiled);
    demand.need({ kind: 'group', group: group(1) });
    await Promise.resolve();
    await Promise.resolve();
    demand.superseded([]);
    await turn();
    assert.deepEqual(published, []);
    demand.need({ kind: 'group', group: group(1) });
    await turn();
    await turn();
    assert.ok(asked.length >= 2);
    assert.ok(published.length >= 1);
  });

  it('may be asked for again after nothing came of it, or an error', async () => {
    const none = make(() => Promise.resolve(null));
    const bad = make(() => Promise.reject(new Error('the compiler ended')));
    for (const { demand, asked } of [none, bad]) {
      demand.need({ kind: 'group', group: group(1) });
      await turn();
      demand.need({ kind: 'group', group: group(1) });
      await turn();
      assert.equal(asked.length, 2);
    }
    assert.deepEqual([none.errors.length, bad.errors.length], [0, 2]);
    assert.deepEqual([none.nothings.length, bad.nothings.length], [2, 0]);
  });
});

describe('plain routes', () => {
  const need = { kind: 'plainRoutes', group: group(1) } as const;

  it('are asked for once they are needed, and come with the next publication then', async () => {
    const { demand, askedRoutes, routes } = make(compiled);
    assert.deepEqual(demand.plain([group(1), group(2)]), [], 'nobody has needed them');
    demand.need(need);
    demand.need(need);
    await turn();
    assert.deepEqual(askedRoutes, [group(1)]);
    assert.deepEqual(routes, [[group(1), ROUTES]]);
    assert.deepEqual(demand.plain([group(1), group(2)]), [group(1)]);
    const newer = { ...ROUTES };
    demand.superseded([{ group: group(1), rds: newer }]);
    demand.need(need);
    assert.equal(routes.length, 1, 'not from within the publication');
    await turn();
    assert.equal(askedRoutes.length, 1);
    assert.equal(routes[1]?.[1], newer);
  });

  it('are those of the newest publication only', async () => {
    const { demand, askedRoutes, routes } = make(compiled);
    demand.superseded([{ group: group(1), rds: ROUTES }]);
    demand.need(need);
    demand.superseded([]);
    await turn();
    assert.deepEqual(routes, []);
    demand.need(need);
    await turn();
    assert.deepEqual(askedRoutes, [group(1)]);
  });

  it('are not asked for with a publication when their group is held no more', async () => {
    const { demand } = make(compiled);
    demand.need(need);
    await turn();
    assert.deepEqual(demand.plain([group(2)]), []);
    assert.deepEqual(demand.plain([group(1)]), []);
  });
});
